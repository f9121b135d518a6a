package io.udpscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.udpscope.capture.Rotation;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.RecordingOptions;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line takes, and the line that it answers to what it does not. */
class UsageTest {
  private static Options read(Command command, String... arguments) {
    return CommandLineReader.read(command, List.of(arguments), Map.of()).options();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LIVE | '' | no interface is named; ip link lists them",
        "LIVE | walk eth0 | walk eth0: no command is called walk, and several interfaces are written with commas",
        "LIVE | eth0,eth0 | eth0,eth0: eth0 comes twice",
        "LIVE | eth0,,eth1 | eth0,,eth1: an empty name",
        "LIVE | eth0 -n 5 | -n: there is no such option here",
        "LIVE | eth0 -o json | -o: there is no such option here",
        "LIVE | eth0 -p | -p: a value is missing",
        "LIVE | eth0 -p 70000 | -p 70000: a port is 0 to 65535",
        "LIVE | eth0 -p 99999999999999 | -p 99999999999999: ports are written 53 or 5005-5010",
        "LIVE | eth0 -p 5010-5005 | -p 5010-5005: the first port is above the last",
        "LIVE | eth0 -p 5005-5010-5020 | -p 5005-5010-5020: ports are written 53 or 5005-5010",
        "LIVE | eth0 -p http | -p http: ports are written 53 or 5005-5010",
        "LIVE | eth0 -p 5005-5010: | -p 5005-5010:: a translation is written 5005-5010:6005",
        "LIVE | eth0 -p 5005-5010:0 | -p 5005-5010:0: a port is translated to 1 to 65535, not 0",
        "LIVE | eth0 -p 5005-5010:65533 | -p 5005-5010:65533: the ports 5005-5010 translated to 65533 would end at 65538",
        "LIVE | eth0 -p 53 -p 53:54 | -p 53:54: given twice",
        "LIVE | eth0 -p 53:54 --read-only | -p 53:54: translating changes traffic, and --read-only is given",
        "LIVE | eth0 --to 10.0.0.1 --read-only | --to 10.0.0.1: forwarding changes traffic, and --read-only is given",
        "RUN | eth0 | run: neither -p nor -c says what it is to do",
        "RUN | eth0 -p 53 --confirm 5 | --confirm: there is no such option here",
        "LIVE | eth0 --to 10.0.0.1:0 | --to 10.0.0.1:0: a port is 1 to 65535",
        "LIVE | eth0 --to 10.0.0.1:70000 | --to 10.0.0.1:70000: a port is 1 to 65535",
        "LIVE | eth0 --to 10.0.0.1: | --to 10.0.0.1:: a port is 1 to 65535",
        "LIVE | eth0 --to 10.0.0.1:53*0 | --to 10.0.0.1:53*0: a weight is 1 to 1000",
        "LIVE | eth0 --to 10.0.0.1*1001 | --to 10.0.0.1*1001: a weight is 1 to 1000",
        "LIVE | eth0 --to 10.0.0.300 | --to 10.0.0.300: not an IP address such as 10.0.0.1 or 2001:db8::1",
        "LIVE | eth0 --to 2001:db8::1 | --to 2001:db8::1: an IPv6 target is written [2001:db8::1]:53",
        "LIVE | eth0 --to [2001:db8::1 | --to [2001:db8::1: an IPv6 target is written [2001:db8::1]:53",
        "LIVE | eth0 --to [2001:db8::1]53 | --to [2001:db8::1]53: an IPv6 target is written [2001:db8::1]:53",
        "LIVE | eth0 --to a..b | --to a..b: neither an IP address nor a host name",
        "LIVE | eth0 --to [::1]:5 --to [0::1]:5*2 | --to [0::1]:5*2: given twice",
        "LIVE | eth0 --strategy src-ip | --strategy src-ip: --to is missing",
        "LIVE | eth0 --replies | --replies: --to is missing",
        "LIVE | eth0 --to a --strategy best | --strategy best: one of src-ip, src-port, round-robin, all",
        "LIVE | eth0 --to a --path user | --path user: one of auto, kernel, relay",
        "LIVE | eth0 --to a --source us | --source us: keep, masquerade or an IP address",
        "LIVE | eth0 --confirm 0 | --confirm 0: seconds from 1 to 3600, or off",
        "LIVE | eth0 -c a.yaml --drop | --drop and -c a.yaml: the rules come from one of them",
        "LIVE | eth0 -c /nonexistent/a.yaml | -c /nonexistent/a.yaml: cannot read it: there is no such file",
        "LIVE | eth0 -p 53 -p 53 | -p 53: given twice",
        "LIVE | eth0 --src 10.0.0/8 | --src 10.0.0/8: not a prefix such as 10.0.0.0/8 or 2001:db8::/32",
        "LIVE | eth0 --dst 10.0.0.0/33 | --dst 10.0.0.0/33: not a prefix such as 10.0.0.0/8 or 2001:db8::/32",
        "LIVE | eth0 --dst example.org | --dst example.org: not a prefix such as 10.0.0.0/8 or 2001:db8::/32",
        "LIVE | eth0 --drop --pass | --drop and --pass: a rule does one of them",
        "LIVE | eth0 --drop --read-only | --drop and --read-only: dropping changes traffic",
        "LIVE | eth0 --hook best | --hook best: one of auto, native, generic, tc, offload",
        "LIVE | eth0 --direction up | --direction up: one of in, out, both",
        "LIVE | eth0 --hook native --hook native | --hook: given twice",
        "LIVE | eth0 --snaplen 65536 | --snaplen 65536: 0 to 65535 bytes",
        "LIVE | eth0 --buffer 10 | --buffer 10: 1M to 1G, for example 64M",
        "LIVE | eth0 --buffer 64MB | --buffer 64MB: 1M to 1G, for example 64M",
        "TEST | eth0 -o xml | -o xml: one of text, json, hex, pcapng",
        "RUN | eth0 -p 53 -o hex | -o hex: one of text, json",
        "RUN | eth0 -p 53 -o json -w - | -w - and -o json: both write to standard output",
        "TEST | eth0 -n 0 | --count 0: a number from 1",
        "TEST | eth0 -n -5 | --count -5: a number from 1",
        "TEST | eth0 --duration 0 | --duration 0: seconds, more than 0, such as 10 or 0.5",
        "TEST | eth0 --duration 1e99 | --duration 1e99: seconds, more than 0, such as 10 or 0.5",
        "TEST | eth0 --expect 3 | --expect 3: --duration is missing",
        "TEST | eth0 -w - -o json | -w - and -o json: both write to standard output",
        "TEST | eth0 --rotate 100M | --rotate 100M: -w FILE is missing",
        "TEST | eth0 --rotate 100M -w - | --rotate 100M: -w FILE is missing",
        "TEST | eth0 -w a --files 3 | --files 3: --rotate is missing",
        "TEST | eth0 -w / | -w /: a file's name is missing",
        "TEST | eth0 -w a --rotate 900 | --rotate 900: a size in K, M or G, or a time in s, m or h, such as 100M or 15m",
        "TEST | eth0 -w a --rotate 15d | --rotate 15d: a size in K, M or G, or a time in s, m or h, such as 100M or 15m",
        "TEST | eth0 -w a --rotate M | --rotate M: files of 64K to 1048576G, for example 100M",
        "TEST | eth0 -w a --rotate 63K | --rotate 63K: files of 64K to 1048576G, for example 100M",
        "TEST | eth0 -w a --rotate 9999999999G | --rotate 9999999999G: files of 64K to 1048576G, for example 100M",
        "TEST | eth0 -w a --rotate 0s | --rotate 0s: from 1s to 366 days, for example 15m",
        "TEST | eth0 -w a --rotate 9999h | --rotate 9999h: from 1s to 366 days, for example 15m",
        "TEST | eth0 -w a --rotate 1M --rotate 2M | --rotate 2M: there is another size before it",
        "RUN | eth0 -p 53 -w a --rotate 1h --rotate 2M --rotate 1s | --rotate 1s: there is another time before it",
        "LIVE | eth0 -w a --rotate 1M --files 0 | --files 0: a number from 1 to 1000000",
        "TEST | eth0 --buffer 64M | --buffer: there is no such option here",
        "DEMO | eth0 | eth0: demo makes its own interfaces",
      })
  void refusal(Command command, String arguments, String message) {
    UsageException refused =
        catchThrowableOfType(
            UsageException.class,
            () -> read(command, arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    assertThat(refused).as("nothing refused").isNotNull();
    assertThat(refused).hasMessage(message);
  }

  @Test
  void caseTellsASizeFromATime() {
    Options options = read(Command.TEST, "eth0", "-w", "a", "--rotate", "100m", "--rotate", "100M");
    assertThat(options.recording().orElseThrow().rotation())
        .isEqualTo(new Rotation(100 << 20, 6_000_000_000_000L, Integer.MAX_VALUE));
  }

  @Test
  void withoutPortsThereIsOneRuleForAnyUdp() {
    List<Rule> rules = read(Command.LIVE, "eth0").rules();
    assertThat(rules).hasSize(1);
    assertThat(rules.get(0).name()).isEqualTo("any");
    assertThat(rules.get(0).match().describe(">")).isEqualTo("any > any");
    assertThat(rules.get(0).action()).isEqualTo(Action.PASS);
  }

  @Test
  void eachPortMakesARuleInOrder() {
    Options options =
        read(
            Command.LIVE,
            "-p53",
            "eth0,eth1",
            "--port=5005-5010",
            "--src",
            "10.1.2.3/8",
            "--dst",
            "192.0.2.7",
            "--drop");
    assertThat(options.interfaces()).containsExactly("eth0", "eth1");
    assertThat(options.rules())
        .extracting(Rule::name)
        .containsExactly("port-53", "ports-5005-5010");
    assertThat(options.rules()).extracting(Rule::action).containsOnly(Action.DROP);
    assertThat(options.rules().get(1).match().describe(">"))
        .isEqualTo("10.0.0.0/8 > 192.0.2.7:5005-5010");
  }

  @Test
  void targetsAreOfEveryRule() {
    List<Rule> rules =
        read(
                Command.RUN,
                "eth0",
                "-p",
                "53",
                "-p",
                "5005-5010:6005",
                "--drop",
                "--to",
                "10.0.0.1:54*3",
                "--to",
                "[2001:DB8::1]:54",
                "--to",
                "[::1]",
                "--to",
                "collector.example*2",
                "--strategy",
                "round-robin",
                "--path",
                "kernel",
                "--source",
                "masquerade",
                "--replies")
            .rules();
    assertThat(rules)
        .extracting(Rule::translate)
        .containsExactly(OptionalInt.empty(), OptionalInt.of(6005));
    assertThat(rules).extracting(Rule::forward).doesNotContain(Optional.empty()).hasSize(2);
    Forward forward = rules.get(1).forward().orElseThrow();
    assertThat(forward.targets())
        .extracting(Target::endpoint)
        .containsExactly("10.0.0.1:54", "[2001:db8::1]:54", "::1", "collector.example");
    assertThat(forward.targets()).extracting(Target::weight).containsExactly(3, 1, 1, 2);
    assertThat(forward.targets().get(3).address()).isEmpty();
    assertThat(forward.strategy()).isEqualTo(Strategy.ROUND_ROBIN);
    assertThat(forward.path()).isEqualTo(io.udpscope.model.Path.KERNEL);
    assertThat(forward.source()).isEqualTo(Source.MASQUERADE);
    assertThat(forward.replies()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eth0 -p 53 --dst 10.0.0.0/8 --to 10.0.0.9 | --to 10.0.0.9: 10.0.0.9 is what the rule matches: packets would go around in a loop",
        "eth0 -p 53:54 --dst 10.0.0.0/8 --to 10.0.0.9:53 | --to 10.0.0.9:53: 10.0.0.9:53 is what the rule matches: packets would go around in a loop",
        "eth0 -p 53:54 --dst 10.0.0.0/8 --to 10.0.0.9 | nothing",
        "eth0 -p 53-60:54 --dst 10.0.0.0/8 --to 10.0.0.9 | --to 10.0.0.9: 10.0.0.9 is what the rule matches: packets would go around in a loop",
        "eth0 -p 53 --dst 10.0.0.0/8 --to 10.0.0.9:54 | nothing",
        "eth0 -p 53 --to 10.0.0.9 | nothing",
        "eth0 --src 10.0.0.0/8 --to 10.1.1.1 --to [2001:db8::1] | --to [2001:db8::1]: IPv4 packets cannot be sent to 2001:db8::1 with their source kept",
        "eth0 --src 10.0.0.0/8 --to [2001:db8::1] --path relay | nothing",
        "eth0 --dst 2001:db8::/32 --to 10.0.0.1 | --to 10.0.0.1: IPv6 packets cannot be sent to 10.0.0.1 with their source kept",
        "eth0 --dst 2001:db8::/32 --to 10.0.0.1 --source masquerade --path kernel | --to 10.0.0.1: IPv6 packets cannot be sent to 10.0.0.1 by the kernel",
        "eth0 --to 10.0.0.1 --source ::1 | --source ::1: ::1 cannot be the source towards 10.0.0.1",
        "eth0 --to 127.0.0.1:53 --source keep | --source keep: what answers a client from 127.0.0.1 cannot leave this host; masquerade lets it",
        "eth0 --to [::1]:53 --path kernel | --path kernel: only a socket reaches ::1; auto or relay sends from one",
        "eth0 --to a --to b --strategy all --path kernel | --path kernel: the kernel sends a packet to one target; auto or relay sends it to all",
        "eth0 --to a --strategy all --source keep --replies | --source keep: to a client whose source is kept, one target can answer, not all; masquerade lets all",
        "eth0 --to a --strategy all --replies | nothing",
        "eth0 -p 5353:53 --to 192.0.2.1 | nothing",
        "eth0 -p 5005-5010 --to 127.0.0.1 | nothing",
        "eth0 -p 5005-5010:6005 --to [::1] --drop | nothing",
        "eth0 --src ::/0 --dst 10.0.0.0/8 | --src ::/0: its destination is of the other IP version, and no packet has both",
      })
  void rulesThatCannotBe(String arguments, String message) {
    Options options = read(Command.LIVE, arguments.split(" "));
    try {
      RuleCheck.warnings(options.origin(), options.rules(), Set.of("eth0"));
      assertThat(message).isEqualTo("nothing");
    } catch (UsageException e) {
      assertThat(e).hasMessage(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no interface is named; ip link lists them",
        "eth0,eth1 --from 1.2.3.4:5 --to 1.2.3.4:5 | eth0,eth1: a packet comes in on one of them",
        "eth0 --to 1.2.3.4:5 | --from is missing, and so is --pcap",
        "eth0 --from 1.2.3.4:5 | --to is missing, and so is --pcap",
        "eth0 --from 1.2.3.4 --to 1.2.3.4:5 | --from 1.2.3.4: an address and a port, 10.0.0.9:53 or [2001:db8::9]:53",
        "eth0 --from 1.2.3.4:5 --to [::1]:5 | --to [::1]:5: 1.2.3.4:5 is of the other IP version",
        "eth0 --from 1.2.3.4:5 --to 1.2.3.4:5 --hex 0 | --hex 0: pairs of hexadecimal digits",
        "eth0 --from 1.2.3.4:5 --to 1.2.3.4:5 --hex 00 --payload x | --payload and --hex: a packet has one payload",
        "eth0 --from 1.2.3.4:5 --to 1.2.3.4:5 --packet 2 | --packet: --pcap is missing",
        "eth0 --pcap a --from 1.2.3.4:5 | --from and --pcap a: the packet comes from one of them",
        "eth0 --pcap a --packet 0 | --packet 0: a number from 1",
        "eth0 --pcap a -o hex | -o hex: one of text, json",
        "eth0 -p 53 | -p: there is no such option here",
      })
  void refusalOfAQuestion(String arguments, String message) {
    List<String> words = arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
    assertThatThrownBy(
            () ->
                new ExplainReader(CommandLineReader.read(Command.EXPLAIN, words, Map.of()))
                    .options())
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void aNameThatNoFileCanHave() {
    assertThatThrownBy(() -> read(Command.LIVE, "eth0", "-c", "a\0"))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(": no file can be called so in this locale");
    List<String> words = List.of("eth0", "--pcap", "a\0");
    assertThatThrownBy(
            () ->
                new ExplainReader(CommandLineReader.read(Command.EXPLAIN, words, Map.of()))
                    .options())
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(": no file can be called so in this locale");
  }

  @Test
  void howLongAChangeStands() {
    assertThat(read(Command.LIVE, "eth0").confirm()).hasValue(Duration.ofSeconds(60));
    assertThat(read(Command.LIVE, "eth0", "--confirm", "5").confirm())
        .hasValue(Duration.ofSeconds(5));
    assertThat(read(Command.LIVE, "eth0", "--confirm", "off").confirm()).isEmpty();
  }

  @Test
  void theDemoHasRulesToPlayWithUnlessTold() {
    assertThat(read(Command.DEMO).rules())
        .extracting(Rule::name)
        .containsExactly("port-53", "port-514", "ports-5005-5010", "any");
    assertThat(read(Command.DEMO, "-p", "7").rules())
        .extracting(Rule::name)
        .containsExactly("port-7");
  }

  @Test
  void optionsOfTheTester() {
    Options options =
        read(Command.TEST, "eth0", "-xn5", "--duration", "0.25", "--expect", "3", "-w", "a.pcapng");
    assertThat(options.hexDump()).isTrue();
    assertThat(options.count()).hasValue(5);
    assertThat(options.duration()).hasValue(Duration.ofMillis(250));
    assertThat(options.expect()).hasValue(3);
    assertThat(options.recording().map(RecordingOptions::file)).hasValue(Path.of("a.pcapng"));
    assertThat(options.format()).isEqualTo(OutputFormat.TEXT);
    assertThat(read(Command.TEST, "eth0", "-w", "-").format()).isEqualTo(OutputFormat.PCAPNG);
  }

  @Test
  void sizesAreInPowersOf1024() {
    assertThat(read(Command.LIVE, "eth0").bufferBytes()).isEqualTo(64 << 20);
    assertThat(read(Command.LIVE, "eth0", "--buffer", "8m").bufferBytes()).isEqualTo(8 << 20);
    assertThat(read(Command.LIVE, "eth0", "--buffer", "1G").bufferBytes()).isEqualTo(1 << 30);
  }

  @Test
  void colorIsTakenAwayByOptionAndByEnvironment() {
    assertThat(read(Command.TEST, "eth0").color()).isTrue();
    assertThat(read(Command.TEST, "eth0", "--no-color").color()).isFalse();
    Options options =
        CommandLineReader.read(Command.TEST, List.of("eth0"), Map.of("NO_COLOR", "1")).options();
    assertThat(options.color()).isFalse();
  }

  @Test
  void theReferenceHasTheHelpToTheLetter() throws IOException {
    assertThat(Files.readString(Path.of("docs/cli.md"))).contains(HelpText.overview());
  }

  @Test
  void helpNamesEveryCommandAndOption() {
    String help = HelpText.overview();
    for (Command command : Command.values()) {
      assertThat(help).contains("\n  " + command.word() + " ");
    }
    for (OptionTable option : OptionTable.values()) {
      assertThat(help).contains("\n  " + String.join(", ", option.names()));
    }
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    assertThat(HelpText.of(Command.DEMO)).doesNotContain("--expect").contains("--drop");
  }
}
