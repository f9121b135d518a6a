package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import io.udpscope.patience.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that the real nft has loaded, in a network of its own, and lists. */
@Tag("bpf")
class NftImportTest {
  private static final String RULESET =
      """
      table ip nat {
        map backends {
          type inet_service : ipv4_addr . inet_service
          elements = { 8053 : 10.0.0.53 . 5353 }
        }
        chain prerouting {
          type nat hook prerouting priority dstnat;
          udp dport 53 dnat to 10.0.0.5:5353 comment "dns"
          iifname "eth0" ip saddr 10.0.0.0/8 ip daddr 192.0.2.1 udp dport 5005-5010 counter dnat to 10.1.0.1
          udp dport { 514, 2000-2010 } dnat to 10.1.0.2
          udp dport 5000 dnat to 10.1.0.3-10.1.0.4
          udp dport 5001 dnat to numgen inc mod 3 map { 0-1 : 10.2.0.1, 2 : 10.2.0.2 }
          udp dport 5002 dnat to jhash ip saddr mod 2 map { 0 : 10.2.0.1, 1 : 10.2.0.2 }
          dnat ip addr . port to udp dport map @backends
          udp dport 7000 dnat to :7001
          tcp dport 80 dnat to 10.0.0.8
          udp sport 9 dnat to 10.0.0.1
          udp dport 9000 redirect to :9001
        }
        chain output {
          type nat hook output priority -100;
          udp dport 53 dnat to 10.0.0.5
        }
      }
      table ip6 nat {
        chain prerouting {
          type nat hook prerouting priority dstnat;
          udp dport 53 dnat to [2001:db8::1]:5353
        }
      }
      """;

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    OperatorSignals none = new OperatorSignals((name, action) -> {});
    return new Main(out, errors, new OrderlyEnd(), none).run(List.of(arguments));
  }

  private static final String CHAINS =
      """
      table ip nat {
        chain services {
          udp dport 53 dnat to 10.0.0.5:5353 comment "dns"
          udp dport 54 return
          ip daddr 192.0.2.7 dnat to 10.0.0.6
          ip daddr 198.51.100.1 dnat to 10.0.0.7
          udp dport 59-70 jump deep
        }
        chain deep { dnat to 10.0.0.8; }
        chain lab {
          udp dport 7001 dnat to 10.3.0.1
          return
        }
        chain marked { udp dport 99 dnat to 10.0.0.10; }
        chain empty { counter; }
        chain nobody { udp dport 98 dnat to 10.0.0.11; }
        chain prerouting {
          type nat hook prerouting priority dstnat;
          ip saddr 10.9.0.0/16 return
          meta mark 5 jump empty
          iifname "eth0" ip daddr 192.0.2.0/24 udp dport 50-60 jump services
          tcp dport 80 jump services
          ip saddr 10.8.0.0/16 udp dport 7000-7100 goto lab
          meta mark 7 jump marked
          udp dport 9 accept
          udp dport 11 drop
          udp dport 1-100 dnat to 10.0.0.9
        }
      }
      """;

  private Path listed(String rules) throws IOException, InterruptedException {
    Path ruleset = Files.writeString(directory.resolve("nat.nft"), rules);
    Path list = directory.resolve("ruleset.json");
    Process nft =
        new ProcessBuilder(
                "unshare",
                "--net",
                "sh",
                "-c",
                "nft -f \"$0\" && nft -j list ruleset",
                ruleset.toString())
            .redirectOutput(list.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(nft.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(nft.exitValue()).isZero();
    return list;
  }

  @Test
  void whatRulesCanSayIsImportedAndTheRestIsWarnedOf() throws Exception {
    String list = listed(RULESET).toString();
    assertThat(run("rules", "import", "--from", "nftables", list)).isEqualTo(ExitCode.DONE);
    Path rules = directory.resolve("rules.yaml");
    Files.write(rules, out.toByteArray());
    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("match:")))
        .map(String::strip)
        .containsExactly(
            "match: {src: 0.0.0.0/0, ports: 53}",
            "match: {interface: eth0, src: 10.0.0.0/8, dst: 192.0.2.1, ports: 5005-5010}",
            "match: {src: 0.0.0.0/0, ports: 514}",
            "match: {src: 0.0.0.0/0, ports: 2000-2010}",
            "match: {src: 0.0.0.0/0, ports: 5000}",
            "match: {src: 0.0.0.0/0, ports: 5001}",
            "match: {src: 0.0.0.0/0, ports: 5002}",
            "match: {src: 0.0.0.0/0, ports: 8053}",
            "match: {src: 0.0.0.0/0, ports: 7000}",
            "match: {src: \"::/0\", ports: 53}");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            """
              - name: dns
                match: {src: 0.0.0.0/0, ports: 53}
                action: drop
                forward:
                  strategy: src-ip
                  source: keep
                  replies: true
                  targets:
                    - {address: 10.0.0.5, port: 5353}
            """,
            """
                forward:
                  strategy: src-port
                  source: keep
                  replies: true
                  targets:
                    - {address: 10.2.0.1, weight: 2}
                    - {address: 10.2.0.2}
            """,
            """
                match: {src: 0.0.0.0/0, ports: 7000}
                action: pass
                translate: 7001
            """);
    assertThat(warnings())
        .containsExactly(
            "chain prerouting, it looks at udp sport",
            "chain prerouting, it has a statement redirect, which makes this host the destination,"
                + " and translate leaves that",
            "chain output, its packets do not come in from elsewhere, and rules act on those"
                + " alone");
    assertThat(run("rules", "check", rules.toString())).isEqualTo(ExitCode.DONE);
    assertThat(err.size()).as(err::toString).isZero();
  }

  /** Without the table and what numbers nft gives to rules. */
  private List<String> warnings() {
    return err.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("^udpscope: warning: .*: table ip nat, ", ""))
        .map(line -> line.replaceFirst("handle \\d+: not imported: ", ""))
        .toList();
  }

  @Test
  void jumpsAreFollowedWhereAnOrderOfRulesSaysTheSame() throws Exception {
    String list = listed(CHAINS).toString();
    assertThat(run("rules", "import", "--from", "nftables", list)).isEqualTo(ExitCode.DONE);
    Path rules = Files.write(directory.resolve("rules.yaml"), out.toByteArray());
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .map(String::strip)
        .filteredOn(line -> line.matches("match:.*|action:.*|- .address:.*"))
        .containsExactly(
            "match: {src: 10.9.0.0/16}",
            "action: pass",
            "match: {interface: eth0, dst: 192.0.2.0/24, ports: 53}",
            "action: drop",
            "- {address: 10.0.0.5, port: 5353}",
            "match: {interface: eth0, dst: 192.0.2.7, ports: 50-60}",
            "action: drop",
            "- {address: 10.0.0.6}",
            "match: {interface: eth0, dst: 192.0.2.0/24, ports: 59-60}",
            "action: drop",
            "- {address: 10.0.0.8}",
            "match: {src: 10.8.0.0/16, ports: 7001}",
            "action: drop",
            "- {address: 10.3.0.1}",
            "match: {src: 10.8.0.0/16, ports: 7000-7100}",
            "action: pass",
            "match: {src: 0.0.0.0/0, ports: 9}",
            "action: pass",
            "match: {src: 0.0.0.0/0, ports: 1-100}",
            "action: drop",
            "- {address: 10.0.0.9}");
    assertThat(warnings())
        .containsExactly(
            "chain services, what returns there meets other rules",
            "chain prerouting, it looks at meta mark",
            "chain prerouting, it has a statement drop",
            "chain nobody, no chain on prerouting leads to it");
    assertThat(run("rules", "check", rules.toString())).isEqualTo(ExitCode.DONE);
    assertThat(err.size()).as(err::toString).isZero();
  }
}
