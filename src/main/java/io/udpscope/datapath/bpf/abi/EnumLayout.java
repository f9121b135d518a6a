package io.udpscope.datapath.bpf.abi;

import java.util.Map;

/** An enum of {@code udpscope_abi.h}: every constant and its value. */
public record EnumLayout(String name, Map<String, Long> constants) {
  public EnumLayout {
    constants = Map.copyOf(constants);
  }
}
