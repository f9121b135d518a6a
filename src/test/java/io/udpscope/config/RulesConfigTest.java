package io.udpscope.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a config file says, and the line that answers one that cannot be. */
class RulesConfigTest {
  private static final String WHOLE =
      """
      version: 1
      rules:
        - name: telemetry
          match: {interface: eth0, src: 10.0.0.0/8, dst: 192.0.2.10, ports: 5005-5010}
          action: drop
          translate: 6005            # 5005 becomes 6005, 5006 becomes 6006, …
          forward:
            strategy: src-port
            path: kernel
            source: 192.0.2.10
            replies: true
            replyPorts: 62000-62999
            idle: 30
            targets:
              - {address: 10.100.53.27, port: 2222, weight: 3}
              - address: collector.example
                down: true
              - {address: 10.100.53.29, interface: eth1, mac: "02:42:AC:11:00:03"}
        - name: 'rest'
          match: {}
      """;

  private static RulesConfig read(byte[] text) {
    return RulesConfig.read(text, (screen, errors) -> {});
  }

  private static String refusal(String text) {
    try {
      RulesConfig config = RulesConfig.read(text);
      for (Finding finding : RuleSetReview.of(config.rules(), Set.of("eth0"))) {
        return config.place(finding.rule(), finding.field()) + ": " + finding.reason();
      }
      return "nothing refused";
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  @Test
  void everyField() {
    List<Rule> rules = RulesConfig.read(WHOLE).rules();
    assertThat(rules).extracting(Rule::name).containsExactly("telemetry", "rest");
    Rule rule = rules.get(0);
    assertThat(rule.match().describe(">")).isEqualTo("eth0 10.0.0.0/8 > 192.0.2.10:5005-5010");
    assertThat(rule.action()).isEqualTo(Action.DROP);
    assertThat(rule.translate()).hasValue(6005);
    Forward forward = rule.forward().orElseThrow();
    assertThat(forward.strategy()).isEqualTo(Strategy.SOURCE_PORT);
    assertThat(forward.source().toString()).isEqualTo("192.0.2.10");
    assertThat(forward.replies()).isTrue();
    assertThat(forward.replyPorts()).isEqualTo(new PortRange(62000, 62999));
    assertThat(forward.idleSeconds()).isEqualTo(30);
    assertThat(forward.targets())
        .extracting(Target::endpoint)
        .containsExactly("10.100.53.27:2222", "collector.example", "10.100.53.29");
    assertThat(forward.targets().get(0).weight()).isEqualTo(3);
    assertThat(forward.targets().get(1).down()).isTrue();
    assertThat(forward.targets().get(1).address()).isEmpty();
    assertThat(forward.targets().get(2).mac().orElseThrow().toString())
        .isEqualTo("02:42:ac:11:00:03");
  }

  /** The YAML parser takes a text in pieces of 1,024 characters. */
  @Test
  void charactersOfTwoHalvesAnywhere() {
    for (int before = 1000; before < 1100; before++) {
      String text =
          "# " + "x".repeat(before) + "\nversion: 1\nrules: [{name: \uD83D\uDE80, match: {}}]\n";
      assertThat(RulesConfig.read(text).rules())
          .singleElement()
          .matches(r -> r.name().length() == 2);
      String comment = "# " + "x".repeat(before) + "\uD83D\uDE80\nversion: 1\nrules: []\n";
      assertThat(RulesConfig.read(comment).rules()).isEmpty();
    }
  }

  @Test
  void defaults() {
    List<Rule> rules =
        RulesConfig.read(
                "rules: [{name: a, match: {ports: 53}, forward: {targets: [{address: b}]}}]")
            .rules();
    Rule rule = rules.get(0);
    assertThat(rule.match()).isEqualTo(Match.ports(new PortRange(53, 53)));
    assertThat(rule.action()).isEqualTo(Action.PASS);
    assertThat(rule.translate()).isEqualTo(OptionalInt.empty());
    Forward forward = rule.forward().orElseThrow();
    assertThat(forward.source()).isEqualTo(Source.KEEP);
    assertThat(forward).isEqualTo(Forward.to(forward.targets()));
    assertThat(RulesConfig.read("version: 1").rules()).isEmpty();
  }

  @Test
  void jsonByItsLook() {
    List<Rule> yaml = RulesConfig.read(WHOLE).rules();
    String json = RulesText.json(yaml);
    assertThat(json).startsWith("{\"version\":1,\"rules\":[{\"name\":\"telemetry\",\"match\":{");
    assertThat(RulesConfig.read(json).rules()).isEqualTo(yaml);
    assertThat(read(("\n " + json).getBytes(StandardCharsets.UTF_8)).rules()).isEqualTo(yaml);
  }

  @Test
  void yamlAsAPersonWouldWriteIt() {
    assertThat(RulesText.yaml(RulesConfig.read(WHOLE).rules()))
        .isEqualTo(
            """
            version: 1
            rules:
              - name: telemetry
                match: {interface: eth0, src: 10.0.0.0/8, dst: 192.0.2.10, ports: 5005-5010}
                action: drop
                translate: 6005
                forward:
                  strategy: src-port
                  path: kernel
                  source: 192.0.2.10
                  replies: true
                  replyPorts: 62000-62999
                  idle: 30
                  targets:
                    - {address: 10.100.53.27, port: 2222, weight: 3}
                    - {address: collector.example, down: true}
                    - {address: 10.100.53.29, interface: eth1, mac: "02:42:ac:11:00:03"}
              - name: rest
                match: {}
                action: pass
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | line 1, column 1: there is nothing in it",
        "rules: 5 | line 1, column 8, rules: a list is wanted, not the number 5",
        "- 1 | line 1, column 1: a mapping such as {version: …} is wanted, not a list",
        "version: 2 | line 1, column 10, version: a number from 1 to 1 is wanted, not the number 2",
        "rule: [] | line 1, column 1, rule: there is no such key here; there are version, rules, theme, confirm, keys",
        "rules: [{match: {}}] | line 1, column 9, rules[0]: its name is missing",
        "rules: [{name: a}] | line 1, column 9, rules[0]: its match is missing",
        "rules: [{name: 5, match: {}}] | line 1, column 16, rules[0].name: text such as dns is wanted, not the number 5",
        "rules: [{name: , match: {}}] | line 1, column 15, rules[0].name: text such as dns is wanted, not nothing",
        "rules: [{name: a, name: b, match: {}}] | line 1, column 19, rules[0].name: it comes twice",
        "rules: [{name: \"a\\tb\", match: {}}] | line 1, column 16, rules[0].name: a?b: a name has no control characters",
        "rules: [{name: a, match: {ports: 70000}}] | line 1, column 34, rules[0].match.ports: 70000: a port is 0 to 65535",
        "rules: [{name: a, match: {ports: 9-1}}] | line 1, column 34, rules[0].match.ports: 9-1: the first port is above the last",
        "rules: [{name: a, match: {ports: 5.5}}] | line 1, column 34, rules[0].match.ports: text such as 5005-5010 is wanted, not the number 5.5",
        "rules: [{name: a, match: {src: 10/8}}] | line 1, column 32, rules[0].match.src: 10/8: not a prefix such as 10.0.0.0/8 or 2001:db8::/32",
        "rules: [{name: a, match: {dst: true}}] | line 1, column 32, rules[0].match.dst: text such as 10.0.0.0/8 is wanted, not true",
        "rules: [{name: a, match: {interface: a b}}] | line 1, column 38, rules[0].match.interface: a b: no interface can be called so",
        "rules: [{name: a, match: {}, action: reject}] | line 1, column 38, rules[0].action: reject: one of pass, drop",
        "rules: [{name: a, match: {}, capture: on}] | line 1, column 39, rules[0].capture: on: off, or a mapping",
        "rules: [{name: a, match: {}, capture: {sample: 0}}] | line 1, column 48, rules[0].capture.sample: a number from 1 to 1000000 is wanted, not the number 0",
        "rules: [{name: a, match: {}, capture: {snaplen: 65536}}] | line 1, column 49, rules[0].capture.snaplen: a number from 0 to 65535 is wanted, not the number 65536",
        "rules: [{name: a, match: {}, capture: {bytes: 5}}] | line 1, column 40, rules[0].capture.bytes: there is no such key here; there are snaplen, sample",
        "rules: [{name: a, match: {ports: 5-9}, translate: 65533}] | line 1, column 51, rules[0].translate: 65533: the ports 5-9 translated to 65533 would end at 65537",
        "rules: [{name: a, match: {}, translate: 0}] | line 1, column 41, rules[0].translate: a number from 1 to 65535 is wanted, not the number 0",
        "rules: [{name: a, match: {}, forward: {}}] | line 1, column 39, rules[0].forward: a forward has 1 to 256 targets, not 0",
        "rules: [{name: a, match: {}, forward: {strategy: best, targets: [{address: b}]}}] | line 1, column 50, rules[0].forward.strategy: best: one of src-ip, src-port, round-robin, all",
        "rules: [{name: a, match: {}, forward: {path: user, targets: [{address: b}]}}] | line 1, column 46, rules[0].forward.path: user: one of auto, kernel, relay",
        "rules: [{name: a, match: {}, forward: {source: me, targets: [{address: b}]}}] | line 1, column 48, rules[0].forward.source: me: keep, masquerade or an IP address",
        "rules: [{name: a, match: {}, forward: {replies: yes, targets: [{address: b}]}}] | line 1, column 49, rules[0].forward.replies: true or false is wanted, not the text yes",
        "rules: [{name: a, match: {}, forward: {replyPorts: 0-5, targets: [{address: b}]}}] | line 1, column 52, rules[0].forward.replyPorts: 0-5: reply ports begin at 1",
        "rules: [{name: a, match: {}, forward: {idle: 0, targets: [{address: b}]}}] | line 1, column 46, rules[0].forward.idle: a number from 1 to 86400 is wanted, not the number 0",
        "rules: [{name: a, match: {}, forward: {targets: [{port: 5}]}}] | line 1, column 50, rules[0].forward.targets[0]: its address is missing",
        "rules: [{name: a, match: {}, forward: {targets: [{address: 10.0.0.300}]}}] | line 1, column 60, rules[0].forward.targets[0].address: 10.0.0.300: not an IP address such as 10.0.0.1 or 2001:db8::1",
        "rules: [{name: a, match: {}, forward: {targets: [{address: a_b!}]}}] | line 1, column 60, rules[0].forward.targets[0].address: a_b!: neither an IP address nor a host name",
        "rules: [{name: a, match: {}, forward: {targets: [{address: b, weight: 1001}]}}] | line 1, column 71, rules[0].forward.targets[0].weight: a number from 1 to 1000 is wanted, not the number 1001",
        "rules: [{name: a, match: {}, forward: {targets: [{address: b, mac: 5}]}}] | line 1, column 68, rules[0].forward.targets[0].mac: text such as 02:42:ac:11:00:03 is wanted, not the number 5",
        "rules: [{name: a, match: {}, forward: {targets: [{address: b, mac: '02:42:ac:11:00:03'}]}}] | line 1, column 68, rules[0].forward.targets[0].mac: it needs the interface, too",
        "rules: [{name: a, match: {}, forward: {targets: [{address: b}, {address: b}]}}] | line 1, column 49, rules[0].forward.targets: the target b comes twice",
      })
  void refusals(String text, String message) {
    assertThat(refusal(text)).isEqualTo(message);
  }

  @Test
  void whatOnlyTheRulesTogetherShow() {
    assertThat(refusal("rules:\n  - {name: a, match: {}}\n  - {name: a, match: {ports: 5}}\n"))
        .isEqualTo(
            "line 3, column 12, rules[1].name: the rule at line 2, column 12 has this name"
                + " already");
    assertThat(refusal("rules: [{name: a, match: {interface: eth7}}]"))
        .isEqualTo(
            "line 1, column 38, rules[0].match.interface: eth7 is not of this session, which has"
                + " eth0");
    assertThat(refusal("rules: [{name: a, match: {src: 10.0.0.1, dst: '::1'}}]"))
        .isEqualTo(
            "line 1, column 32, rules[0].match.src: its destination is of the other IP version,"
                + " and no packet has both");
    assertThat(refusal(forward("dst: 10.0.0.0/8, ports: 5-6", "address: '2001:db8::1'")))
        .endsWith(
            "rules[0].forward.targets[0].address: IPv4 packets cannot be sent to 2001:db8::1 with"
                + " their source kept");
    assertThat(refusal(forward("dst: 10.0.0.0/8, ports: 5-6", "address: 10.0.0.9")))
        .endsWith(
            "rules[0].forward.targets[0].address: 10.0.0.9 is what the rule matches:"
                + " packets would go around in a loop");
    assertThat(refusal(forward("dst: 10.0.0.0/8, ports: 5-6", "address: 10.0.0.9, port: 7")))
        .isEqualTo("nothing refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source: keep, targets: [{address: 127.9.9.9}] | line 1, column 48, rules[0].forward.source: what answers a client from 127.9.9.9 cannot leave this host; masquerade lets it",
        "source: keep, targets: [{address: b}, {address: '::1'}] | line 1, column 48, rules[0].forward.source: what answers a client from ::1 cannot leave this host; masquerade lets it",
        "path: kernel, targets: [{address: '::1'}] | line 1, column 46, rules[0].forward.path: only a socket reaches ::1; auto or relay sends from one",
        "path: kernel, strategy: all, targets: [{address: b}] | line 1, column 46, rules[0].forward.path: the kernel sends a packet to one target; auto or relay sends it to all",
        "strategy: all, source: keep, replies: true, targets: [{address: b}] | line 1, column 63, rules[0].forward.source: to a client whose source is kept, one target can answer, not all; masquerade lets all",
        "source: 127.0.0.1, targets: [{address: 10.0.0.9}] | line 1, column 48, rules[0].forward.source: 127.0.0.1 cannot be the source towards 10.0.0.9",
        "strategy: all, replies: true, targets: [{address: b}] | nothing refused",
        "strategy: all, source: keep, targets: [{address: b}] | nothing refused",
        "path: relay, source: keep, replies: true, targets: [{address: b}] | nothing refused",
        "source: 10.0.0.1, targets: [{address: 127.0.0.1}] | nothing refused",
        "targets: [{address: 127.0.0.1}] | nothing refused",
      })
  void whatNoSocketAndNoKernelCanSend(String fields, String message) {
    assertThat(refusal("rules: [{name: a, match: {}, forward: {" + fields + "}}]"))
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "targets: [{address: 10.0.0.9}, {address: b}] | keep",
        "path: kernel, targets: [{address: b}] | keep",
        "path: relay, targets: [{address: b}] | masquerade",
        "strategy: all, targets: [{address: b}] | masquerade",
        "targets: [{address: b}, {address: 127.0.0.53}] | masquerade",
        "targets: [{address: '::1'}] | masquerade",
        "targets: [{address: localhost}] | masquerade",
        "path: relay, source: keep, targets: [{address: b}] | keep",
      })
  void theSourceIsOursByDefaultWhereASocketSends(String fields, String source) {
    RulesConfig config =
        RulesConfig.read("rules: [{name: a, match: {}, forward: {" + fields + "}}]");
    Forward forward = config.rules().get(0).forward().orElseThrow();
    assertThat(forward.source()).hasToString(source);
    assertThat(RulesConfig.read(RulesText.yaml(config.rules())).rules()).isEqualTo(config.rules());
  }

  private static String forward(String match, String target) {
    return "rules: [{name: a, match: {" + match + "}, forward: {targets: [{" + target + "}]}}]";
  }

  @Test
  void aRuleThatAnEarlierOneHidesIsAWarning() {
    RulesConfig config =
        RulesConfig.read(
            """
            rules:
              - {name: wide, match: {dst: 10.0.0.0/8}}
              - {name: narrow, match: {dst: 10.1.0.0/16, ports: 53}, action: drop, translate: 54}
            """);
    List<Finding> findings = RuleSetReview.of(config.rules(), Set.of());
    assertThat(findings).extracting(Finding::error).containsExactly(false, false);
    assertThat(findings)
        .extracting(finding -> config.place(finding.rule(), finding.field()))
        .containsExactly(
            "line 3, column 27, rules[1].match", "line 3, column 83, rules[1].translate");
    assertThat(findings)
        .extracting(Finding::reason)
        .containsExactly(
            "the rule wide before it decides all of its packets",
            "nothing is translated: the rule drops its packets");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    String text =
        """
        version: 2
        rules:
          - {name: a, match: {src: 10/8, ports: 5}, action: reject, color: red}
          - 5
          - {name: a, match: {ports: 9-10}, translate: 65535}
          - name: c
            match: {}
            forward:
              replyPorts: 0-9
              targets: [{port: 0}, {address: ok, mac: x}]
          - {name: d, match: {src: 10.0.0.1, dst: '::1'}}
          - {name: d, match: {}}
        theme: {}
        """;
    assertThatThrownBy(() -> RulesConfig.read(text))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.lines())
                    .containsExactly(
                        "line 1, column 10, version: a number from 1 to 1 is wanted, not the number"
                            + " 2",
                        "line 3, column 28, rules[0].match.src: 10/8: not a prefix such as"
                            + " 10.0.0.0/8 or 2001:db8::/32",
                        "line 3, column 53, rules[0].action: reject: one of pass, drop",
                        "line 3, column 61, rules[0].color: there is no such key here; there are"
                            + " name, match, action, translate, capture, forward",
                        "line 4, column 5, rules[1]: a mapping such as {name: …} is wanted, not the"
                            + " number 5",
                        "line 5, column 12, rules[2].name: the rule at line 3, column 12 has this"
                            + " name already",
                        "line 5, column 48, rules[2].translate: 65535: the ports 9-10 translated to"
                            + " 65535 would end at 65536",
                        "line 9, column 19, rules[3].forward.replyPorts: 0-9: reply ports begin at"
                            + " 1",
                        "line 10, column 17, rules[3].forward.targets[0]: its address is missing",
                        "line 10, column 24, rules[3].forward.targets[0].port: a number from 1 to"
                            + " 65535 is wanted, not the number 0",
                        "line 10, column 47, rules[3].forward.targets[1].mac: x: not a MAC address"
                            + " such as 02:42:ac:11:00:03",
                        "line 11, column 28, rules[4].match.src: its destination is of the other IP"
                            + " version, and no packet has both",
                        "line 12, column 12, rules[5].name: the rule at line 11, column 12 has this"
                            + " name already",
                        "line 13, column 8, theme: a word such as light is wanted, not a mapping"));
  }

  @Test
  void errorsBeyondCountingAreCounted() {
    String text = "rules: [" + "5,".repeat(1000) + "]";
    assertThatThrownBy(() -> RulesConfig.read(text))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.lines())
                    .hasSize(ConfigErrors.MOST + 1)
                    .endsWith("there are 500 errors more"));
  }

  @Test
  void whatTheParserStumblesOverHasItsPlace() {
    assertThat(refusal("rules:\n  - {name: a, match: [1\n"))
        .startsWith("line 3, column 1: expected ',' or ']', but got <stream end>");
    assertThat(refusal("rules:\n\t- a")).startsWith("line 2, column 1: found character '\\t(TAB)'");
    assertThat(refusal("rules: a: b"))
        .isEqualTo("line 1, column 9: mapping values are not allowed here");
    assertThat(refusal("rules: &x []\nversion: *x"))
        .isEqualTo("line 2, column 10, version: an alias is not read here: write it out");
    assertThat(refusal("---\nrules: []\n---\nrules: []\n"))
        .isEqualTo("line 4, column 1: one document is read, and here a second begins");
    assertThat(refusal("{\"rules\": [}"))
        .startsWith("line 1, column 12: Unexpected close marker '}'")
        .doesNotContain("Source");
    assertThat(refusal("[".repeat(100_000))).contains("nested too deeply");
    assertThatThrownBy(() -> read(new byte[] {'a', (byte) 0xff}))
        .isInstanceOf(ConfigException.class)
        .hasMessage("line 1, column 1: it is not UTF-8");
  }
}
