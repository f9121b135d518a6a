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

  private Path listed() throws IOException, InterruptedException {
    Path ruleset = Files.writeString(directory.resolve("nat.nft"), RULESET);
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
    String list = listed().toString();
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
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .map(line -> line.replaceFirst("^udpscope: warning: .*: table ip nat, ", ""))
        .map(line -> line.replaceFirst("handle \\d+: not imported: ", ""))
        .containsExactly(
            "chain prerouting, it looks at udp sport",
            "chain prerouting, it has a statement redirect",
            "chain output, its packets do not come in from elsewhere, and rules act on those"
                + " alone");
    assertThat(run("rules", "check", rules.toString())).isEqualTo(ExitCode.DONE);
    assertThat(err.size()).as(err::toString).isZero();
  }
}
