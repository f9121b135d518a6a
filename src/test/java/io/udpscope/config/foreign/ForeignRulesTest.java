package io.udpscope.config.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other programs' rules become, and what is said of those that cannot. */
class ForeignRulesTest {
  private static Imported read(ForeignFormat format, String text) {
    return format.read(
        text.getBytes(StandardCharsets.UTF_8),
        index -> index < 10 ? Optional.of("veth" + index) : Optional.empty());
  }

  private static List<String> refusals(ForeignFormat format, String text) {
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(format, text));
    assertThat(refused).as("nothing refused").isNotNull();
    return refused.lines();
  }

  @Test
  void udplbSendsOnOrCopies() {
    String text =
        """
        - key:
            address: 1.2.3.4
            port: 1111
          options:
            tc_action: block
            strategy: src-ip
          upstream:
            - address: 10.100.53.27
              port: 2222
        - key: {address: "2001:db8::1", port: 53}
          upstream: [{address: "2001:db8::2", port: 53}, {address: "2001:db8::3", port: 54}]
        """;
    assertThat(RulesText.yaml(read(ForeignFormat.UDPLB, text).rules()))
        .isEqualTo(
            """
            version: 1
            rules:
              - name: "1.2.3.4:1111"
                match: {dst: 1.2.3.4, ports: 1111}
                action: drop
                forward:
                  strategy: src-ip
                  source: keep
                  replies: false
                  targets:
                    - {address: 10.100.53.27, port: 2222}
              - name: "[2001:db8::1]:53"
                match: {dst: "2001:db8::1", ports: 53}
                action: pass
                forward:
                  strategy: src-port
                  source: keep
                  replies: false
                  targets:
                    - {address: "2001:db8::2", port: 53}
                    - {address: "2001:db8::3", port: 54}
            """);
  }

  @Test
  void allThatIsWrongForUdplbIsToldAtOnce() {
    String text =
        """
        - key: {address: here, port: 1}
          options: {tc_action: reject, strategy: best, colour: red}
          upstream: [{address: 10.0.0.1, port: 0}]
        - key: {address: 1.2.3.5, port: 9}
          upstream: [{address: 1.2.3.5, port: 9}]
        - key: {address: 1.2.3.6, port: 9}
        """;
    assertThat(refusals(ForeignFormat.UDPLB, text))
        .containsExactly(
            "line 1, column 18, [0].key.address: here: an IP address is wanted, not a name",
            "line 2, column 24, [0].options.tc_action: reject: one of pass, block",
            "line 2, column 42, [0].options.strategy: best: one of src-port, src-ip",
            "line 2, column 48, [0].options.colour: there is no such key here; there are tc_action,"
                + " strategy",
            "line 3, column 40, [0].upstream[0].port: a number from 1 to 65535 is wanted, not the"
                + " number 0",
            "line 4, column 8, [1].key: 1.2.3.5:9 is what the rule matches: packets would go around"
                + " in a loop",
            "line 6, column 3, [2]: its upstream is missing");
  }

  @Test
  void xdpRedirectSpreadsItsPortOverContainers() {
    String text =
        """
        [{"server": "172.17.0.2", "mac": "02:42:ac:11:00:02", "ifindex": 5},
         {"server": "172.17.0.3", "mac": "02:42:AC:11:00:03", "ifindex": 7}]
        """;
    assertThat(RulesText.yaml(read(ForeignFormat.XDP_REDIRECT, text).rules()))
        .isEqualTo(
            """
            version: 1
            rules:
              - name: xdp-redirect
                match: {src: 0.0.0.0/0, ports: 7999}
                action: drop
                forward:
                  strategy: src-port
                  source: masquerade
                  replies: false
                  targets:
                    - {address: 172.17.0.2, interface: veth5, mac: "02:42:ac:11:00:02"}
                    - {address: 172.17.0.3, interface: veth7, mac: "02:42:ac:11:00:03"}
            """);
  }

  @Test
  void anInterfaceThatIsNotHereIsAnError() {
    String text = "[{\"server\": \"::1\", \"mac\": \"02:42\", \"ifindex\": 12}]";
    assertThat(refusals(ForeignFormat.XDP_REDIRECT, text))
        .containsExactly(
            "line 1, column 13, [0].server: ::1: an IPv4 address beyond this host is wanted",
            "line 1, column 27, [0].mac: 02:42: not a MAC address such as 02:42:ac:11:00:03",
            "line 1, column 47, [0].ifindex: no interface of this host has the index 12; import on"
                + " the host that the list is of, ip link shows its indices");
    assertThat(refusals(ForeignFormat.XDP_REDIRECT, "[]")).hasSize(1);
  }

  @Test
  void aRulesetOfNftablesIsWantedForOne() {
    assertThat(refusals(ForeignFormat.NFTABLES, "{\"a\": 1}"))
        .containsExactly(
            "line 1, column 1: a list nftables is wanted, as nft -j list ruleset prints it");
    assertThat(read(ForeignFormat.NFTABLES, "{\"nftables\": []}").rules()).isEmpty();
  }
}
