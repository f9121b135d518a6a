package io.udpscope.ui;

import io.udpscope.app.FileSession;
import io.udpscope.app.key.Key;
import io.udpscope.packets.Frame;
import io.udpscope.packets.PcapBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file looks like. */
class FileGoldenTest {
  /** 2026-11-20 10:15:30.123456789 UTC. */
  private static final long START = 1_795_169_730_123_456_789L;

  private static final int PACKETS = 500;

  @TempDir Path directory;

  private static byte[] capture() {
    PcapBytes bytes = new PcapBytes();
    for (int i = 0; i < PACKETS; i++) {
      Frame datagram = Frame.ethernet().ip("10.0.0." + i % 9, "10.0.0.53");
      long time = START + i * 1_234_567L;
      bytes.add(
          time, datagram.udp(40_000 + i % 9, i % 5 == 0 ? 514 : 5005).payload("reading " + i));
      if (i % 20 == 0) {
        bytes.add(time, Frame.arp());
      }
    }
    return bytes.bytes();
  }

  private FileSession open(String name, byte[] bytes, int columns, int rows) throws Exception {
    Path file = Files.write(directory.resolve(name), bytes);
    return new FileSession(file, columns, rows);
  }

  private static void check(String name, FileSession session) {
    String size = session.state().screen().columns() + "x" + session.state().screen().rows();
    Golden.check(name + "-" + size, session.state(), new Appearance(true, false));
    Golden.check(name + "-ascii-" + size, session.state(), new Appearance(false, true));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48"})
  void ofAFile(int columns, int rows) throws Exception {
    try (FileSession session = open("capture.pcap", capture(), columns, rows)) {
      check("file-opened", session);
      check("file", session.settle());
      check("file-filtered", session.type("/port 514").press(Key.Kind.ENTER));
      check("file-read-only", session.type("d"));
      check("file-conversations", session.typeAlone('2'));
      check("file-health", session.typeAlone('4'));
      check("file-log", session.typeAlone('5'));
    }
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30"})
  void ofOneThatIsCutOffAndOneWithoutPackets(int columns, int rows) throws Exception {
    byte[] cut = Arrays.copyOf(capture(), 20_000);
    try (FileSession session = open("cut.pcap", cut, columns, rows)) {
      check("file-cut", session.settle());
      check("file-cut-log", session.typeAlone('5'));
    }
    byte[] none = new PcapBytes().add(START, Frame.arp()).bytes();
    try (FileSession session = open("none.pcap", none, columns, rows)) {
      check("file-none", session.settle());
    }
  }
}
