package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The tables of docs/json.md against what is printed: every key, and of which type it is. */
@Tag("bpf")
class JsonPageTest {
  /** A rule that has all that a rule can, one whose target has no way, and one for the relay. */
  private static final String RULES =
      """
      rules:
        - {name: away, match: {ports: 53}, action: drop,
           forward: {path: relay, targets: [{address: 127.0.0.1, port: 5353}]}}
        - {name: nowhere, match: {ports: 514}, action: drop,
           forward: {path: kernel, targets: [{address: 203.0.113.9}]}}
        - {name: known, match: {ports: 7}, action: drop,
           forward: {targets: [{address: 10.0.0.8, port: 9, interface: eth0, mac: "02:00:00:00:00:08"}]}}
        - {name: moved, match: {ports: 5005-5010}, translate: 6005}
      """;

  private static final String EXPLAIN =
      " udpscope explain eth0 -o json --from 10.0.0.9:5 --to 10.0.0.2:";

  @TempDir Path directory;
  private Workplace workplace;

  @BeforeEach
  void open() throws IOException {
    workplace = new Workplace(directory);
    workplace.file("rules.yaml", RULES);
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  @Test
  void packetsAndTheirEnds() throws Exception {
    List<String> test =
        printed(
            "udpscope test eth0 -o json -n 8; udpscope test eth0 -o json -n 1 -p 514 --drop --to 203.0.113.9");
    assertSame("A packet", test, "\"payload\"");
    assertSame("The end: `test", test, "{\"captured\"");
    workplace.make("udpscope test eth0 -n 8 -w a.pcapng && editcap -F pcap a.pcapng a.pcap");
    List<String> read = printed("udpscope read a.pcap -o json");
    assertThat(types(read, "\"payload\"").get("verdict")).containsExactly("null");
    assertSame("The end: `read", read, "{\"read\"");
  }

  @Test
  void countersAndExplanations() throws Exception {
    List<String> printed =
        printed(
            "udpscope run eth0 --hook native -c rules.yaml -o json >counters & until"
                + " ip link show eth0 | grep -q xdp; do sleep 0.05; done;"
                + EXPLAIN
                + "7;"
                + EXPLAIN
                + "53;"
                + EXPLAIN
                + "514;"
                + EXPLAIN
                + "5005;"
                + EXPLAIN
                + "1;"
                + " kill -USR1 $!; until [ -s counters ]; do sleep 0.05; done; kill $!; cat counters");
    assertSame("An explanation", printed, "\"refusals\"");
    assertSame("Counters", printed, "\"ledger\"");
  }

  private List<String> printed(String commandLine) throws Exception {
    try (Typed typed = workplace.type(commandLine)) {
      typed.exitCode();
      return typed.lines();
    }
  }

  /** What a rule's own keys are is said of its file. */
  private static boolean isOfTheConfig(String key) {
    return key.matches(
        "rules\\[]\\.(name|match.*|action|translate|capture.*"
            + "|forward(\\.(strategy|path|source|replies))?"
            + "|forward\\.targets\\[]\\.(address|port|interface|mac))");
  }

  private static void assertSame(String section, List<String> lines, String sign)
      throws IOException {
    Map<String, Set<String>> printed = types(lines, sign);
    printed.keySet().removeIf(JsonPageTest::isOfTheConfig);
    Map<String, Set<String>> documented = documented(section);
    assertThat(printed.keySet()).as(section).isEqualTo(documented.keySet());
    printed.forEach(
        (key, types) -> assertThat(documented.get(key)).as(section + " " + key).containsAll(types));
  }

  /** By key, the types that the table of a section gives it. */
  private static Map<String, Set<String>> documented(String section) throws IOException {
    Map<String, Set<String>> types = new TreeMap<>();
    String page = Files.readString(Path.of("docs/json.md"));
    String text = page.substring(page.indexOf("\n## " + section) + 4);
    for (String line : text.substring(0, (text + "\n## ").indexOf("\n## ")).lines().toList()) {
      String[] cells = line.split("\\|");
      if (line.startsWith("| `")) {
        Set<String> ofThese = Set.copyOf(Arrays.asList(cells[2].strip().split(", ")));
        for (String key : cells[1].replace("`", "").split(",")) {
          types.put(key.strip(), ofThese);
        }
      }
    }
    return types;
  }

  /** By key, the types of its values in the lines that have a sign. */
  private static Map<String, Set<String>> types(List<String> lines, String sign) {
    Map<String, Set<String>> types = new TreeMap<>();
    List<String> objects = lines.stream().filter(line -> line.contains(sign)).toList();
    assertThat(objects).as("lines with " + sign + " among " + lines).isNotEmpty();
    for (String line : objects) {
      try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
        parser.nextToken();
        members(parser, "", types);
      }
    }
    return types;
  }

  private static void members(JsonParser parser, String prefix, Map<String, Set<String>> types) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = prefix + parser.currentName();
      parser.nextToken();
      value(parser, key, types);
    }
  }

  private static void value(JsonParser parser, String key, Map<String, Set<String>> types) {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        if (key.endsWith(".failed") || key.endsWith(".errors")) {
          put(types, key, "object");
          parser.skipChildren();
        } else {
          if (key.equals("rules[]")) {
            put(types, key, "object");
          }
          members(parser, key + ".", types);
        }
      }
      case START_ARRAY -> elements(parser, key, types);
      case VALUE_STRING -> put(types, key, "string");
      case VALUE_TRUE, VALUE_FALSE -> put(types, key, "boolean");
      case VALUE_NULL -> put(types, key, "null");
      default -> put(types, key, "number");
    }
  }

  private static void elements(JsonParser parser, String key, Map<String, Set<String>> types) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        value(parser, key + "[]", types);
      }
    }
    if (key.equals("vlan") || key.endsWith("reasons")) {
      put(types, key, "array");
    }
  }

  private static void put(Map<String, Set<String>> types, String key, String type) {
    types.computeIfAbsent(key, any -> new TreeSet<>()).add(type);
  }
}
