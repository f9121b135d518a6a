package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A change of the rules is all or nothing to traffic, and counters follow a rule's name. */
@Tag("bpf")
class GenerationTest {
  private static final int RULES = 500;
  private static final int FLIPS = 120;

  private LoadedProgram program;

  @BeforeEach
  void load() {
    program = LoadedProgram.load(TapOptions.DEFAULT);
  }

  @AfterEach
  void unload() {
    program.close();
  }

  /**
   * Two sets under the same names: one drops all and counts ports upwards, the other passes all and
   * counts them downwards, so that nearly each rule stands elsewhere in the other. Whatever a
   * packet takes from one and the rest from the other leads to the wrong rule, or to none.
   */
  @Test
  void everyPacketMeetsOneSetWhileSetsChange() throws InterruptedException {
    List<Rule> dropping = new ArrayList<>();
    List<Rule> passing = new ArrayList<>();
    for (int i = 0; i < RULES; i++) {
      dropping.add(ruleFor(i, Action.DROP));
      passing.add(ruleFor(RULES - 1 - i, Action.PASS));
    }
    program.datapath().apply(dropping);
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong sent = new AtomicLong();
    List<Thread> senders =
        IntStream.range(0, 2).mapToObj(i -> sender(i * RULES / 2, done, sent)).toList();
    senders.forEach(Thread::start);
    CoherenceCheck check = new CoherenceCheck();
    for (int flip = 0; flip < FLIPS; flip++) {
      program.datapath().apply(flip % 2 == 0 ? passing : dropping);
      long enough = sent.get() + 50;
      while (sent.get() < enough && senders.stream().allMatch(Thread::isAlive)) {
        program.tap().read(check, Integer.MAX_VALUE);
      }
    }
    done.set(true);
    for (Thread sender : senders) {
      sender.join();
    }
    program.tap().read(check, Integer.MAX_VALUE);

    Ledger ledger = program.ledger();
    assertThat(check.faults).isEmpty();
    assertThat(ledger.unmatched().packets()).isZero();
    assertThat(ledger.matched().packets()).isEqualTo(sent.get());
    assertThat(check.dropped).isPositive();
    assertThat(check.passed).isPositive();
    assertThat(check.passed + check.dropped).isEqualTo(sent.get() - ledger.tap().lost());
  }

  private static Rule ruleFor(int port, Action action) {
    Optional<Prefix> source = Optional.of(new Prefix(addressFor(port, 1), 32));
    Optional<Prefix> destination = Optional.of(new Prefix(addressFor(port, 2), 32));
    Match match = new Match(Optional.empty(), source, destination, new PortRange(port, port));
    return new Rule("port-" + port, match, action);
  }

  private static IpAddress addressFor(int port, int host) {
    return IpAddress.of(new byte[] {10, (byte) (port >> 8), (byte) port, (byte) host});
  }

  private Thread sender(int first, AtomicBoolean done, AtomicLong sent) {
    List<byte[]> frames =
        IntStream.range(0, RULES)
            .map(i -> (first + i) % RULES)
            .mapToObj(
                port ->
                    Frame.ethernet()
                        .ip(addressFor(port, 1), addressFor(port, 2))
                        .udp(9, port)
                        .bytes())
            .toList();
    return new Thread(
        () -> {
          for (int i = 0; !done.get(); i = (i + 1) % RULES) {
            program.isDropped(frames.get(i));
            sent.incrementAndGet();
          }
        });
  }

  /** Whether each record bears the rule of its packet. */
  private final class CoherenceCheck implements PacketConsumer {
    private final List<String> faults = new ArrayList<>();
    private final PacketRecord packet = new PacketRecord();
    private long passed;
    private long dropped;

    @Override
    public void accept(ByteBuffer buffer, int offset, int length) {
      packet.wrap(buffer, offset);
      String rule = program.datapath().ruleName(packet.ruleSlot()).orElse("none");
      if (!rule.equals("port-" + packet.destinationPort())) {
        faults.add("port " + packet.destinationPort() + " decided by " + rule);
      }
      if (packet.verdict() == Verdict.DROPPED) {
        dropped++;
      } else {
        passed++;
      }
    }
  }

  @Test
  void countersFollowTheNameWhereverTheRuleStands() {
    Rule dns = new Rule("dns", Match.ports(new PortRange(53, 53)), Action.PASS);
    Rule syslog = new Rule("syslog", Match.ports(new PortRange(514, 514)), Action.DROP);
    Rule rest = new Rule("rest", Match.ANY, Action.PASS);

    program.datapath().apply(List.of(dns, syslog));
    send(53, 3);
    send(514, 2);
    assertThat(packets()).isEqualTo(Map.of("dns", 3L, "syslog", 2L));

    program.datapath().apply(List.of(rest, syslog, dns));
    send(514, 4);
    assertThat(packets()).isEqualTo(Map.of("dns", 3L, "syslog", 2L, "rest", 4L));

    program.datapath().apply(List.of(dns.withAction(Action.DROP), rest, syslog));
    send(53, 1);
    assertThat(packets()).isEqualTo(Map.of("dns", 4L, "syslog", 2L, "rest", 4L));
    RuleCounters ofDns = program.datapath().ruleCounters().get("dns");
    assertThat(ofDns.passed()).isEqualTo(3);
    assertThat(ofDns.dropped()).isEqualTo(1);

    program.datapath().apply(List.of(syslog));
    send(53, 7);
    send(514, 1);
    assertThat(packets()).isEqualTo(Map.of("syslog", 3L));
    assertThat(program.ledger().unmatched().packets()).isEqualTo(7);
  }

  /** A rule that was removed is gone; one that comes to be under its name begins at nothing. */
  @Test
  void countersOfARemovedRuleDoNotComeBack() {
    Rule dns = new Rule("dns", Match.ports(new PortRange(53, 53)), Action.PASS);

    program.datapath().apply(List.of(dns));
    send(53, 5);
    program.datapath().apply(List.of());
    assertThat(program.datapath().ruleCounters()).isEmpty();
    program.datapath().apply(List.of(dns));
    assertThat(program.datapath().ruleCounters()).isEqualTo(Map.of("dns", RuleCounters.NONE));
    send(53, 2);

    assertThat(packets()).isEqualTo(Map.of("dns", 2L));
  }

  /** Slots are fewer than the names that come and go in a long session. */
  @Test
  void namesComeAndGoForEver() {
    for (int round = 0; round < 40; round++) {
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < RULES; i++) {
        Match match = Match.ports(new PortRange(i, i));
        rules.add(new Rule("round-" + round + "-" + i, match, Action.DROP));
      }
      program.datapath().apply(rules);
      send(round, 2);

      RuleCounters counters = program.datapath().ruleCounters().get("round-" + round + "-" + round);
      assertThat(counters.dropped()).as("round %d", round).isEqualTo(2);
    }
  }

  @Test
  void generationsAreNumberedOneByOne() {
    long first = program.datapath().apply(List.of());

    assertThat(program.datapath().apply(List.of(Observation.DROP_ALL))).isEqualTo(first + 1);
    assertThat(program.datapath().apply(List.of())).isEqualTo(first + 2);
    assertThat(program.datapath().rules()).isEmpty();
  }

  private void send(int port, int count) {
    for (int i = 0; i < count; i++) {
      program.isDropped(Frame.ethernet().ipv4().udp(9, port).bytes());
    }
  }

  private Map<String, Long> packets() {
    Map<String, Long> packets = new java.util.HashMap<>();
    program
        .datapath()
        .ruleCounters()
        .forEach((name, counters) -> packets.put(name, counters.traffic().packets()));
    return packets;
  }
}
