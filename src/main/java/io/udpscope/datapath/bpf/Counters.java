package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.CounterLayout;
import io.udpscope.datapath.bpf.abi.LedgerLayout;
import io.udpscope.datapath.bpf.abi.Outcomes;
import io.udpscope.datapath.bpf.abi.RuleCountersLayout;
import io.udpscope.datapath.bpf.abi.TapCountersLayout;
import io.udpscope.datapath.bpf.abi.TargetCountersLayout;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Failure;
import io.udpscope.model.Ledger;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Traffic;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/** What the program counts, summed over CPUs; read while traffic runs. */
final class Counters {
  private final PerCpuMap ledger;
  private final PerCpuMap rules;
  private final PerCpuMap sent;
  private final PerCpuMap targets;
  private final PerCpuMap taps;
  private final int turnsFd;

  Counters(Programs programs) {
    int cpus = LibBpf.functions().libbpf_num_possible_cpus();
    this.ledger = new PerCpuMap(programs.mapFd("ledger"), LedgerLayout.SIZE, cpus);
    this.rules = new PerCpuMap(programs.mapFd("rule_counters"), RuleCountersLayout.SIZE, cpus);
    this.sent = new PerCpuMap(programs.mapFd("sent_by_rule"), Long.BYTES, cpus);
    this.targets =
        new PerCpuMap(programs.mapFd("target_counters"), TargetCountersLayout.SIZE, cpus);
    this.taps = new PerCpuMap(programs.mapFd("tap_counters"), TapCountersLayout.SIZE, cpus);
    this.turnsFd = programs.mapFd("turns");
  }

  /** The counters of each tap, which reads its own. */
  PerCpuMap taps() {
    return taps;
  }

  RuleCounters ofRule(int slot) {
    rules.read(slot);
    Map<Failure, Long> failed = new EnumMap<>(Failure.class);
    for (Failure failure : Failure.values()) {
      long packets = rules.sum(RuleCountersLayout.failed(failure));
      if (packets != 0) {
        failed.put(failure, packets);
      }
    }
    return new RuleCounters(
        new Traffic(rules.sum(RuleCountersLayout.PACKETS), rules.sum(RuleCountersLayout.BYTES)),
        rules.sum(RuleCountersLayout.PASSED),
        rules.sum(RuleCountersLayout.DROPPED),
        rules.sum(RuleCountersLayout.FORWARDED),
        rules.sum(RuleCountersLayout.RELAYED),
        rules.sum(RuleCountersLayout.REPLIED),
        rules.sum(RuleCountersLayout.TRANSLATED),
        rules.sum(RuleCountersLayout.COPIED),
        failed);
  }

  /** A rule begins: nothing is counted, and round-robin starts with the first turn. */
  void zeroRule(int slot) {
    rules.zero(slot);
    sent.zero(slot);
    ByteBuffer key = NativeMemory.allocate(Integer.BYTES).putInt(0, slot);
    LibBpf.updateElement(turnsFd, key, NativeMemory.allocate(Long.BYTES));
  }

  /** What left for a target. */
  Traffic ofTarget(int slot) {
    targets.read(slot);
    return new Traffic(
        targets.sum(TargetCountersLayout.PACKETS), targets.sum(TargetCountersLayout.BYTES));
  }

  void zeroTarget(int slot) {
    targets.zero(slot);
  }

  /**
   * @param nic packets that the interfaces say they received
   */
  Ledger ledger(long nic, TapCounters tap) {
    ledger.read(0);
    return new Ledger(
        nic,
        outcome(Outcomes.UNMATCHED),
        outcome(Outcomes.MATCHED),
        outcome(Outcomes.FRAGMENT),
        outcome(Outcomes.MALFORMED),
        outcome(Outcomes.OTHER),
        counter(LedgerLayout.SENT_MATCHED),
        tap);
  }

  private Traffic outcome(int outcome) {
    return counter(LedgerLayout.OUTCOMES + outcome * CounterLayout.SIZE);
  }

  private Traffic counter(int at) {
    return new Traffic(
        ledger.sum(at + CounterLayout.PACKETS), ledger.sum(at + CounterLayout.BYTES));
  }
}
