package io.udpscope.datapath.bpf.abi;

import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.NextHop;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Path;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that {@code udpscope_abi.h} declares, as Java believes it to be. */
public final class Abi {
  /** {@code UDPSCOPE_ABI_VERSION}. */
  public static final int VERSION = 5;

  private Abi() {}

  static List<StructLayout> structs() {
    return List.of(
        RuleLayout.LAYOUT,
        CaptureLayout.LAYOUT,
        ForwardLayout.LAYOUT,
        TargetLayout.LAYOUT,
        NextHopLayout.LAYOUT,
        NextHopsLayout.LAYOUT,
        RowLayout.LAYOUT,
        InterfaceLayout.LAYOUT,
        GenerationLayout.LAYOUT,
        ControlLayout.LAYOUT,
        AttachedLayout.LAYOUT,
        PrefixNodeLayout.LAYOUT,
        TapLayout.LAYOUT,
        TapCountersLayout.LAYOUT,
        CounterLayout.LAYOUT,
        LedgerLayout.LAYOUT,
        RuleCountersLayout.LAYOUT,
        TargetCountersLayout.LAYOUT,
        TupleLayout.LAYOUT,
        SessionLayout.LAYOUT,
        RulesTextLayout.LAYOUT,
        ExplainedLayout.LAYOUT,
        EventLayout.LAYOUT,
        RelayedLayout.LAYOUT,
        RelaySocketLayout.LAYOUT);
  }

  static List<EnumLayout> enums() {
    return List.of(
        limits(),
        enumeration(
            "udpscope_outcome",
            "UNMATCHED",
            Outcomes.UNMATCHED,
            "MATCHED",
            Outcomes.MATCHED,
            "FRAGMENT",
            Outcomes.FRAGMENT,
            "MALFORMED",
            Outcomes.MALFORMED,
            "OTHER",
            Outcomes.OTHER,
            "OUTCOMES",
            Outcomes.COUNT),
        ordinals("udpscope_action", "", Action.values()),
        ordinals("udpscope_verdict", "", Verdict.ofProgram().toArray(new Verdict[0])),
        ordinals("udpscope_failure", "", Failure.values()),
        ordinals("udpscope_strategy", "", Strategy.values()),
        ordinals("udpscope_path", "PATH_", Path.values()),
        ordinals("udpscope_source", "", Source.Kind.values()),
        ordinals("udpscope_hop_state", "HOP_", NextHop.State.values()),
        enumeration(
            "udpscope_hop_flag",
            "HOP_REFUSES_NATIVE",
            NextHopLayout.REFUSES_NATIVE,
            "HOP_REFUSES_GENERIC",
            NextHopLayout.REFUSES_GENERIC,
            "HOP_REFUSES_BUFFERS",
            NextHopLayout.REFUSES_BUFFERS),
        enumeration(
            "udpscope_attached_flag",
            "ATTACHED_GENERIC",
            AttachedLayout.GENERIC,
            "ATTACHED_REFUSES_NATIVE",
            AttachedLayout.REFUSES_NATIVE,
            "ATTACHED_TX_BY_REDIRECT",
            AttachedLayout.TX_BY_REDIRECT,
            "ATTACHED_REFUSES_BUFFERS",
            AttachedLayout.REFUSES_BUFFERS),
        enumeration(
            "udpscope_dimension",
            "DIMENSION_INTERFACE",
            Dimensions.INTERFACE,
            "DIMENSION_SOURCE",
            Dimensions.SOURCE,
            "DIMENSION_DESTINATION",
            Dimensions.DESTINATION),
        enumeration(
            "udpscope_event_flag",
            "EVENT_RAW_IP",
            PacketRecord.FLAG_RAW_IP,
            "EVENT_OUT",
            PacketRecord.FLAG_OUT,
            "EVENT_FAILURE_SHIFT",
            PacketRecord.FAILURE_SHIFT));
  }

  private static EnumLayout limits() {
    return enumeration(
        "udpscope_limit",
        "MAX_RULES",
        Limits.MAX_RULES,
        "RULE_WORDS",
        Limits.RULE_WORDS,
        "GENERATIONS",
        Limits.GENERATIONS,
        "MAX_INTERFACES",
        Limits.MAX_INTERFACES,
        "MAX_TAPS",
        Limits.MAX_TAPS,
        "RULE_SLOTS",
        Limits.RULE_SLOTS,
        "ROWS",
        Limits.ROWS,
        "PREFIX_BLOCKS",
        Limits.PREFIX_BLOCKS,
        "TARGETS",
        Limits.TARGETS,
        "TARGETS_OF_A_FORWARD",
        Limits.TARGETS_OF_A_FORWARD,
        "TARGET_SLOTS",
        Limits.TARGET_SLOTS,
        "BALANCES",
        Limits.BALANCES,
        "BALANCE_SIZE",
        Limits.BALANCE_SIZE,
        "BALANCE_ROOM",
        Limits.BALANCE_ROOM,
        "NEXT_HOPS",
        Limits.NEXT_HOPS,
        "LINK_HEADER",
        Limits.LINK_HEADER,
        "FAILURES",
        Limits.FAILURES,
        "HOPS_KEPT_SECONDS",
        Limits.HOPS_KEPT_SECONDS,
        "RULES_TEXT",
        Limits.RULES_TEXT,
        "RELAY_SOCKETS",
        Limits.RELAY_SOCKETS);
  }

  /**
   * @param prefix of the constants' names in C, behind {@code UDPSCOPE_}
   */
  private static EnumLayout ordinals(String name, String prefix, Enum<?>[] constants) {
    Object[] pairs = new Object[2 * constants.length];
    for (Enum<?> constant : constants) {
      pairs[2 * constant.ordinal()] = prefix + constant.name();
      pairs[2 * constant.ordinal() + 1] = constant.ordinal();
    }
    return enumeration(name, pairs);
  }

  /**
   * @param pairs each constant's name behind {@code UDPSCOPE_}, then its value
   */
  private static EnumLayout enumeration(String name, Object... pairs) {
    Map<String, Long> constants = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      constants.put("UDPSCOPE_" + pairs[i], (long) (Integer) pairs[i + 1]);
    }
    return new EnumLayout(name, constants);
  }
}
