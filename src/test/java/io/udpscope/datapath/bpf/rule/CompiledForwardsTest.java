package io.udpscope.datapath.bpf.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.ForwardLayout;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.RuleLayout;
import io.udpscope.datapath.bpf.abi.TargetLayout;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Forwards and translations as the program finds them in a generation. */
class CompiledForwardsTest {
  private final ByteBuffer memory =
      ByteBuffer.allocate(GenerationLayout.SIZE).order(ByteOrder.nativeOrder());

  private void compile(Rule... rules) {
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, (byte) 0xa5); // what was there before does not matter
    }
    compileInto(memory, List.of(rules));
  }

  private static void compileInto(ByteBuffer memory, List<Rule> rules) {
    CompiledRules.of(rules, Map.of(), name -> 1, CompiledForwardsTest::slot)
        .writeTo(memory, 1, 0b10, 0, 0);
  }

  /** The last byte of the address, or 99. */
  private static int slot(TargetKey target) {
    return target.address().map(a -> a.byteAt(a.bits() / 8 - 1)).orElse(99);
  }

  private static Rule forwarding(String name, Forward forward) {
    Match match = Match.ports(new PortRange(5000, 5009));
    return new Rule(name, match, Action.DROP).withForward(Optional.of(forward));
  }

  private static Target target(String address, int port) {
    return Target.of(IpAddress.parse(address), port);
  }

  private int forwardAt(int position) {
    int at = GenerationLayout.RULES + position * RuleLayout.SIZE + RuleLayout.FORWARD;
    int index = (memory.getShort(at) & 0xffff) - 1;
    return GenerationLayout.FORWARDS + index * ForwardLayout.SIZE;
  }

  private int half(int at) {
    return memory.getShort(at) & 0xffff;
  }

  private String hex(int at, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(String.format("%02x", memory.get(at + i)));
    }
    return text.toString();
  }

  @Test
  void aTranslationIsADifferenceOfPorts() {
    Rule up = new Rule("up", Match.ports(new PortRange(100, 200)), Action.PASS);
    Rule down = up.withName("down").withTranslate(OptionalInt.of(1));
    compile(up.withTranslate(OptionalInt.of(1100)), down, up.withName("none"));
    int shift = GenerationLayout.RULES + RuleLayout.PORT_SHIFT;
    assertThat(memory.getShort(shift)).isEqualTo((short) 1000);
    assertThat(memory.getShort(shift + RuleLayout.SIZE)).isEqualTo((short) -99);
    assertThat(memory.getShort(shift + 2 * RuleLayout.SIZE)).isZero();
  }

  @Test
  void aRuleWithoutAForwardHasNone() {
    compile(
        new Rule("first", Match.ANY, Action.DROP),
        forwarding("second", Forward.to(List.of(target("10.0.0.7", 53)))));
    assertThat(half(GenerationLayout.RULES + RuleLayout.FORWARD)).isZero();
    assertThat(half(GenerationLayout.RULES + RuleLayout.SIZE + RuleLayout.FORWARD)).isEqualTo(1);
    assertThat(memory.get(GenerationLayout.REPLIES)).isZero();
    assertThat(memory.get(GenerationLayout.REPLIES_ANY_PORT)).isZero();
  }

  @Test
  void oneTargetNeedsNoTable() {
    compile(forwarding("one", Forward.to(List.of(target("2001:db8::7", 0)))));
    int at = forwardAt(0);
    assertThat(half(at + ForwardLayout.TARGET_COUNT)).isEqualTo(1);
    assertThat(half(at + ForwardLayout.BALANCE_SIZE)).isZero();
    assertThat(hex(at + ForwardLayout.SOURCE_ADDRESS, 16)).isEqualTo("0".repeat(32));
    int target =
        GenerationLayout.TARGETS + half(at + ForwardLayout.FIRST_TARGET) * TargetLayout.SIZE;
    assertThat(hex(target, 16)).isEqualTo("20010db8000000000000000000000007");
    assertThat(half(target + TargetLayout.PORT)).isZero();
    assertThat(half(target + TargetLayout.SLOT)).isEqualTo(7);
    assertThat(memory.get(target + TargetLayout.IPV6)).isEqualTo((byte) 1);
  }

  @Test
  void targetsThatAreDownOrHaveNoAddressAreLeftOut() {
    Target named =
        new Target(
            "dns.example", Optional.empty(), 53, 1, false, Optional.empty(), Optional.empty());
    compile(
        forwarding("none", Forward.to(List.of(named, target("10.0.0.1", 53).withDown(true)))),
        forwarding(
            "two",
            Forward.to(
                List.of(
                    target("10.0.0.2", 53),
                    named,
                    target("10.0.0.3", 65000),
                    target("10.0.0.4", 53).withDown(true)))));
    assertThat(half(forwardAt(0) + ForwardLayout.TARGET_COUNT)).isZero();
    int at = forwardAt(1);
    assertThat(half(at + ForwardLayout.TARGET_COUNT)).isEqualTo(2);
    assertThat(half(at + ForwardLayout.BALANCE_SIZE)).isEqualTo(Limits.BALANCE_SIZE);
    int second =
        GenerationLayout.TARGETS + (half(at + ForwardLayout.FIRST_TARGET) + 1) * TargetLayout.SIZE;
    assertThat(hex(second, 16)).isEqualTo("0a000003" + "0".repeat(24));
    assertThat(half(second + TargetLayout.PORT)).isEqualTo(65000);
    assertThat(memory.get(second + TargetLayout.IPV6)).isZero();
  }

  @Test
  void forwardsThatBalanceAlikeShareATable() {
    List<Target> targets = List.of(target("10.0.0.2", 53), target("10.0.0.3", 53));
    Forward hashed = Forward.to(targets);
    compile(
        forwarding("a", hashed),
        forwarding("b", hashed.withStrategy(Strategy.ROUND_ROBIN)),
        forwarding("c", hashed.withStrategy(Strategy.SOURCE_PORT)));
    assertThat(half(forwardAt(0) + ForwardLayout.BALANCE)).isZero();
    assertThat(half(forwardAt(2) + ForwardLayout.BALANCE)).isZero();
    assertThat(half(forwardAt(2) + ForwardLayout.FIRST_TARGET)).isEqualTo(4);
    assertThat(memory.get(forwardAt(2) + ForwardLayout.STRATEGY)).isEqualTo((byte) 1);
    int turns = forwardAt(1);
    assertThat(half(turns + ForwardLayout.BALANCE)).isEqualTo(1);
    assertThat(half(turns + ForwardLayout.BALANCE_SIZE)).isEqualTo(2);
    assertThat(hex(GenerationLayout.BALANCES + Limits.BALANCE_ROOM, 2)).isEqualTo("0001");
    byte[] table = new byte[Limits.BALANCE_SIZE];
    memory.get(GenerationLayout.BALANCES, table);
    assertThat(table).isEqualTo(Maglev.table(targets));
  }

  @Test
  void repliesSayWhichPortsAnswersComeTo() {
    Forward replying =
        Forward.to(List.of(target("10.0.0.2", 53)))
            .withReplies(true)
            .withIdleSeconds(7)
            .withSource(Source.MASQUERADE);
    compile(
        forwarding("a", replying.withReplyPorts(new PortRange(5000, 6000))),
        forwarding(
            "b",
            replying
                .withReplyPorts(new PortRange(4000, 5500))
                .withSource(Source.address(IpAddress.parse("10.9.9.9")))),
        forwarding("c", replying.withReplies(false).withReplyPorts(new PortRange(1, 9000))));
    assertThat(memory.get(GenerationLayout.REPLIES)).isEqualTo((byte) 1);
    assertThat(memory.get(GenerationLayout.REPLIES_ANY_PORT)).isZero();
    assertThat(half(GenerationLayout.FIRST_REPLY_PORT)).isEqualTo(4000);
    assertThat(half(GenerationLayout.LAST_REPLY_PORT)).isEqualTo(6000);
    assertThat(memory.get(GenerationLayout.REPLY_TAPS)).isEqualTo((byte) 0b10);
    int at = forwardAt(1);
    assertThat(memory.get(at + ForwardLayout.SOURCE)).isEqualTo((byte) 2);
    assertThat(hex(at + ForwardLayout.SOURCE_ADDRESS, 16)).isEqualTo("0a090909" + "0".repeat(24));
    assertThat(half(at + ForwardLayout.FIRST_REPLY_PORT)).isEqualTo(4000);
    assertThat(half(at + ForwardLayout.LAST_REPLY_PORT)).isEqualTo(5500);
    assertThat(memory.getInt(at + ForwardLayout.IDLE_SECONDS)).isEqualTo(7);

    compile(forwarding("keeping", replying.withSource(Source.KEEP)));
    assertThat(memory.get(GenerationLayout.REPLIES)).isEqualTo((byte) 1);
    assertThat(memory.get(GenerationLayout.REPLIES_ANY_PORT)).isEqualTo((byte) 1);
    assertThat(half(GenerationLayout.LAST_REPLY_PORT)).isZero();
  }

  @Test
  void answersToSocketsOfTheRelayAreNoneOfTheProgramsBusiness() {
    Forward replying =
        Forward.to(List.of(target("10.0.0.2", 53)))
            .withReplies(true)
            .withPath(Path.RELAY)
            .withSource(Source.MASQUERADE);
    compile(
        forwarding("a", replying),
        forwarding("b", replying.withPath(Path.AUTO).withStrategy(Strategy.ALL)));
    assertThat(memory.get(GenerationLayout.REPLIES)).isZero();
    assertThat(half(GenerationLayout.LAST_REPLY_PORT)).isZero();

    compile(forwarding("keeping", replying.withSource(Source.KEEP)));
    assertThat(memory.get(GenerationLayout.REPLIES)).isEqualTo((byte) 1);
    assertThat(memory.get(GenerationLayout.REPLIES_ANY_PORT)).isEqualTo((byte) 1);
  }

  @Test
  void asManyTargetsAsThereCanBeFit() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      rules.add(forwarding("r" + i, Forward.to(targets(i, 256))));
    }
    compileInto(memory, rules);
    rules.add(forwarding("more", Forward.to(targets(99, 1))));
    assertThatThrownBy(() -> compileInto(memory, rules))
        .isInstanceOf(DatapathException.class)
        .hasMessage("these rules have 4097 targets: 4096 fit");
  }

  @Test
  void moreTablesThanThereIsRoomForAreRefused() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < Limits.BALANCES; i++) {
      rules.add(forwarding("r" + i, Forward.to(targets(i, 2))));
    }
    rules.add(forwarding("same", Forward.to(targets(0, 2))));
    compileInto(memory, rules);
    rules.add(forwarding("more", Forward.to(targets(300, 2))));
    assertThatThrownBy(() -> compileInto(memory, rules))
        .isInstanceOf(DatapathException.class)
        .hasMessage("these rules balance among more than 256 different sets of targets: use fewer");
  }

  private static List<Target> targets(int net, int count) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      targets.add(target("10." + (net >> 8) + "." + (net & 255) + "." + i, 53));
    }
    return targets;
  }
}
