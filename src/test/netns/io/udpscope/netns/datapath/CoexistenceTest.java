package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What others have attached stays, and what we attach goes with us. */
@Tag("bpf")
class CoexistenceTest {
  private static final Rule DROP_ALL = new Rule("all", Match.ANY, Action.DROP);
  private static final Pattern PROGRAM_ID = Pattern.compile("prog/xdp id (\\d+)");

  @TempDir static Path directory;
  private static Path anothersProgram;

  /** The smallest program there is: it passes all. */
  @BeforeAll
  static void compileAnothersProgram() throws IOException, InterruptedException {
    Path source = directory.resolve("another.c");
    anothersProgram = directory.resolve("another.o");
    Files.writeString(
        source,
        """
        __attribute__((section("xdp"), used)) int another(void *context) { return 2; }
        __attribute__((section("license"), used)) char LICENSE[] = "GPL";
        """);
    String clang = System.getenv().getOrDefault("CLANG", "clang-19");
    Process compiler =
        new ProcessBuilder(
                clang, "-target", "bpf", "-O2", "-g", "-c", "" + source, "-o", "" + anothersProgram)
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "xdpdrv, NATIVE", "xdpdrv, GENERIC",
    "xdpgeneric, NATIVE", "xdpgeneric, GENERIC"
  })
  void anothersProgramStaysAndWeSayWhy(String mode, HookChoice hook) {
    try (Wire wire = Wire.stretch()) {
      attachAnother(wire.here, "h0", mode);
      String before = programOn(wire.here, "h0");

      assertThatThrownBy(() -> Session.attach(wire.here, hook, "h0"))
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("h0 already has an XDP program")
          .hasMessageContaining("another")
          .hasMessageContaining(before)
          .hasMessageNotContaining("\n");
      assertThat(programOn(wire.here, "h0")).isEqualTo(before);
    }
  }

  @Test
  void aSecondSessionIsRefusedAndTheFirstGoesOn() {
    try (Wire wire = Wire.stretch();
        Session first = Session.attach(wire.here, HookChoice.AUTO, "h0");
        UdpSender sender = UdpSender.in(wire.there)) {
      first.apply(DROP_ALL);

      assertThatThrownBy(() -> Session.attach(wire.here, HookChoice.AUTO, "h0"))
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("h0 already has an XDP program")
          .hasMessageContaining("another udpscope session");

      sender.send(Wire.HERE, 9, "still dropped");
      assertThat(Eventually.becomes(1L, () -> first.packets(DROP_ALL))).isEqualTo(1);
    }
  }

  /** All interfaces or none: the free one is let go when the other refuses. */
  @Test
  void aPartialAttachmentIsTakenBack() {
    try (Wire wire = Wire.stretch()) {
      wire.here.exec("ip", "link", "add", "h1", "type", "veth", "peer", "name", "h2");
      attachAnother(wire.here, "h1", "xdpdrv");
      String before = programOn(wire.here, "h1");

      assertThatThrownBy(() -> Session.attach(wire.here, HookChoice.NATIVE, "h0", "h1"))
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("h1 already has an XDP program");

      assertThat(programOn(wire.here, "h0")).isEmpty();
      assertThat(programOn(wire.here, "h1")).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void nothingStaysWhenTheSessionEnds(HookChoice hook) {
    try (Wire wire = Wire.stretch();
        UdpReceiver receiver = UdpReceiver.listen(wire.here, Wire.HERE, 5005);
        UdpSender sender = UdpSender.in(wire.there)) {
      try (Session session = Session.attach(wire.here, hook, "h0")) {
        session.apply(DROP_ALL);
        assertThat(programOn(wire.here, "h0")).isNotEmpty();
        sender.send(Wire.HERE, 5005, "dropped");
        assertThat(Eventually.becomes(1L, () -> session.packets(DROP_ALL))).isEqualTo(1);
      }

      assertThat(programOn(wire.here, "h0")).isEmpty();
      sender.send(Wire.HERE, 5005, "free again");
      assertThat(receiver.hears("free again")).isTrue();
      assertThat(receiver.received()).containsExactly("free again");
    }
  }

  @Test
  void anInterfaceThatIsNotThereIsNamed() {
    try (Wire wire = Wire.stretch()) {
      assertThatThrownBy(() -> Session.attach(wire.here, HookChoice.AUTO, "nosuch0"))
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("nosuch0");
    }
  }

  @Test
  void hardwareThatCannotIsAClearRefusal() {
    try (Wire wire = Wire.stretch()) {
      assertThatThrownBy(() -> Session.attach(wire.here, HookChoice.OFFLOAD, "h0"))
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("h0")
          .hasMessageContaining("no hardware")
          .hasMessageContaining("--hook");
      assertThat(programOn(wire.here, "h0")).isEmpty();
    }
  }

  private static void attachAnother(NetworkNamespace network, String name, String mode) {
    network.exec("ip", "link", "set", "dev", name, mode, "obj", "" + anothersProgram, "sec", "xdp");
  }

  /** The id of the XDP program on an interface; empty if it has none. */
  private static String programOn(NetworkNamespace network, String name) {
    Matcher id = PROGRAM_ID.matcher(network.exec("ip", "link", "show", "dev", name));
    return id.find() ? id.group(1) : "";
  }
}
