package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PageRow;
import io.udpscope.capture.NewFile;
import io.udpscope.config.RulesConfig;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the screen asks for; tshark and tar read them. */
class ExportTest {
  @TempDir Path directory;

  private final ReplaySession session = new ReplaySession(100, 30).attach().goOn();

  private List<String> run(String... command) throws Exception {
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(Files.readString(errors).lines().filter(line -> !line.contains("as user \"root\"")))
        .as("warnings")
        .isEmpty();
    return Files.readAllLines(output);
  }

  private List<String> tshark(String file, String... fields) throws Exception {
    String[] command = new String[6 + 2 * fields.length];
    String[] start = {"tshark", "-r", file, "-T", "fields", "-Eseparator=|"};
    System.arraycopy(start, 0, command, 0, start.length);
    for (int i = 0; i < fields.length; i++) {
      command[6 + 2 * i] = "-e";
      command[7 + 2 * i] = fields[i];
    }
    return run(command);
  }

  private String notice() {
    return session.state().notice().map(Notice::text).orElse("");
  }

  private void write(String words, String file) {
    session.type("w").type(words + directory.resolve(file)).press(Key.Kind.ENTER);
    finish();
  }

  private void finish() {
    for (int i = 0; i < 1000 && !notice().matches("(?s)(wrote|not written|.*kept of it).*"); i++) {
      session.settle();
    }
  }

