package io.udpscope.config.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesConfig;
import io.udpscope.config.RulesText;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever another program's file says, what comes out is right, or is refused in lines. */
class ForeignRulesProperties {
  private static final String[] WORDS = {
    "\"udp\"",
    "\"dport\"",
    "\"sport\"",
    "\"@s\"",
    "\"10.0.0.1\"",
    "\"::1\"",
    "\"127.0.0.1\"",
    "53",
    "0",
    "70000",
    "-1",
    "1e9",
    "[]",
    "{}",
    "[53, 54]",
    "{\"range\": [1, 9]}",
    "{\"range\": [9, 1]}",
    "{\"range\": [\"10.0.0.1\", \"10.0.0.9\"]}",
    "{\"range\": [\"::\", \"ffff::\"]}",
    "{\"prefix\": {\"addr\": \"10.0.0.0\", \"len\": 8}}",
    "{\"concat\": [\"10.0.0.1\", 5]}",
    "{\"set\": [1, 2, 3]}",
    "{\"set\": []}",
    "{\"set\": [[0, \"10.0.0.1\"], [1, \"10.0.0.2\"]]}",
    "{\"map\": {\"key\": {\"numgen\": {\"mod\": 2}}, \"data\": {\"set\": [[0, \"10.0.0.1\"]]}}}",
    "{\"map\": {\"key\": {\"payload\": {\"field\": \"dport\"}}, \"data\": \"@m\"}}",
    "null",
    "true",
    "\"\"",
    "\"\\u0000\"",
    "\"eth*\"",
    "\"ip6\"",
    "\"nat\"",
    "\"prerouting\"",
    "\"pass\"",
    "\"block\"",
    "\"c\"",
    "\"d\"",
    "{\"jump\": {\"target\": \"c\"}}"
  };

  private static final String NFTABLES =
      """
      {"nftables": [{"chain": {"family": "ip", "table": "t", "name": "c", "type": "nat",
       "hook": "prerouting", "prio": -100}},
       {"chain": {"family": "ip", "table": "t", "name": "d"}},
       {"set": {"family": "ip", "table": "t", "name": "s", "elem": [53, {"range": [60, 70]}]}},
       {"map": {"family": "ip", "table": "t", "name": "m", "elem": [[53, "10.0.0.1"]]}},
       {"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 5, "expr": [{"match": {"op":
        "==", "left": {"payload": {"protocol": "udp", "field": "dport"}}, "right": 60}},
        {"jump": {"target": "d"}}]}},
       {"rule": {"family": "ip", "table": "t", "chain": "d", "handle": 6, "expr": [{"match": {"op":
        "==", "left": {"payload": {"protocol": "ip", "field": "daddr"}}, "right": "10.0.0.7"}},
        {"return": null}]}},
       {"rule": {"family": "ip", "table": "t", "chain": "d", "handle": 7, "expr": [{"goto":
        {"target": "d"}}]}},
       {"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 4, "comment": "x", "expr": [
       {"match": {"op": "==", "left": {"meta": {"key": "iifname"}}, "right": "eth0"}},
       {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}},
        "right": {"prefix": {"addr": "10.0.0.0", "len": 8}}}},
       {"match": {"op": "==", "left": {"payload": {"protocol": "udp", "field": "dport"}},
        "right": "@s"}}, {"dnat": {"addr": "10.1.0.5", "port": 5353}}]}}]}
      """;

  private static final String UDPLB =
      """
      [{"key": {"address": "1.2.3.4", "port": 53}, "options": {"tc_action": "block", "strategy":
       "src-ip"}, "upstream": [{"address": "10.0.0.1", "port": 53}, {"address": "10.0.0.2",
       "port": 54}]}]
      """;

  private static final String XDP_REDIRECT =
      """
      [{"server": "172.17.0.2", "mac": "02:42:ac:11:00:02", "ifindex": 5}]
      """;

  private static void takesOrRefuses(ForeignFormat format, byte[] text) {
    try {
      Imported imported =
          format.read(text, index -> index < 9 ? Optional.of("veth" + index) : Optional.empty());
      assertThat(RulesConfig.read(RulesText.yaml(imported.rules())).rules())
          .isEqualTo(imported.rules());
      assertThat(RuleSetReview.of(imported.rules(), Set.of()))
          .as(() -> RulesText.yaml(imported.rules()))
          .noneMatch(Finding::error);
      assertThat(imported.warnings()).allMatch(line -> line.length() <= 300);
    } catch (ConfigException e) {
      assertThat(e.lines()).isNotEmpty().allMatch(line -> line.length() < 1000);
    }
  }

  /** Values of a good text are exchanged for others, most of which do not belong there. */
  @Property(tries = 6000)
  void withOtherValues(@ForAll ForeignFormat format, @ForAll long seed) {
    Random random = new Random(seed);
    String text = good(format);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length());
      while (":,[".indexOf(text.charAt(at)) < 0) {
        at = (at + 1) % text.length();
      }
      int end = at + 1;
      while (end < text.length() && ",]}{[".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String word = WORDS[random.nextInt(WORDS.length)];
      text = text.substring(0, at + 1) + word + text.substring(end);
    }
    takesOrRefuses(format, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String good(ForeignFormat format) {
    return switch (format) {
      case UDPLB -> UDPLB;
      case XDP_REDIRECT -> XDP_REDIRECT;
      case NFTABLES -> NFTABLES;
    };
  }

  @Property(tries = 3000)
  void withOtherBytes(@ForAll ForeignFormat format, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] text = good(format).getBytes(StandardCharsets.UTF_8);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      String alphabet = "{}[]:,\"0-@/ \n";
      text[random.nextInt(text.length)] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt()
              : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    }
    takesOrRefuses(format, text);
  }

  @Property(tries = 1000)
  void anyBytes(@ForAll ForeignFormat format, @ForAll byte[] text) {
    takesOrRefuses(format, text);
  }
}
