package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Ledger;
import io.udpscope.model.NextHop;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TargetState;
import io.udpscope.relay.Relay;
import java.util.List;
import java.util.function.Consumer;

/**
 * The datapath, attached in a network, with one tap. All calls are made on that network's thread.
 */
final class Session implements AutoCloseable {
  private final NetworkNamespace network;
  private final BpfDatapath datapath;
  private final Tap tap;

  private Session(NetworkNamespace network, BpfDatapath datapath, Tap tap) {
    this.network = network;
    this.datapath = datapath;
    this.tap = tap;
  }

  static Session attach(NetworkNamespace network, HookChoice hook, String... interfaces) {
    return attach(network, hook, List.of(), interfaces);
  }

  /** Without rules; what the host sends is seen, too. */
  static Session observing(NetworkNamespace network, HookChoice hook, String... interfaces) {
    return network.call(
        () -> {
          BpfDatapath datapath = BpfDatapath.load(List.of(interfaces));
          try {
            Tap tap = datapath.openTap(TapOptions.DEFAULT);
            datapath.attach(hook, true);
            return new Session(network, datapath, tap);
          } catch (RuntimeException e) {
            datapath.close();
            throw e;
          }
        });
  }

  /** With rules in force from the first packet on. */
  static Session attach(
      NetworkNamespace network, HookChoice hook, List<Rule> rules, String... interfaces) {
    return attach(network, hook, RelayStarter.NONE, rules, interfaces);
  }

  /** With a relay and rules in force from the first packet on. */
  static Session relay(
      NetworkNamespace network, HookChoice hook, List<Rule> rules, String... interfaces) {
    return attach(network, hook, new Relay(), rules, interfaces);
  }

  /** As {@link #relay}, with any other. */
  static Session attach(
      NetworkNamespace network,
      HookChoice hook,
      RelayStarter relay,
      List<Rule> rules,
      String... interfaces) {
    return network.call(
        () -> {
          BpfDatapath datapath = BpfDatapath.load(List.of(interfaces), text -> new byte[0], relay);
          try {
            Tap tap = datapath.openTap(TapOptions.DEFAULT.withSnaplen(TapOptions.MAX_SNAPLEN));
            if (!rules.isEmpty()) {
              datapath.apply(rules);
            }
            datapath.attach(hook);
            return new Session(network, datapath, tap);
          } catch (RuntimeException e) {
            datapath.close();
            throw e;
          }
        });
  }

  Attachment attachment() {
    return network.call(() -> datapath.attachments().get(0));
  }

  void apply(Rule... rules) {
    network.call(() -> datapath.apply(List.of(rules)));
  }

  /**
   * Puts one rule in force and waits until the ways to its targets are known.
   *
   * @return its counters then
   */
  RuleCounters applied(Rule rule) {
    apply(rule);
    assertThat(areReady(Eventually.ask(this::ways, Session::areReady))).isTrue();
    return counters(rule);
  }

  /** What the agent does all the while. */
  void tend() {
    network.run(datapath::events);
  }

  /** The ways to all targets, as they are now. */
  List<NextHop> ways() {
    return network.call(
        () -> {
          datapath.events();
          return datapath.targets().values().stream()
              .flatMap(List::stream)
              .map(TargetState::nextHop)
              .toList();
        });
  }

  static boolean areReady(List<NextHop> ways) {
    return ways.stream().allMatch(way -> way.state() == NextHop.State.READY);
  }

  /** The state of a rule's targets. */
  List<TargetState> targets(Rule rule) {
    return network.call(() -> datapath.targets().get(rule.name()));
  }

  TargetState target(Rule rule, int index) {
    return targets(rule).get(index);
  }

  RuleCounters counters(Rule rule) {
    return network.call(() -> datapath.ruleCounters().get(rule.name()));
  }

  /** The ledger as soon as it agrees with what the interface itself has counted. */
  Ledger settledLedger() {
    return Eventually.ask(this::ledger, ledger -> ledger.nic() == ledger.seen().packets());
  }

  /** Packets that a rule has decided. */
  long packets(Rule rule) {
    return counters(rule).traffic().packets();
  }

  Ledger ledger() {
    return network.call(() -> datapath.ledger(tap));
  }

  /** The name behind a record's slot. For use while reading. */
  String ruleName(int slot) {
    return datapath.ruleName(slot).orElse("none");
  }

  /** Shows the records since the last call. */
  void read(Consumer<PacketRecord> consumer) {
    PacketRecord packet = new PacketRecord();
    network.run(
        () ->
            tap.read(
                (buffer, offset, length) -> consumer.accept(packet.wrap(buffer, offset)),
                Integer.MAX_VALUE));
  }

  @Override
  public void close() {
    network.run(datapath::close);
  }
}
