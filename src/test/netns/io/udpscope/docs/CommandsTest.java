package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the pages does what they say. Each is typed at a terminal, to the letter, in a
 * {@link Workplace}; but those of {@code ./dev} and of whole systems, which take minutes, are only
 * held against what there is.
 */
@Tag("bpf")
class CommandsTest {
  /** What a block can be, besides {@code sh} and {@code console}. */
  private static final Set<String> LANGUAGES =
      Set.of("sh", "console", "text", "yaml", "json", "ini");

  /** What the pages' {@code rules.yaml} holds. */
  private static final String RULES =
      """
      rules:
        - {name: telemetry, match: {src: 192.0.2.0/24, ports: 5005-5010}}
        - {name: dns, match: {ports: 53}, translate: 5353}
      """;

  /** Said of, not meant to be typed as it stands there. */
  private static final Set<String> MENTIONED =
      Set.of(
          "kill -9",
          "kill -STOP",
          "kill -CONT",
          "git pull",
          "tcpdump -r",
          "socat -u",
          "socat -u UDP4-RECV:5000 UDP4-SENDTO:10.66.1.1:6000",
          "jcmd PID GC.class_histogram",
          "mvn dependency:tree -Dscope=runtime",
          "editcap -F pcap",
          "editcap -F pcapng IN OUT",
          "cut off in packet 1,203 at byte 88,112",
          "udpscope run eth0 -c /etc/udpscope/eth0.yaml",
          "ip netns exec NAME udpscope eth0",
          "ethtool -L eth0 combined 2",
          "ethtool -L p0 tx 1",
          "ethtool -L",
          "tc filter del dev IFACE ingress");

  /** Changes the reader's system: tried by packaging/prove-package, on systems of its own. */
  private static final Pattern OF_A_WHOLE_SYSTEM =
      Pattern.compile(
          "(chrt|systemd-analyze|apt|apt-get|dpkg|install|tar|systemctl|journalctl) .*");

  private static final Pattern NAME_OF_A_COMMAND =
      Pattern.compile("(?:\\./)?udpscope ([a-z]+( [a-z]+)?)");
  private static final Pattern DEV = Pattern.compile("\\./dev (\\w+)(.*)", Pattern.DOTALL);
  private static final Pattern TESTS = Pattern.compile("-Dtest='?([^' ]+)'?");
  private static final Pattern FIGURE = Pattern.compile("--only (\\w+)");

  private static final Pattern ENDS = Pattern.compile(" (-n|--count|--duration|[|]) ");

  @TempDir static Path directory;
  private static Workplace workplace;

  @BeforeAll
  static void open() throws Exception {
    workplace = new Workplace(directory);
    workplace.file("rules.yaml", RULES);
    workplace.make(
        "udpscope test eth0 -n 50 -w capture.pcapng && editcap -F pcap capture.pcapng capture.pcap"
            + " && gzip -k capture.pcap");
  }

  @AfterAll
  static void close() {
    workplace.close();
  }

  @Test
  void everyBlockSaysWhatItIs() throws IOException {
    for (Document document : Document.all()) {
      for (Document.Block block : document.blocks()) {
        assertThat(block.language()).as(block.place()).isIn(LANGUAGES);
      }
      assertThat(document.indented()).as(document.file() + ": blocks without a fence").isEmpty();
    }
  }

  /** A command that stands in several places is tried once. */
  @TestFactory
  Stream<DynamicTest> commands() throws IOException {
    Map<String, DocumentedCommand> commands = new LinkedHashMap<>();
    for (Document document : Document.all()) {
      for (DocumentedCommand command : DocumentedCommand.of(document)) {
        commands.putIfAbsent(command.withoutSudo() + command.output(), command);
      }
    }
    return commands.values().stream()
        .map(command -> dynamicTest(command.place() + " " + command.text(), () -> check(command)));
  }

  private static void check(DocumentedCommand command) throws Exception {
    String text = command.withoutSudo();
    Matcher dev = DEV.matcher(text);
    if (MENTIONED.contains(text) || OF_A_WHOLE_SYSTEM.matcher(text).matches()) {
      return;
    }
    if (NAME_OF_A_COMMAND.matcher(text).matches() && !text.endsWith(" demo")) {
      assertThat(Files.readString(Path.of("docs/cli.md")))
          .contains("\n       " + text.replace("./", ""));
    } else if (dev.matches() && !text.contains("\n")) {
      checkDev(dev.group(1), dev.group(2));
    } else if (text.matches("(src/test|packaging)/.*")) {
      assertThat(Path.of(text.split(" ")[0])).isExecutable();
    } else {
      type(command);
    }
  }

  private static void checkDev(String verb, String arguments) throws IOException {
    assertThat(Files.readString(Path.of("dev"))).contains("\n#   " + verb + " ");
    Matcher tests = TESTS.matcher(arguments);
    while (tests.find()) {
      NamedTests.assertThatTheyExist(tests.group(1));
    }
    Matcher figures = FIGURE.matcher(arguments);
    while (figures.find()) {
      assertThat(Files.readString(Path.of("src/bench/java/io/udpscope/bench/Bench.java")))
          .contains("\"" + figures.group(1) + "\"");
    }
  }

  private static void type(DocumentedCommand command) throws Exception {
    String text = command.text().replace("IFACE", "eth0").replace("FILE", "rules.yaml");
    if (text.contains("\n")) {
      workplace.file("typed.sh", text.substring(text.indexOf('\n') + 1));
      text = text.lines().findFirst().orElseThrow() + " sh typed.sh";
    }
    Typed session = text.contains("explain ") ? session() : null;
    try (Typed typed = workplace.type(text)) {
      assertThat(endOf(typed, text)).as(typed.text()).isIn(0, 130);
      assertShape(command.output(), typed.lines());
    } finally {
      if (session != null) {
        session.close();
      }
    }
  }

  private static Typed session() throws IOException {
    Typed session = workplace.type("udpscope run eth0 -c rules.yaml");
    session.await(printed -> printed.contains("running on"));
    return session;
  }

  /** Leaves a screen, and interrupts what would go on for ever once it has shown that it works. */
  private static int endOf(Typed typed, String text) throws InterruptedException {
    boolean endsByItself = ENDS.matcher(text).find();
    typed.await(
        printed ->
            printed.contains("q quit") && (printed.contains("● live") || text.contains("read "))
                || !endsByItself && printed.contains(": UDP, length ")
                || printed.contains("running on"));
    if (!typed.hasEnded()) {
      typed.press(typed.text().contains("q quit") ? "q" : "\u0003");
    }
    return typed.exitCode();
  }

  /** Each line that the page shows came, but for the figures in it. */
  private static void assertShape(List<String> shown, List<String> printed) {
    List<String> whole = shown.stream().filter(line -> !line.contains("…")).toList();
    assertThat(Shape.of(printed.stream())).containsAll(Shape.of(whole.stream()));
  }
}
