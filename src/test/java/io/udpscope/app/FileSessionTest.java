package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.log.LogLine;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PageRow;
import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.FilePackets;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Direction;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.PcapBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screen over a file. */
class FileSessionTest {
  private static final int COLUMNS = 120;
  private static final int ROWS = 40;

  /** 2026-11-21 23:59:59.5 UTC. */
  private static final long START = 1_795_305_599_500_000_000L;

  private static final int PACKETS = 30_000;

  @TempDir Path directory;

  /** A tenth of it is not UDP; every thousandth datagram goes to port 53. */
  private Path file() throws IOException {
    PcapBytes bytes = new PcapBytes();
    for (int i = 0; i < PACKETS; i++) {
      int port = i % 1000 == 0 ? 53 : 5005;
      Frame datagram = Frame.ethernet().ip("10.0.0.7", "10.0.0.2").udp(40_000, port);
      bytes.add(START + i * 1_000_000L, datagram.payload("payload " + i + "!"));
      if (i % 10 == 9) {
        bytes.add(START + i * 1_000_000L, Frame.arp());
      }
    }
    return Files.write(directory.resolve("a.pcap"), bytes.bytes());
  }

  /** Which packet of the file a datagram is, as any other reader of it says, too; both from 1. */
  private static long frame(long datagram) {
    return datagram + (datagram - 1) / 10;
  }

  private Path packed() throws IOException {
    Path packed = directory.resolve("a.pcap.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file(), out);
    }
    return packed;
  }

  private FileSession open() throws IOException {
    return new FileSession(file(), COLUMNS, ROWS);
  }

  private static PageRow.PacketRow chosen(FileSession session) {
    return session.state().selected().orElseThrow().packet();
  }

  private static String notice(FileSession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  @Test
  void standsOnTheFirstPacketWhileTheRestIsRead() throws Exception {
    try (FileSession session = open()) {
      session.cycle().cycle();
      assertThat(chosen(session).number()).isEqualTo(1);
      session.settle();
      assertThat(chosen(session).number()).isEqualTo(1);
      assertThat(session.state().page().endRow()).isEqualTo(PACKETS);
      assertThat(session.state().snapshot().ledger().other().packets()).isEqualTo(PACKETS / 10);
      assertThat(session.state().snapshot().ledger().seen().packets())
          .isEqualTo(PACKETS + PACKETS / 10);
    }
  }

  /** The clock goes on by a millisecond and more each time around. */
  @Test
  void nothingIsShownAnewOnceAllIsReadUntilAKeyIsPressed() throws Exception {
    try (FileSession session = open()) {
      session.settle();
      cycle(session, 5_000);
      Snapshot shown = session.state().snapshot();
      cycle(session, 5_000);
      assertThat(session.state().snapshot()).isSameAs(shown);
      session.type("j");
      assertThat(chosen(session).number()).isEqualTo(2);
    }
  }

  private static void cycle(FileSession session, int times) {
    for (int i = 0; i < times; i++) {
      session.cycle();
    }
  }

  @Test
  void packetsHaveTheirOwnTimesAndNoVerdict() throws Exception {
    try (FileSession session = open()) {
      session.settle();
      assertThat(chosen(session).timeOfDayNanos()).isEqualTo(86_399_500_000_000L);
      assertThat(chosen(session).verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(chosen(session).direction()).isEqualTo(Direction.UNKNOWN);
      assertThat(chosen(session).rule()).isEmpty();
      session.type("G");
      assertThat(chosen(session).number()).isEqualTo(frame(PACKETS));
      assertThat(chosen(session).timeOfDayNanos()).isEqualTo(29_499_000_000L);
    }
  }

  @Test
  void everyPacketCanBeReachedThoughFewAreInMemory() throws Exception {
    try (FileSession session = open()) {
      session.settle();
      for (int datagram : List.of(29_999, 1, 15_000, 4096, 4097, 30_000, 2)) {
        session.type(frame(datagram) + "g");
        assertThat(chosen(session).number()).isEqualTo(frame(datagram));
        assertThat(chosen(session).info()).endsWith("payload " + (datagram - 1) + "!");
      }
    }
  }

  @Test
  void whatIsNoDatagramHasANumberAndTheNextOneIsGoneTo() throws Exception {
    try (FileSession session = open()) {
      session.settle().type("11g");
      assertThat(chosen(session).number()).isEqualTo(12);
      session.type(":goto 999999999").press(Key.Kind.ENTER);
      assertThat(chosen(session).number()).isEqualTo(frame(PACKETS));
      session.type("/dst port 53").press(Key.Kind.ENTER);
      session.type("5000g");
      assertThat(chosen(session).number()).isEqualTo(frame(5001));
    }
  }

  @Test
  void filtersFromWhereOneStands() throws Exception {
    try (FileSession session = open()) {
      session.settle().type(frame(15_500) + "g/dst port 53").press(Key.Kind.ENTER);
      assertThat(session.state().snapshot().filter().packets()).isEqualTo(PACKETS / 1000);
      assertThat(session.state().snapshot().filter().percent()).isEqualTo(100);
      assertThat(chosen(session).number()).isEqualTo(frame(16_001));
      assertThat(chosen(session.type("k")).number()).isEqualTo(frame(15_001));
    }
  }

  @Test
  void findsInAllOfIt() throws Exception {
    try (FileSession session = open()) {
      session.settle().press(Key.control('F'));
      session.type("payload 29876!").press(Key.Kind.ENTER);
      assertThat(chosen(session).number()).isEqualTo(frame(29_877));
    }
  }

  @Test
  void keysThatChangeTrafficSayWhyTheyDoNot() throws Exception {
    try (FileSession session = open()) {
      session.settle();
      for (String key : List.of("d", "t", "f", "a", "u")) {
        assertThat(notice(session.type(key))).isEqualTo("a file: there is no traffic to change");
      }
      assertThat(session.state().screen().focus()).isEqualTo(Pane.VIEW);
      for (int i = 0; i < 6; i++) {
        session.press(Key.Kind.TAB);
        assertThat(session.state().screen().focus()).isNotEqualTo(Pane.RULES);
      }
    }
  }

  @Test
  void everyViewIsThere() throws Exception {
    try (FileSession session = open()) {
      session.settle().typeAlone('2');
      assertThat(session.state().snapshot().flows().all()).isEqualTo(2);
      session.typeAlone('3');
      assertThat(session.state().snapshot().flows().all()).isEqualTo(1);
      session.typeAlone('4');
      assertThat(session.state().healthLines()).hasSize(1);
      session.typeAlone('5').typeAlone('1');
      assertThat(chosen(session).number()).isEqualTo(1);
    }
  }

  @Test
  void writesWhatIsShown() throws Exception {
    try (FileSession session = open()) {
      session.settle().type("/dst port 53").press(Key.Kind.ENTER);
      session.type("wshown b.pcapng").press(Key.Kind.ENTER);
      assertThat(notice(session)).startsWith("wrote 30 packets to ");
      assertThat(directory.resolve("b.pcapng")).isNotEmptyFile();
      session.type(":rules b.yaml").press(Key.Kind.ENTER);
      assertThat(notice(session)).startsWith("not written: ").contains("there are no rules");
      assertThat(directory.resolve("b.yaml")).doesNotExist();
    }
  }

  /** Whoever cuts it while it is looked at takes the packets behind the cut, and nothing else. */
  @Test
  void aFileThatIsCutMeanwhileHasNothingThere() throws Exception {
    Path file = file();
    try (FileSession session = new FileSession(file, COLUMNS, ROWS)) {
      session.settle().type("G");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() / 2);
      }
      session.type("20000g");
      assertThat(session.state().page().endRow()).isEqualTo(PACKETS);
      session.type("2g");
      assertThat(chosen(session).info()).endsWith("payload 1!");
    }
  }

