package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.Command;
import io.udpscope.cli.option.CommandLineReader;
import io.udpscope.cli.option.DirectionChoice;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.NameResolved;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Direction;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line adds to the datapath: host names, directions. */
@Tag("bpf")
class SessionDatapathTest {
  @TempDir Path directory;
  private TestBench bench;
  private volatile List<IpAddress> answer = List.of(IpAddress.parse("10.78.0.7"));
  private final List<DatapathEvent> events = new ArrayList<>();

  @BeforeEach
  void open() {
    bench = new TestBench(directory);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private static List<Rule> rules(String... arguments) {
    return CommandLineReader.read(Command.RUN, List.of(arguments), Map.of()).options().rules();
  }

  private SessionDatapath datapath(DirectionChoice direction) {
    HostNames names = new HostNames(host -> answer, Duration.ofMillis(20));
    return new SessionDatapath(BpfDatapath.load(List.of("h0")), names, direction);
  }

  private static String address(SessionDatapath datapath) {
    return datapath
        .rules()
        .get(0)
        .forward()
        .orElseThrow()
        .targets()
        .get(0)
        .address()
        .map(IpAddress::toString)
        .orElse("-");
  }

  private void awaitAddress(SessionDatapath datapath, String address) {
    TestBench.await(
        address,
        () -> {
          events.addAll(datapath.events());
          return address(datapath).equals(address);
        });
  }

  @Test
  void targetsFollowTheirNames() {
    bench
        .here()
        .run(
            () -> {
              try (SessionDatapath datapath = datapath(DirectionChoice.IN)) {
                datapath.apply(rules("h0", "-p", "53", "--drop", "--to", "collector.example:53"));
                awaitAddress(datapath, "10.78.0.7");
                answer = List.of(IpAddress.parse("10.78.0.8"));
                awaitAddress(datapath, "10.78.0.8");
              }
            });
    assertThat(events)
        .containsExactly(
            new NameResolved(
                "port-53", "collector.example", Optional.empty(), IpAddress.parse("10.78.0.7")),
            new NameResolved(
                "port-53",
                "collector.example",
                Optional.of(IpAddress.parse("10.78.0.7")),
                IpAddress.parse("10.78.0.8")));
  }

  @Test
  void anUnconfirmedChangeKeepsItsTimeAndItsAddresses() {
    List<Rule> rules = rules("h0", "-p", "53", "--drop", "--to", "collector.example:53");
    bench
        .here()
        .run(
            () -> {
              try (SessionDatapath datapath = datapath(DirectionChoice.IN)) {
                datapath.apply(List.of());
                datapath.apply(rules);
                awaitAddress(datapath, "10.78.0.7");
                datapath.apply(
                    List.of(rules.get(0), rules("h0", "-p", "54").get(0)), Duration.ofSeconds(30));
                long deadline = datapath.unconfirmed().orElseThrow().deadlineNanos();
                answer = List.of(IpAddress.parse("10.78.0.8"));
                long version = datapath.namesVersion();
                TestBench.await("another answer", () -> datapath.namesVersion() > version);
                datapath.events();
                assertThat(address(datapath)).isEqualTo("10.78.0.7");
                assertThat(datapath.unconfirmed().orElseThrow().deadlineNanos())
                    .isEqualTo(deadline);
                datapath.confirm();
                awaitAddress(datapath, "10.78.0.8");
                assertThat(datapath.unconfirmed()).isEmpty();
              }
            });
  }

  /** Packets both ways, by the direction that each choice shows. */
  private List<Direction> seen(DirectionChoice choice) throws IOException {
    List<Direction> directions = new ArrayList<>();
    try (DatagramSocket socket = bench.here().call(() -> new DatagramSocket(5005))) {
      bench
          .here()
          .run(
              () -> {
                try (SessionDatapath datapath = datapath(choice)) {
                  datapath.apply(rules("h0", "-p", "5005"));
                  Tap tap = datapath.openTap(TapOptions.DEFAULT);
                  datapath.attach(HookChoice.AUTO, false);
                  bench.send(5005, "in");
                  DatagramPacket packet = new DatagramPacket(new byte[10], 10);
                  socket.receive(packet);
                  socket.send(
                      new DatagramPacket(
                          "out".getBytes(), 3, InetAddress.getByName(TestBench.THERE), 40000));
                  PacketRecord record = new PacketRecord();
                  int wanted = choice == DirectionChoice.BOTH ? 2 : 1;
                  TestBench.await(
                      "packets",
                      () -> {
                        tap.read(
                            (buffer, offset, length) ->
                                directions.add(record.wrap(buffer, offset).direction()),
                            10);
                        return directions.size() >= wanted;
                      });
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
    }
    return directions;
  }

  @Test
  void directionsAreChosen() throws IOException {
    assertThat(seen(DirectionChoice.BOTH)).containsExactlyInAnyOrder(Direction.IN, Direction.OUT);
    assertThat(seen(DirectionChoice.OUT)).containsExactly(Direction.OUT);
    assertThat(seen(DirectionChoice.IN)).containsExactly(Direction.IN);
  }
}
