package io.udpscope.datapath.bpf.abi;

import io.udpscope.model.Action;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that {@code udpscope_abi.h} declares, as Java believes it to be. */
public final class Abi {
  /** {@code UDPSCOPE_ABI_VERSION}. */
  public static final int VERSION = 1;

  private Abi() {}

  static List<StructLayout> structs() {
    return List.of(
        RuleLayout.LAYOUT,
        RowLayout.LAYOUT,
        InterfaceLayout.LAYOUT,
        GenerationLayout.LAYOUT,
        ControlLayout.LAYOUT,
        PrefixNodeLayout.LAYOUT,
        TapLayout.LAYOUT,
        TapCountersLayout.LAYOUT,
        CounterLayout.LAYOUT,
        LedgerLayout.LAYOUT,
        RuleCountersLayout.LAYOUT,
        EventLayout.LAYOUT);
  }

  static List<EnumLayout> enums() {
    return List.of(
        enumeration(
            "udpscope_limit",
            "UDPSCOPE_MAX_RULES",
            Limits.MAX_RULES,
            "UDPSCOPE_RULE_WORDS",
            Limits.RULE_WORDS,
            "UDPSCOPE_GENERATIONS",
            Limits.GENERATIONS,
            "UDPSCOPE_MAX_INTERFACES",
            Limits.MAX_INTERFACES,
            "UDPSCOPE_MAX_TAPS",
            Limits.MAX_TAPS,
            "UDPSCOPE_RULE_SLOTS",
            Limits.RULE_SLOTS,
            "UDPSCOPE_ROWS",
            Limits.ROWS,
            "UDPSCOPE_PREFIX_BLOCKS",
            Limits.PREFIX_BLOCKS),
        enumeration(
            "udpscope_outcome",
            "UDPSCOPE_UNMATCHED",
            Outcomes.UNMATCHED,
            "UDPSCOPE_MATCHED",
            Outcomes.MATCHED,
            "UDPSCOPE_FRAGMENT",
            Outcomes.FRAGMENT,
            "UDPSCOPE_MALFORMED",
            Outcomes.MALFORMED,
            "UDPSCOPE_OTHER",
            Outcomes.OTHER,
            "UDPSCOPE_OUTCOMES",
            Outcomes.COUNT),
        enumeration("udpscope_action", ordinals(Action.values())),
        enumeration("udpscope_verdict", ordinals(Verdict.values())),
        enumeration(
            "udpscope_dimension",
            "UDPSCOPE_DIMENSION_INTERFACE",
            Dimensions.INTERFACE,
            "UDPSCOPE_DIMENSION_SOURCE",
            Dimensions.SOURCE,
            "UDPSCOPE_DIMENSION_DESTINATION",
            Dimensions.DESTINATION),
        enumeration("udpscope_event_flag", "UDPSCOPE_EVENT_RAW_IP", PacketRecord.FLAG_RAW_IP));
  }

  private static Object[] ordinals(Enum<?>[] constants) {
    Object[] pairs = new Object[2 * constants.length];
    for (Enum<?> constant : constants) {
      pairs[2 * constant.ordinal()] = "UDPSCOPE_" + constant.name();
      pairs[2 * constant.ordinal() + 1] = constant.ordinal();
    }
    return pairs;
  }

  /**
   * @param pairs each constant's name, then its value
   */
  private static EnumLayout enumeration(String name, Object... pairs) {
    Map<String, Long> constants = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      constants.put((String) pairs[i], (long) (Integer) pairs[i + 1]);
    }
    return new EnumLayout(name, constants);
  }
}
