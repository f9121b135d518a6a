package io.udpscope.config;

import io.udpscope.config.ConfigNode.Field;
import io.udpscope.config.ConfigNode.Scalar.Type;
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
final class ConfigTree {
  /** Twice as deep as any config is. */
  private static final int MAX_DEPTH = 16;

  private final JsonParser parser;

  private ConfigTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * As below.
   *
   * @param text UTF-8
   */
  static ConfigNode parse(byte[] text) {
    int most = RulesConfig.MAX_BYTES;
    if (text.length > most) {
      throw new ConfigException(Position.START, "", "it has more than " + most + " bytes");
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      throw new ConfigException(Position.START, "", "it is not UTF-8");
    }
  }

  /**
   * @throws ConfigException if it is neither
   */
  static ConfigNode parse(String text) {
    TokenStreamFactory factory = looksLikeJson(text) ? new JsonFactory() : new YAMLFactory();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      return new ConfigTree(parser).document();
    } catch (JacksonException e) {
      throw failure(e);
    } catch (YamlEngineException e) {
      throw failure(e, Position.START);
    }
  }

  /** Braces with a quoted key: YAML would take it, too, but its complaints are not about JSON. */
  private static boolean looksLikeJson(String text) {
    String start = text.stripLeading();
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
    return new ConfigException(position, "", reason);
  }

  /** Jackson knows where the last token was; the mark is where the parser stumbled. */
  private static ConfigException failure(YamlEngineException e, Position otherwise) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      String context = marked.getContext() == null ? "" : " " + marked.getContext();
      return new ConfigException(
          new Position(mark.getLine() + 1, mark.getColumn() + 1),
          "",
          marked.getProblem() + context);
    }
    String[] lines = e.getMessage().split("\\R");
    return new ConfigException(otherwise, "", lines[0]);
  }

  private ConfigNode document() {
    if (parser.nextToken() == null) {
      throw new ConfigException(Position.START, "", "there is nothing in it");
    }
    ConfigNode node = node("", 0);
    if (parser.nextToken() != null) {
      throw new ConfigException(position(), "", "one document is read, and here a second begins");
    }
    return node;
  }

  private Position position() {
    TokenStreamLocation location = parser.currentTokenLocation();
    return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The value whose first token is the current one. */
  private ConfigNode node(String path, int depth) {
    Position position = position();
    if (depth > MAX_DEPTH) {
      throw new ConfigException(position, "", "this is nested too deeply");
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new ConfigException(position, path, "an alias is not read here: write it out");
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

  private ConfigNode scalar(Position position, String path, Type type) {
    return new ConfigNode.Scalar(position, path, type, parser.getString());
  }

  private ConfigNode fields(Position position, String path, int depth) {
    Map<String, Field> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Position keyPosition = position();
      String inner = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      if (fields.put(key, new Field(keyPosition, node(inner, depth + 1))) != null) {
        throw new ConfigException(keyPosition, inner, "it comes twice");
      }
    }
    return new ConfigNode.Fields(position, path, fields);
  }

  private ConfigNode items(Position position, String path, int depth) {
    List<ConfigNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]", depth + 1));
    }
    return new ConfigNode.Items(position, path, items);
  }
}
