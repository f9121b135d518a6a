package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Explanation;
import io.udpscope.datapath.Explanation.Decision;
import io.udpscope.datapath.Explanation.Dimension;
import io.udpscope.datapath.Explanation.Outcome;
import io.udpscope.datapath.Explanation.Refusal;
import io.udpscope.datapath.RelayInHand;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.abi.ElfObject;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.NextHop;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import io.udpscope.patience.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session in a network, and another process that asks what it would do with a packet. */
@Tag("bpf")
class ExplainedSessionTest {
  private static final Rule OTHER_INTERFACE =
      new Rule("vpn", match("wg0", null, null, 53), Action.DROP);
  private static final Rule OTHER_SOURCE =
      new Rule("guests", match(null, "10.99.0.0/16", null, 53), Action.DROP);
  private static final Rule OTHER_DESTINATION =
      new Rule("anycast", match(null, null, "10.0.0.7", 53), Action.DROP);
  private static final Rule OTHER_VERSION =
      new Rule("six", match(null, "2001:db8::/32", null, 53), Action.DROP);
  private static final Rule OTHER_ALL =
      new Rule("all", match("wg0", "10.98.0.0/24", "10.97.0.0/31", 54), Action.DROP);
  private static final Rule DROP = new Rule("dns", match(null, null, null, 53), Action.DROP);
  private static final Rule LAST = new Rule("rest", Match.ANY, Action.PASS);

  private final TwoNetworks networks = new TwoNetworks();

  @AfterEach
  void close() {
    networks.close();
  }

  private static Match match(String interfaceName, String source, String destination, int port) {
    return new Match(
        Optional.ofNullable(interfaceName),
        Optional.ofNullable(source).map(Prefix::parse),
        Optional.ofNullable(destination).map(Prefix::parse),
        new PortRange(port, port));
  }

  /** A session whose rules' names are its text. */
  private BpfDatapath session(HookChoice choice, Rule... rules) {
    return session(choice, TcWay.LINK_ELSE_FILTER, rules);
  }

  private BpfDatapath session(HookChoice choice, TcWay way, Rule... rules) {
    return networks.here.call(
        () -> {
          BpfDatapath datapath = BpfDatapath.load(List.of("us0"), ExplainedSessionTest::describe);
          try {
            datapath.apply(List.of(rules));
            datapath.attach(choice, false, way);
            return datapath;
          } catch (RuntimeException e) {
            datapath.close();
            throw e;
          }
        });
  }

  /** As {@link #session(HookChoice, Rule...)}, with a relay. */
  private BpfDatapath session(HookChoice choice, RelayInHand relay, Rule... rules) {
    return networks.here.call(
        () -> {
          BpfDatapath datapath =
              BpfDatapath.load(List.of("us0"), ExplainedSessionTest::describe, relay);
          try {
            datapath.apply(List.of(rules));
            datapath.attach(choice);
            return datapath;
          } catch (RuntimeException e) {
            datapath.close();
            throw e;
          }
        });
  }

