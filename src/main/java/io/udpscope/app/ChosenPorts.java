package io.udpscope.app;

import io.udpscope.app.health.HostWish;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Direction;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ports that the operator has in hand: the chosen rule's, and those of a packet stood on. */
final class ChosenPorts {
  private ChosenPorts() {}

  static List<HostWish.Ports> of(AppState state) {
    List<HostWish.Ports> ports = new ArrayList<>();
    packet(state).ifPresent(ports::add);
    state.snapshot().rules().stream()
        .skip(state.rules().cursor())
        .findFirst()
        .ifPresent(row -> ports.add(rule(row.rule())));
    return ports;
  }

  private static HostWish.Ports rule(Rule rule) {
    PortRange arriving = rule.match().ports();
    return new HostWish.Ports("rule " + rule.name(), arriving, shifted(arriving, rule));
  }

  private static PortRange shifted(PortRange arriving, Rule rule) {
    int shift = rule.portShift();
    return new PortRange(arriving.first() + shift, arriving.last() + shift);
  }

  /** Not while the packets follow: then it is another one at every moment. */
  private static Optional<HostWish.Ports> packet(AppState state) {
    if (state.packets() instanceof PacketsView.Following || state.selected().isEmpty()) {
      return Optional.empty();
    }
    PageRow.PacketRow row = state.selected().get().packet();
    ByteBuffer bytes = ByteBuffer.wrap(row.record()).order(ByteOrder.nativeOrder());
    PacketRecord packet = new PacketRecord().wrap(bytes, 0);
    if (packet.direction() == Direction.OUT || !packet.holds(packet.payloadOffset())) {
      return Optional.empty();
    }
    PortRange arriving = new PortRange(packet.destinationPort(), packet.destinationPort());
    PortRange listened =
        state.snapshot().rules().stream()
            .map(RuleRow::rule)
            .filter(rule -> rule.name().equals(row.rule()))
            .filter(rule -> rule.match().ports().contains(arriving.first()))
            .findFirst()
            .map(rule -> shifted(arriving, rule))
            .orElse(arriving);
    return Optional.of(new HostWish.Ports("packet " + row.number(), arriving, listened));
  }
}
