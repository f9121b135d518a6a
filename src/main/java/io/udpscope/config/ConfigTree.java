package io.udpscope.config;

import io.udpscope.config.ConfigNode.Field;
import io.udpscope.config.ConfigNode.Scalar.Type;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Parses YAML or JSON, whichever a text looks like, into a tree that knows its positions. */
public final class ConfigTree {
  /** Twice as deep as any config is. */
  private static final int MAX_DEPTH = 16;

  /** Four times as long as any key is that has a use. */
  private static final int LONGEST_KEY = 100;

  /** Several times what all targets that fit need; with all that is kept of them some 40 MB. */
  private static final int MAX_NODES = 200_000;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final JsonParser parser;
  private final ConfigErrors errors;
  private int nodes;

  private ConfigTree(JsonParser parser, ConfigErrors errors) {
    this.parser = parser;
    this.errors = errors;
  }

  /**
   * As below.
   *
   * @param text UTF-8
   */
  public static ConfigNode parse(byte[] text, ConfigErrors errors) {
    int most = RulesConfig.MAX_BYTES;
    if (text.length > most) {
      throw failure("it has more than " + most + " bytes");
    }
    try {
      return parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString(), errors);
    } catch (CharacterCodingException e) {
      throw failure(isUtf16(text) ? "it is UTF-16, and UTF-8 is read here" : "it is not UTF-8");
    }
  }

  /** By the mark that such a text begins with (RFC 2781, 3.2). */
  private static boolean isUtf16(byte[] text) {
    return text.length >= 2 && (text[0] & text[1] & 0xfe) == 0xfe && text[0] != text[1];
  }

  /**
   * @param errors what is wrong but lets the rest be read
   * @throws ConfigException if it is neither, or there is too much of it
   */
  static ConfigNode parse(String text, ConfigErrors errors) {
    String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    TokenStreamFactory factory = looksLikeJson(body) ? new JsonFactory() : new YAMLFactory();
    Reader characters = new WholeCharacters(body);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), characters)) {
      return new ConfigTree(parser, errors).document();
    } catch (JacksonException e) {
      throw failure(e);
    } catch (YamlEngineException e) {
      throw failure(e, Position.START);
    }
  }

  private static ConfigException failure(String reason) {
    return failure(Position.START, reason);
  }

  private static ConfigException failure(Position position, String reason) {
    return new ConfigException(position, ConfigPath.TOP, reason);
  }

  /**
   * Braces, in a list or not, with a quoted key: YAML would take it, too, but its complaints are
   * not about JSON.
   */
  private static boolean looksLikeJson(String text) {
    String top = text.stripLeading();
    String start = top.startsWith("[") ? top.substring(1).stripLeading() : top;
    if (!start.startsWith("{")) {
      return false;
    }
    String inside = start.substring(1).stripLeading();
    return inside.isEmpty() || inside.startsWith("\"") || inside.startsWith("}");
  }

  private static ConfigException failure(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    Position position =
        location == null || location.getLineNr() < 1
            ? Position.START
            : new Position(location.getLineNr(), Math.max(1, location.getColumnNr()));
    if (e.getCause() instanceof YamlEngineException cause) {
      return failure(cause, position);
    }
    String reason = e.getOriginalMessage().replaceAll("(?s)\\s*\\((start marker at|for ).*", "");
    return failure(position, reason);
  }

  /** Jackson knows where the last token was; the mark is where the parser stumbled. */
  private static ConfigException failure(YamlEngineException e, Position otherwise) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      String context = marked.getContext() == null ? "" : " " + marked.getContext();
      return failure(
          new Position(mark.getLine() + 1, mark.getColumn() + 1), marked.getProblem() + context);
    }
    String[] lines = e.getMessage().split("\\R");
    return failure(otherwise, lines[0]);
  }

  private ConfigNode document() {
    if (parser.nextToken() == null) {
      throw failure("there is nothing in it");
    }
    ConfigNode node = node(ConfigPath.TOP, 0);
    if (parser.nextToken() != null) {
      errors.add(
          new ConfigError(
              position(), ConfigPath.TOP, "one document is read, and here a second begins"));
    }
    return node;
  }

  private Position position() {
    TokenStreamLocation location = parser.currentTokenLocation();
    return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The value whose first token is the current one. */
  private ConfigNode node(ConfigPath path, int depth) {
    Position position = position();
    if (depth > MAX_DEPTH) {
      throw failure(position, "this is nested too deeply");
    }
    if (++nodes > MAX_NODES) {
      throw failure(position, "there are more than " + MAX_NODES + " values in it");
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      errors.add(new ConfigError(position, path, "an alias is not read here: write it out"));
      return new ConfigNode.Refused(position, path);
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> fields(position, path, depth);
      case START_ARRAY -> items(position, path, depth);
      case VALUE_STRING -> scalar(position, path, Type.TEXT);
      case VALUE_NUMBER_INT -> scalar(position, path, Type.INTEGER);
      case VALUE_NUMBER_FLOAT -> scalar(position, path, Type.FRACTION);
      case VALUE_TRUE, VALUE_FALSE -> scalar(position, path, Type.BOOLEAN);
      case VALUE_NULL -> new ConfigNode.Nothing(position, path);
      default -> throw new ConfigException(position, path, "this kind of value has no use here");
    };
  }

  private ConfigNode scalar(Position position, ConfigPath path, Type type) {
    return new ConfigNode.Scalar(position, path, type, parser.getString());
  }

  private ConfigNode fields(Position position, ConfigPath path, int depth) {
    Map<String, Field> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Position keyPosition = position();
      parser.nextToken();
      if (key.length() > LONGEST_KEY) {
        String start = ConfigError.cut(key, 20);
        errors.add(new ConfigError(keyPosition, path, start + ": no key has so many characters"));
        parser.skipChildren();
        continue;
      }
      ConfigPath inner = path.field(key);
      if (fields.put(key, new Field(keyPosition, node(inner, depth + 1))) != null) {
        errors.add(new ConfigError(keyPosition, inner, "it comes twice"));
      }
    }
    return new ConfigNode.Fields(position, path, fields);
  }

  private ConfigNode items(Position position, ConfigPath path, int depth) {
    List<ConfigNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path.item(items.size()), depth + 1));
    }
    return new ConfigNode.Items(position, path, items);
  }
}