  private static byte[] describe(List<Rule> rules) {
    List<String> names = rules.stream().map(Rule::name).toList();
    return names.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Explanation explain(byte[] frame) {
    return networks.here.call(
        () -> {
          try (ExplainedSession session = ExplainedSession.on("us0")) {
            return session.explain(frame);
          }
        });
  }

  private static Target target(String address, int port) {
    return Target.of(IpAddress.parse(address), port);
  }

  private static Rule forwarding(Target... targets) {
    return DROP.withForward(Optional.of(Forward.to(List.of(targets))));
  }

  private static Rule forwarding(Path path, Target... targets) {
    return DROP.withForward(Optional.of(Forward.to(List.of(targets)).withPath(path)));
  }

  /** Until the session knows a way to every target. */
  private static void untilReady(BpfDatapath datapath) {
    Patience.until(
        "ways to all targets",
        () -> {
          datapath.events();
          return datapath.targets().values().stream()
              .flatMap(List::stream)
              .allMatch(state -> state.nextHop().state() == NextHop.State.READY);
        });
  }

  /** As if the frame came in on us0. */
  private ProgramRun receive(BpfDatapath datapath, byte[] frame) {
    var setup = ProgramRun.Setup.ONCE.withInterface(datapath.attachments().get(0).ifindex(), 0);
    return networks.here.call(() -> datapath.run(EntryPoint.XDP, LinkType.ETHERNET, frame, setup));
  }

  private static int shortAt(byte[] frame, int at) {
    return ByteBuffer.wrap(frame).getShort(at) & 0xffff;
  }

  @Test
  void whereNoSessionIsThereIsNothingToExplain() {
    assertThatThrownBy(() -> explain(Frames.udp(53, 8)))
        .isInstanceOf(DatapathException.class)
        .hasMessage("no udpscope session is on us0: start one, then ask again");
    networks.here.exec("tc", "qdisc", "add", "dev", "us0", "clsact");
    networks.here.exec(
        "tc", "filter", "add", "dev", "us0", "ingress", "bpf", "da", "bytecode", "1,6 0 0 0");
    assertThatThrownBy(() -> explain(Frames.udp(53, 8))).hasMessageContaining("no udpscope");
    assertThatThrownBy(() -> networks.here.run(() -> ExplainedSession.on("nosuch0")))
        .hasMessageContaining("no interface nosuch0");
  }

  @Test
  void aSessionOfAnotherVersionIsNotUnderstood() {
    byte[] object = BpfObject.bytes(EntryPoint.XDP.object());
    new ElfObject(object).setVariable("udpscope_explains", 7);
    var request = new BpfObject.Request(object, Set.of("udpscope_ethernet"), Map.of());
    try (BpfObject other = BpfObject.load(request);
        HookLink link = networks.here.call(() -> attach(other))) {
      assertThatThrownBy(() -> explain(Frames.udp(53, 8)))
          .hasMessageContaining("the session on us0 is of another version of udpscope");
      assertThat(link).isNotNull();
    }
  }

  private static HookLink attach(BpfObject object) throws HookRefusedException {
    try (Interfaces interfaces = new Interfaces()) {
      return XdpLink.attach(
          interfaces.find("us0"), object.programFd("udpscope_ethernet"), Hook.GENERIC);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void whatTheRelayWouldBeGivenIsNotGiven(HookChoice hook) {
    RelayInHand relay = new RelayInHand();
    byte[] frame = Frames.udp(53, 8);
    try (BpfDatapath datapath = session(hook, relay, forwarding(target("127.0.0.1", 9)))) {
      Explanation explanation = explain(frame);
      assertThat(explanation.verdict()).isEqualTo(Verdict.RELAYED);
      assertThat(explanation.failure()).isEqualTo(Failure.NO_FAILURE);
      assertThat(explanation.target().orElseThrow().address())
          .isEqualTo(IpAddress.parse("127.0.0.1"));
      assertThat(explanation.after()).isEqualTo(frame);
      assertThat(relay.count()).isZero();
      assertThat(datapath.relay().orElseThrow().ring().reserved()).isZero();

      relay.tap().claim(IpAddress.parse("10.0.0.1"), 1000);
      assertThat(explain(frame).verdict()).isEqualTo(Verdict.PASSED);
      assertThat(explain(frame).failure()).isEqualTo(Failure.LOOP);

      relay.liveFor(Duration.ZERO);
      assertThat(explain(frame).failure()).isEqualTo(Failure.NO_RELAY);
      datapath.apply(List.of(forwarding(Path.KERNEL, target("127.0.0.1", 9))));
      assertThat(explain(frame).failure()).isEqualTo(Failure.LOCAL_TARGET);
    }
  }

  @Test
  void whatGoesToAllTargetsHasNoneChosen() {
    RelayInHand relay = new RelayInHand();
    Rule toAll =
        DROP.withForward(
            Optional.of(
                Forward.to(List.of(target("127.0.0.1", 9), target(TwoNetworks.THERE, 9)))
                    .withStrategy(Strategy.ALL)));
    try (BpfDatapath datapath = session(HookChoice.AUTO, relay, toAll)) {
      Explanation explanation = explain(Frames.udp(53, 8));
      assertThat(explanation.verdict()).isEqualTo(Verdict.RELAYED);
      assertThat(explanation.target()).isEmpty();
      assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.NATIVE);
    }
  }

  @Test
  void itSaysWhichRuleDecidesAndWhyTheOnesBeforeDoNot() {
    try (BpfDatapath datapath =
        session(
            HookChoice.AUTO,
            OTHER_INTERFACE,
            OTHER_SOURCE,
            OTHER_DESTINATION,
            OTHER_VERSION,
            OTHER_ALL,
            DROP,
            LAST)) {
      byte[] frame = Frames.udp(53, 8);
      Explanation explanation = explain(frame);
      assertThat(explanation.interfaceName()).isEqualTo("us0");
      assertThat(explanation.hook()).isEqualTo(Hook.NATIVE);
      assertThat(explanation.generation()).isEqualTo(1);
      assertThat(explanation.rules()).contains("[vpn, guests, anycast, six, all, dns, rest]");
      assertThat(explanation.outcome()).isEqualTo(Outcome.MATCHED);
      assertThat(explanation.decision()).contains(new Decision(OptionalInt.of(5), false));
      assertThat(explanation.verdict()).isEqualTo(Verdict.DROPPED);
      assertThat(explanation.target()).isEmpty();
      assertThat(explanation.refusals())
          .containsExactly(
              new Refusal(0, Set.of(Dimension.INTERFACE)),
              new Refusal(1, Set.of(Dimension.SOURCE)),
              new Refusal(2, Set.of(Dimension.DESTINATION)),
              new Refusal(3, Set.of(Dimension.IP_VERSION)),
              new Refusal(
                  4,
                  Set.of(
                      Dimension.INTERFACE,
                      Dimension.SOURCE,
                      Dimension.DESTINATION,
                      Dimension.PORT)));
      assertThat(explanation.before()).isEqualTo(frame);
      assertThat(explanation.after()).isEqualTo(frame);
      assertThat(datapath.attachments()).hasSize(1);
    }
  }

  /** To 2001:db8::7:PORT. */
  private static byte[] ipv6(int port) {
    ByteBuffer frame = ByteBuffer.allocate(14 + 40 + 8 + 4);
    frame.putShort(12, (short) 0x86dd).put(14, (byte) 0x60).putShort(18, (short) 12);
    frame.put(20, (byte) 17).put(21, (byte) 64);
    frame.put(22, IpAddress.parse("fd00::1").bytes());
    frame.put(38, IpAddress.parse("2001:db8::7").bytes());
    frame.putShort(54, (short) 1000).putShort(56, (short) port).putShort(58, (short) 12);
    return frame.array();
  }

  @Test
  void ipv6PrefixesAreReadAsTheProgramReadsThem() {
    Rule near = new Rule("near", match(null, "fd00::2", "2001:db8::/32", 53), Action.DROP);
    Rule narrow = new Rule("narrow", match(null, "fd00::/64", "2001:db8::8/125", 53), Action.DROP);
    Rule fits = new Rule("fits", match(null, "fd00::1", "2001:db8::/125", 53), Action.DROP);
    try (BpfDatapath datapath = session(HookChoice.GENERIC, near, narrow, DROP, fits, LAST)) {
      Explanation explanation = explain(ipv6(53));
      assertThat(explanation.hook()).isEqualTo(Hook.GENERIC);
      assertThat(explanation.decision()).contains(new Decision(OptionalInt.of(2), false));
      assertThat(explanation.refusals())
          .containsExactly(
              new Refusal(0, Set.of(Dimension.SOURCE)),
              new Refusal(1, Set.of(Dimension.DESTINATION)));
      datapath.apply(List.of(near, narrow, fits, LAST));
      Explanation changed = explain(ipv6(53));
      assertThat(changed.generation()).isEqualTo(2);
      assertThat(changed.decision()).contains(new Decision(OptionalInt.of(2), false));
      assertThat(changed.rules()).contains("[near, narrow, fits, rest]");
    }
  }

  @Test
  void whatNoRuleDecidesIsRefusedByAll() {
    try (BpfDatapath datapath = session(HookChoice.AUTO, DROP, OTHER_SOURCE)) {
      Explanation explanation = explain(Frames.udp(54, 8));
      assertThat(explanation.outcome()).isEqualTo(Outcome.UNMATCHED);
      assertThat(explanation.decision()).isEmpty();
      assertThat(explanation.verdict()).isEqualTo(Verdict.PASSED);
      assertThat(explanation.refusals())
          .containsExactly(
              new Refusal(0, Set.of(Dimension.PORT)),
              new Refusal(1, Set.of(Dimension.PORT, Dimension.SOURCE)));
      byte[] fragment = Frames.udp(53, 8);
      fragment[20] = 0x20; // more fragments
      assertThat(explain(fragment).outcome()).isEqualTo(Outcome.FRAGMENT);
      byte[] malformed = Frames.udp(53, 8);
      malformed[39] = 7; // a UDP length below its header's
      assertThat(explain(malformed).outcome()).isEqualTo(Outcome.MALFORMED);
      byte[] other = Frames.udp(53, 8);
      other[23] = 6;
      assertThat(explain(other).outcome()).isEqualTo(Outcome.OTHER);
      assertThat(explain(other).refusals()).isEmpty();
      assertThat(datapath.rules()).hasSize(2);
    }
  }

  @Test
  void aForwardedPacketIsShownAsItWouldLeave() {
    networks.there.exec("ip", "link", "set", "us1", "address", "02:00:00:00:00:02");
    try (BpfDatapath datapath = session(HookChoice.GENERIC, forwarding(target("10.9.0.2", 5353)))) {
      untilReady(datapath);
      Explanation explanation = explain(Frames.udp(53, 8));
      assertThat(explanation.verdict()).isEqualTo(Verdict.FORWARDED);
      assertThat(explanation.failure()).isEqualTo(Failure.NO_FAILURE);
      var chosen = explanation.target().orElseThrow();
      assertThat(chosen.address()).isEqualTo(IpAddress.parse("10.9.0.2"));
      assertThat(chosen.port()).isEqualTo(5353);
      assertThat(chosen.nextHop().interfaceName()).contains("us0");
      assertThat(chosen.nextHop().mac()).contains(MacAddress.parse("02:00:00:00:00:02"));
      byte[] after = explanation.after();
      assertThat(Arrays.copyOf(after, 6)).containsExactly(2, 0, 0, 0, 0, 2);
      assertThat(Arrays.copyOfRange(after, 30, 34)).containsExactly(10, 9, 0, 2);
      assertThat(shortAt(after, 36)).isEqualTo(5353);
      assertThat(after[22]).isEqualTo((byte) 63);
      assertThat(shortAt(explanation.before(), 36)).isEqualTo(53);
    }
  }

  @Test
  void aFailureNamesItsTarget() {
    try (BpfDatapath datapath = session(HookChoice.GENERIC, forwarding(target("192.0.2.9", 53)))) {
      Explanation explanation = explain(Frames.udp(53, 8));
      assertThat(explanation.verdict()).isEqualTo(Verdict.PASSED);
      assertThat(explanation.failure()).isEqualTo(Failure.NO_ROUTE);
      assertThat(explanation.target().orElseThrow().address())
          .isEqualTo(IpAddress.parse("192.0.2.9"));
      assertThat(explanation.after()).isEqualTo(explanation.before());
      datapath.apply(List.of(forwarding(target("10.9.0.2", 53).withDown(true))));
      assertThat(explain(Frames.udp(53, 8)).failure()).isEqualTo(Failure.NO_TARGET);
      assertThat(explain(Frames.udp(53, 8)).target()).isEmpty();
    }
  }

  @Test
  void theSessionStaysAsItWas() {
    Rule rule = forwarding(target("10.9.0.2", 1), target("10.9.0.2", 2), target("10.9.0.2", 3));
    Forward turns = rule.forward().orElseThrow().withStrategy(Strategy.ROUND_ROBIN);
    try (BpfDatapath datapath =
        session(HookChoice.GENERIC, rule.withForward(Optional.of(turns)), LAST)) {
      Tap tap = datapath.openTap(TapOptions.DEFAULT);
      untilReady(datapath);
      for (int turn = 1; turn <= 3; turn++) {
        for (int i = 0; i < 5; i++) {
          assertThat(explain(Frames.udp(53, 8)).target().orElseThrow().port()).isEqualTo(turn);
        }
        var counters = datapath.ruleCounters();
        var ledger = datapath.ledger(tap);
        explain(Frames.udp(53, 8));
        explain(Frames.udp(54, 8));
        assertThat(datapath.ruleCounters()).isEqualTo(counters);
        assertThat(datapath.ledger(tap))
            .usingRecursiveComparison()
            .ignoringFields("nic", "other") // what the kernel sends by itself comes in meanwhile
            .isEqualTo(ledger);
        assertThat(counters.get("dns").traffic().packets()).isEqualTo(turn - 1);
        receive(datapath, Frames.udp(53, 8));
      }
      List<Integer> records = new ArrayList<>();
      tap.read((buffer, offset, length) -> records.add(length), 100);
      assertThat(records).hasSize(3);
    }
  }

  @Test
  void aCopyIsShownAndNotSent() {
    Rule copying = forwarding(target("10.9.0.2", 5353)).withAction(Action.PASS);
    try (BpfDatapath datapath = session(HookChoice.AUTO, copying);
        Inbox inbox = Inbox.in(networks.there, 5353, 5454)) {
      untilReady(datapath);
      Explanation explanation = explain(Frames.udp(53, 8));
      assertThat(explanation.hook()).isEqualTo(Hook.TC);
      assertThat(explanation.verdict()).isEqualTo(Verdict.COPIED);
      assertThat(shortAt(explanation.after(), 36)).isEqualTo(5353);
      networks.sendThere(5454, "the first to come");
      assertThat(inbox.next()).isEqualTo("the first to come");
    }
  }

  @Test
  void aSessionThatIsAFilterOfTcIsFound() {
    try (BpfDatapath datapath = session(HookChoice.TC, TcWay.FILTER, OTHER_SOURCE, DROP)) {
      Explanation explanation = explain(Frames.udp(53, 8));
      assertThat(explanation.hook()).isEqualTo(Hook.TC);
      assertThat(explanation.verdict()).isEqualTo(Verdict.DROPPED);
      assertThat(explanation.decision()).contains(new Decision(OptionalInt.of(1), false));
      assertThat(datapath.attachments()).hasSize(1);
    }
  }

  @Test
  void anXdpHookThatShouldCopySaysThatItCannot() {
    Rule copying = forwarding(target("10.9.0.2", 5353)).withAction(Action.PASS);
    try (BpfDatapath datapath = session(HookChoice.GENERIC, copying)) {
      Explanation explanation = explain(Frames.udp(53, 8));
      assertThat(explanation.failure()).isEqualTo(Failure.NOT_ON_THIS_HOOK);
      assertThat(explanation.target()).isPresent();
      assertThat(datapath.rules()).hasSize(1);
    }
  }

  @Test
  void sessionsAreFoundAndNoneIsOpened() {
    Forward replying =
        Forward.to(List.of(target("10.9.0.2", 5353)))
            .withSource(Source.MASQUERADE)
            .withReplies(true)
            .withReplyPorts(new PortRange(61000, 61000));
    try (BpfDatapath datapath =
        session(HookChoice.GENERIC, DROP.withForward(Optional.of(replying)))) {
      untilReady(datapath);
      byte[] answer = answer();
      assertThat(explain(Frames.udp(53, 8)).verdict()).isEqualTo(Verdict.FORWARDED);
      assertThat(explain(answer).outcome()).isEqualTo(Outcome.UNMATCHED);
      ProgramRun live = receive(datapath, Frames.udp(53, 8));
      assertThat(live.decision()).isEqualTo(ProgramRun.Decision.TX);
      assertThat(shortAt(live.frame(), 34)).isEqualTo(61000);
      Explanation explanation = explain(answer);
      assertThat(explanation.outcome()).isEqualTo(Outcome.MATCHED);
      assertThat(explanation.decision()).contains(new Decision(OptionalInt.of(0), true));
      assertThat(explanation.verdict()).isEqualTo(Verdict.FORWARDED);
      assertThat(explanation.refusals()).isEmpty();
      assertThat(Arrays.copyOfRange(explanation.after(), 26, 34))
          .containsExactly(10, 0, 0, 2, 10, 0, 0, 1);
      assertThat(shortAt(explanation.after(), 34)).isEqualTo(53);
      assertThat(shortAt(explanation.after(), 36)).isEqualTo(1000);
    }
  }

  /** From 10.9.0.2:5353 to 10.9.0.1:61000. */
  private static byte[] answer() {
    ByteBuffer frame = ByteBuffer.wrap(Frames.udp(61000, 8));
    frame.putInt(26, 0x0a090002).putInt(30, 0x0a090001).putShort(34, (short) 5353);
    return frame.array();
  }

  @Test
  void packetsThatHaveGoneBackAreExplainedByTheRulesOfBefore() {
    try (BpfDatapath datapath = session(HookChoice.GENERIC, LAST)) {
      networks.here.run(
          () -> {
            try (ExplainedSession session = ExplainedSession.on("us0")) {
              datapath.apply(List.of(DROP), Duration.ofSeconds(1));
              byte[] frame = Frames.udp(53, 8);
              assertThat(session.explain(frame).verdict()).isEqualTo(Verdict.DROPPED);
              Patience.until(
                  "gone back, though nobody asked the session",
                  () -> session.explain(frame).verdict() == Verdict.PASSED);
              assertThat(session.explain(frame).generation()).isEqualTo(1);
              assertThat(session.explain(frame).rules()).isEmpty();
            }
          });
    }
  }
}
