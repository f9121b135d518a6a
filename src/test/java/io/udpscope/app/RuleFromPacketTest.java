package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.form.Field;
import io.udpscope.app.form.Form;
import io.udpscope.app.key.Key;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * d, t, f and a from a packet: the form of a rule made from it, and nothing in force before Enter.
 */
class RuleFromPacketTest {
  private static ReplaySession inPackets() {
    return new ReplaySession(120, 40).attach().arrive(200).press(Key.Kind.TAB);
  }

  private static Form form(ReplaySession session) {
    return ((Mode.Editing) session.state().mode()).form();
  }

  private static String value(ReplaySession session, String label) {
    return form(session).fields().stream()
        .filter(field -> field.label().equals(label))
        .map(Field::value)
        .findFirst()
        .orElse("(no such line)");
  }

  private static PageRow.PacketRow chosen(ReplaySession session) {
    return session.state().selected().orElseThrow().packet();
  }

  private static String address(String endpoint) {
    return endpoint.replaceAll("[\\[\\]]", "").replaceAll(":[0-9]+$", "");
  }

  private static String port(String endpoint) {
    return endpoint.substring(endpoint.lastIndexOf(':') + 1);
  }

  /** Goes to a packet that this rule decided. */
  private static ReplaySession at(ReplaySession session, String rule) {
    while (!chosen(session).rule().equals(rule)) {
      session.type("k");
    }
    return session;
  }

  @ParameterizedTest
  @CsvSource({"d,drop,name", "t,pass,to port", "f,drop,target", "a,pass,name"})
  void theFormHasWhatThePacketHas(char key, String action, String focused) {
    ReplaySession session = inPackets().type("" + key);
    PageRow.PacketRow packet = chosen(session);
    assertThat(value(session, "source")).isEqualTo(address(packet.source()));
    assertThat(value(session, "destination")).isEqualTo(address(packet.destination()));
    assertThat(value(session, "ports")).isEqualTo(port(packet.destination()));
    assertThat(value(session, "action")).isEqualTo(action);
    assertThat(value(session, "name")).isEqualTo("src-" + address(packet.source()));
    assertThat(value(session, "place")).isEqualTo("before " + packet.rule());
    assertThat(form(session).focused().label()).isEqualTo(focused);
    assertThat(form(session).template().title())
        .isEqualTo(
            "New rule from packet " + packet.number() + "; " + packet.rule() + " decides it now");
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theRuleDecidesThePacketThatItWasMadeFrom(int tabs) {
    ReplaySession session = at(inPackets(), "low ports");
    for (int i = 0; i < tabs; i++) {
      session.press(Key.Kind.TAB); // to the detail and the bytes
    }
    String name = "src-" + address(chosen(session).source());
    session.type("d").press(Key.Kind.ENTER);
    List<Rule> rules = session.datapath.rules();
    assertThat(rules).hasSize(4);
    assertThat(rules.get(2).name()).isEqualTo(name);
    assertThat(rules.get(2).action()).isEqualTo(Action.DROP);
    assertThat(rules.get(3).name()).isEqualTo("low ports");
    assertThat(session.state().snapshot().changes().standing()).isPresent();
    assertThat(session.state().notice().orElseThrow().text()).contains("would have dropped");
  }

  @Test
  void theNameIsItsOwn() {
    ReplaySession session = at(inPackets(), "telemetry");
    String name = "src-" + address(chosen(session).source());
    session.type("a").press(Key.Kind.ENTER).type(" a");
    assertThat(value(session, "name")).isEqualTo(name + "-2");
  }

  @Test
  void whatAnswersThePacketIsWhatARuleCanSee() {
    List<Rule> all = List.of(new Rule("all", Match.ports(PortRange.ANY), Action.PASS));
    ReplaySession session = new ReplaySession(120, 40, all).attach();
    session.datapath.send(3);
    session.advance(200_000_000).press(Key.Kind.TAB).type("a");
    PageRow.PacketRow packet = chosen(session);
    assertThat(value(session, "source")).isEqualTo(address(packet.destination()));
    assertThat(value(session, "ports")).isEqualTo(port(packet.source()));
    assertThat(form(session).template().title()).contains("what answers packet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "t", "f", "a"})
  void withoutAPacketTheKeysSayWhatTheyNeed(String key) {
    ReplaySession session = new ReplaySession(120, 40).attach().press(Key.Kind.TAB).type(key);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(session.state().notice().orElseThrow().text()).contains("choose a packet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "t", "f", "a"})
  void aReadOnlySessionMakesNone(String key) {
    ReplaySession session = new ReplaySession(120, 40, true, 1 << 20).attach().arrive(50);
    session.press(Key.Kind.TAB).type(key);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(session.state().notice().orElseThrow().text()).contains("--read-only");
  }
}