  @Test
  void whatEndsTooEarlyIsSaid() throws Exception {
    byte[] whole = Files.readAllBytes(file());
    Path cut = Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(whole, 100_000));
    try (FileSession session = new FileSession(cut, COLUMNS, ROWS)) {
      session.settle();
      assertThat(notice(session))
          .startsWith("cut.pcap: cut off in packet")
          .endsWith("what came before is good");
    }
  }

  @Test
  void aFileThatIsPackedKeepsAllItsPackets() throws Exception {
    try (FileSession session = new FileSession(packed(), COLUMNS, ROWS)) {
      session.settle().type("G");
      assertThat(chosen(session).number()).isEqualTo(frame(PACKETS));
      for (int datagram : List.of(2, 29_999, 12_345, 1)) {
        session.type(frame(datagram) + "g");
        assertThat(chosen(session).info()).endsWith("payload " + (datagram - 1) + "!");
      }
      assertThat(session.state().snapshot().store().packets()).isEqualTo(PACKETS);
      assertThat(Files.list(directory)).as("nothing is left, also of kill -9").hasSize(2);
    }
  }

  /** What cannot be visited twice goes through a store; the oldest packets make room. */
  @Test
  void aFileThatIsPackedKeepsItsNewestPacketsWhereThereIsNoDiskForIt() throws Exception {
    Path none = directory.resolve("none");
    try (FileSession session = new FileSession(packed(), COLUMNS, ROWS, none)) {
      session.settle();
      assertThat(session.state().snapshot().logLines())
          .extracting(LogLine::what)
          .containsExactly(
              "a.pcap.gz cannot be kept unpacked: there is no directory "
                  + none
                  + "; of its packets the newest are kept, in memory");
      assertThat(session.state().snapshot().store().packets()).isBetween(1000L, PACKETS - 1000L);
      session.type("G");
      assertThat(chosen(session).number()).isEqualTo(frame(PACKETS));
    }
  }

  @Test
  void theAccountIsOfTheWholeFileWhateverIsVisitedAgain() throws Exception {
    CaptureFile file = CaptureFile.open(file(), TapOptions.MAX_SNAPLEN);
    try (FilePackets packets = new FilePackets(file)) {
      while (packets.next()) {
        assertThat(packets.isEnded()).isFalse();
      }
      assertThat(packets.udp().packets()).isEqualTo(PACKETS);
    }
  }
}
