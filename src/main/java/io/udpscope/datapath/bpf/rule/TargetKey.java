package io.udpscope.datapath.bpf.rule;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.Optional;

/**
 * What a target's slot belongs to. Whatever decides the way to it is part of this: packets that
 * still obey the rules of before find the next hop of before in another slot.
 */
public record TargetKey(
    String rule,
    String endpoint,
    Optional<IpAddress> address,
    Optional<String> interfaceName,
    Optional<MacAddress> mac) {
  public static TargetKey of(Rule rule, Target target) {
    return new TargetKey(
        rule.name(), target.endpoint(), target.address(), target.interfaceName(), target.mac());
  }
}
