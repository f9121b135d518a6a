package io.udpscope.app;

import io.udpscope.app.change.Flow;
import io.udpscope.app.change.RuleSeed;
import io.udpscope.app.form.AddRuleForm;
import io.udpscope.app.form.AddRuleForm.About;
import io.udpscope.app.form.AddRuleForm.Start;
import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Action;
import io.udpscope.model.Direction;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** The form of a rule that is made from what is chosen outside the rules pane. Pure. */
final class RuleStart {
  private static final int UDP_BYTES = 8;

  private RuleStart() {}

  /** Empty if nothing is chosen that a rule could be made from. */
  static Optional<AddRuleForm> of(AppState state, Intent intent) {
    boolean flows =
        state.screen().view() == View.CONVERSATIONS || state.screen().view() == View.TALKERS;
    if (state.screen().focus() == Pane.VIEW && flows) {
      return FlowKeys.seed(state).map(seed -> form(state, intent, seed, place(state, seed), ""));
    }
    boolean packets = state.screen().view() == View.PACKETS || state.screen().focus() != Pane.VIEW;
    return packets
        ? state.selected().flatMap(chosen -> ofPacket(state, intent, chosen))
        : Optional.empty();
  }

  private static Optional<AddRuleForm> ofPacket(
      AppState state, Intent intent, SelectedPacket chosen) {
    PageRow.PacketRow row = chosen.packet();
    ByteBuffer record = ByteBuffer.wrap(row.record()).order(ByteOrder.nativeOrder());
    PacketRecord packet = new PacketRecord().wrap(record, 0);
    if (!packet.holds(packet.transportOffset() + UDP_BYTES)) {
      return Optional.empty();
    }
    boolean left = row.direction() == Direction.OUT;
    IpAddress from = left ? packet.destination() : packet.source();
    IpAddress to = left ? packet.source() : packet.destination();
    int port = left ? packet.sourcePort() : packet.destinationPort();
    Flow flow = new Flow(row.interfaceName(), from, to, port);
    RuleSeed seed =
        new RuleSeed(
            Optional.empty(),
            Optional.of(new Prefix(from, from.bits())),
            Optional.of(new Prefix(to, to.bits())),
            Optional.of(new PortRange(port, port)));
    String what = (left ? "what answers packet " : "packet ") + row.number();
    return Optional.of(form(state, intent, seed, place(state, flow), what));
  }

  private static AddRuleForm form(
      AppState state, Intent intent, RuleSeed seed, int place, String from) {
    List<String> names = rules(state).stream().map(Rule::name).toList();
    List<String> interfaces = List.of(state.facts().interfaces().split(","));
    String what = from.isEmpty() ? seed.match().describe("→") : from;
    return new AddRuleForm(names, place, interfaces, start(seed, intent, what));
  }

  /** With the action and the lines that the key is about. */
  private static Start start(RuleSeed seed, Intent intent, String from) {
    return switch (intent) {
      case TOGGLE_ACTION -> new Start(seed, Action.DROP, About.ACTION, from);
      case TRANSLATE -> new Start(seed, Action.PASS, About.TRANSLATE, from);
      case FORWARD -> new Start(seed, Action.DROP, About.FORWARD, from);
      default -> new Start(seed, Action.PASS, About.MATCH, from);
    };
  }

  private static List<Rule> rules(AppState state) {
    return state.snapshot().rules().stream().map(RuleRow::rule).toList();
  }

  /** That of the rule that decides the packets now: before it, a new one takes effect. */
  private static int place(AppState state, Flow flow) {
    List<Rule> rules = rules(state);
    return flow.decidedBy(rules).map(rules::indexOf).orElse(rules.size());
  }

  /** That of the first rule that decides any of them. */
  private static int place(AppState state, RuleSeed seed) {
    List<Rule> rules = rules(state);
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).match().overlaps(seed.match())) {
        return i;
      }
    }
    return rules.size();
  }
}