  @Test
  void writesWhatTsharkReads() throws Exception {
    write("", "all.pcapng");
    assertThat(notice()).isEqualTo("wrote 749 packets to " + directory.resolve("all.pcapng"));
    List<String> lines =
        tshark(
            "all.pcapng",
            "frame.interface_name",
            "udp.dstport",
            "frame.comment",
            "frame.verdict.ebpf_xdp");
    assertThat(lines)
        .hasSize(749)
        .anyMatch(
            line -> line.matches("eth0\\|50(05|06|07|08|09|10)\\|rule telemetry, dropped\\|1"))
        .contains("eth0|53|rule dns, passed|2");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("all.pcapng"))))
        .isEqualTo("rw-------");
  }

  @Test
  void writesTheChosenPacketAlone() throws Exception {
    session.press(Key.Kind.TAB).type("5k");
    long number = session.state().selected().orElseThrow().packet().number();
    write("chosen ", "one.pcapng");
    assertThat(notice()).startsWith("wrote 1 packet to ");
    assertThat(number).isEqualTo(744);
    assertThat(tshark("one.pcapng", "udp.srcport")).containsExactly("55131");
  }

  private void enter(String line) {
    session.type(":" + line).press(Key.Kind.ENTER);
    finish();
  }

  @Test
  void writesTheRulesAsTheyStand() throws IOException {
    session.type("d").settle();
    Path yaml = directory.resolve("rules.yaml");
    enter("rules " + yaml);
    assertThat(notice()).isEqualTo("wrote 3 rules to " + yaml);
    List<Rule> rules = RulesConfig.read(Files.readString(yaml)).rules();
    assertThat(rules)
        .isEqualTo(session.state().snapshot().rules().stream().map(RuleRow::rule).toList());
    Path json = directory.resolve("rules.JSON");
    write("", "rules.JSON");
    assertThat(Files.readString(json)).startsWith("{\"version\":1,\"rules\":[");
    assertThat(RulesConfig.read(Files.readString(json)).rules()).isEqualTo(rules);
  }

  @Test
  void rulesOverwriteNothingUnlessTold() throws IOException {
    Path there = Files.writeString(directory.resolve("rules.yaml"), "mine");
    enter("rules " + there);
    assertThat(notice()).startsWith("not written: ").contains("exists: a !");
    assertThat(there).hasContent("mine");
    enter("rules !" + there);
    assertThat(notice()).startsWith("wrote 3 rules to ");
    enter("write redact !" + there);
    assertThat(notice()).startsWith("not written: what is redacted is of packets");
  }

  @Test
  void writesWhatTheFilterShows() throws Exception {
    session.type("/udp port 53").press(Key.Kind.ENTER).settle();
    write("", "dns.pcapng");
    List<String> ports = tshark("dns.pcapng", "udp.dstport");
    assertThat(ports).hasSizeBetween(100, 300).allMatch(port -> port.equals("53"));
    session.type(" ");
    write("all ", "all.pcapng");
    assertThat(tshark("all.pcapng", "udp.dstport")).hasSize(749);
  }

  @Test
  void neverOverwritesWithoutBeingTold() throws Exception {
    Path file = Files.writeString(directory.resolve("there"), "precious");
    write("", "there");
    assertThat(notice()).contains("exists").contains("!");
    assertThat(file).hasContent("precious");
    write("!", "there");
    assertThat(notice()).startsWith("wrote 749 packets");
    Files.createSymbolicLink(directory.resolve("link"), file);
    write("!", "link");
    assertThat(notice()).contains("exists");
  }

  @Test
  void saysInOneLineWhatCannotBe() {
    write("", "missing/file");
    assertThat(notice()).startsWith("not written: ").endsWith("there is no such directory");
    session.type("w").press(Key.Kind.ENTER);
    assertThat(session.state().mode()).isInstanceOf(Mode.Prompting.class);
    assertThat(((Mode.Prompting) session.state().mode()).prompt().problem())
        .contains("the name of a file is missing");
  }

  @Test
  void aFullDiskLeavesNothingBehind() throws IOException {
    NewFile.create(directory.resolve("x"), false, Optional.empty()).remove();
    assertThat(directory.resolve("x")).doesNotExist();
    session.type("w").type("!/dev/full").press(Key.Kind.ENTER);
    finish();
    assertThat(notice()).startsWith("not written: ").contains("/dev/full");
  }

  private void bundle(String words, String file) {
    session.type("E").type(words + directory.resolve(file)).press(Key.Kind.ENTER);
    Command.Bundle asked =
        session.commands().stream()
            .filter(Command.Bundle.class::isInstance)
            .map(Command.Bundle.class::cast)
            .findFirst()
            .orElseThrow();
    session.ask(asked.taken(session.state(), ExportTest::draw));
    finish();
  }

  /** As a screen would: what is in packets, and where they came from. */
  private static String draw(AppState state) {
    StringBuilder text = new StringBuilder();
    for (PageRow row : state.page().rows()) {
      if (row instanceof PageRow.PacketRow packet) {
        text.append(packet.source()).append(' ').append(packet.destination()).append(' ');
        text.append(packet.info()).append('\n');
      }
    }
    state.selected().ifPresent(one -> text.append(one.headers()));
    return text.toString();
  }

  @Test
  void bundlesWhatTarUnpacks() throws Exception {
    session.say(about -> Map.of("README.txt", "host " + about.host().facts()));
    bundle("", "incident.tar.gz");
    assertThat(notice()).startsWith("wrote a bundle with 749 packets to ");
    assertThat(run("tar", "-xzvf", "incident.tar.gz"))
        .containsExactlyInAnyOrder(
            "incident/README.txt", "incident/screen.txt", "incident/packets.pcapng");
    assertThat(directory.resolve("incident/README.txt")).content().contains("10.0.0.2/24");
    assertThat(directory.resolve("incident/screen.txt")).content().contains("10.0.0.53:53 dns");
    assertThat(tshark("incident/packets.pcapng", "udp.dstport")).hasSize(749);
    assertThat(directory.toFile().list()).doesNotContain(".incident.tar.gz.packets");
  }

  @Test
  void aRedactedBundleSaysNeitherWhoNorWhat() throws Exception {
    session.say(about -> Map.of("host.txt", about.host().facts() + "[2001:db8::53]:53 10.0.0.7:1"));
    bundle("redact ", "incident.tgz");
    run("tar", "-xzf", "incident.tgz");
    assertThat(tshark("incident/packets.pcapng", "ip.src")).hasSize(749);
    assertThat(tshark("incident/packets.pcapng", "ip.dst", "ipv6.dst", "data", "dns.qry.name"))
        .allMatch(line -> line.matches("(240\\.0\\.0\\.\\d+)?\\|(100::[0-9a-f]+)?\\|\\|"));
    byte[] dns = {7, 'e', 'x', 'a', 'm', 'p', 'l', 'e'};
    for (String file : List.of("host.txt", "screen.txt", "packets.pcapng")) {
      byte[] bytes = Files.readAllBytes(directory.resolve("incident").resolve(file));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertThat(text)
          .as(file)
          .doesNotContain("10.0.0.", "2001:db8", "02:42:ac", "web.requests", "nginx", "example")
          .doesNotContain(latin(new byte[] {10, 0, 0, 7}), latin(new byte[] {10, 0, 0, 53}))
          .doesNotContain(latin(dns))
          .doesNotContain(latin(new byte[] {0x02, 0x42, (byte) 0xac}));
    }
    assertThat(directory.resolve("incident/host.txt")).content().contains("eth0 240.0.0.");
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
