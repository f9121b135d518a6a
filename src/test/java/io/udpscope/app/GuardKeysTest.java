package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.Carrier;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.form.Form;
import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import io.udpscope.model.Action;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What would hit the operator's own session is made when the rule's name was typed, and not before.
 */
class GuardKeysTest {
  /** One of those whose packets the replay has; DNS to 10.0.0.53 is among them. */
  private static final IpAddress CLIENT = IpAddress.parse("10.0.0.9");

  private static final IpAddress SERVER = IpAddress.parse("10.0.0.53");

  private static final SessionFlows QUIC =
      new SessionFlows(
          Optional.of(IpAddress.parse("192.0.2.7")),
          List.of(
              new Carrier(
                  "the socket that speaks with 192.0.2.7 (port 53)",
                  Optional.of(IpAddress.parse("192.0.2.7")),
                  Optional.of(SERVER),
                  new PortRange(53, 53))));

  private static ReplaySession live() {
    return new ReplaySession(120, 40, QUIC).attach();
  }

  private static ReplaySession enter(ReplaySession session) {
    return session.press(Key.Kind.ENTER);
  }

  private static String notice(ReplaySession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  private static Rule dns(ReplaySession session) {
    return session.datapath.rules().get(1);
  }

  private static boolean asks(ReplaySession session) {
    return session.state().mode() instanceof Mode.Prompting prompting
        && prompting.prompt().kind() == Prompt.Kind.CONFIRM;
  }

  @Test
  void nothingChangesUntilTheNameIsTyped() {
    ReplaySession session = live().type("jd");
    assertThat(asks(session)).isTrue();
    assertThat(notice(session))
        .isEqualTo(
            "nothing changed: this would hit your own session, the socket that speaks with"
                + " 192.0.2.7 (port 53)");
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
    enter(session.type("dns"));
    assertThat(dns(session).action()).isEqualTo(Action.DROP);
    assertThat(session.state().snapshot().changes().standing())
        .isPresent(); // and it goes back all the same
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "y", "yes", "telemetry", "DNS", "dnss", "dn"})
  void anotherNameChangesNothing(String name) {
    ReplaySession session = enter(live().type("jd").type(name));
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(notice(session)).isEqualTo("nothing changed: that is not dns");
    assertThat(session.state().snapshot().changes().log()).isEmpty();
  }

  @Test
  void escChangesNothingAndNoKeyWorksMeanwhile() {
    ReplaySession session = live().type("jdxuyJK").press(Key.control('R'));
    assertThat(asks(session)).isTrue();
    session.press(Key.Kind.UP).press(Key.Kind.ESCAPE);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
    assertThat(session.state().layout().message().height()).isEqualTo(1);
  }

  @Test
  void whatWasTypedOnceIsTypedAgain() {
    ReplaySession session = enter(live().type("jd").type("dns")).type("ud");
    assertThat(asks(session)).isTrue();
    enter(session.press(Key.Kind.UP));
    assertThat(dns(session).action()).isEqualTo(Action.PASS);
  }

  @Test
  void aFormStaysAsItWasTyped() {
    ReplaySession session = enter(live().type("jt5353"));
    assertThat(asks(session)).isTrue();
    enter(session.type("what?"));
    Form form = ((Mode.Editing) session.state().mode()).form();
    assertThat(form.focused().value()).isEqualTo("5353");
    enter(enter(session).type("dns"));
    assertThat(dns(session).translate()).hasValue(5353);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
  }

  @Test
  void theNewRuleIsTheOneToName() {
    ReplaySession session = live().type("a");
    for (int i = 0; i < 5; i++) {
      session.press(Key.Kind.TAB);
    }
    enter(session.type("d"));
    assertThat(asks(session)).isTrue();
    assertThat(enter(session.type("rule-4")).datapath.rules()).hasSize(4);
  }

  @Test
  void redoAsksToo() {
    ReplaySession session = enter(live().type("jd").type("dns")).type("u");
    assertThat(session.press(Key.control('R')).datapath.rules()).isEqualTo(ReplaySession.RULES);
    assertThat(asks(session)).isTrue();
    enter(session.type("dns"));
    assertThat(dns(session).action()).isEqualTo(Action.DROP);
  }

  @Test
  void whatDoesNotHitItAsksNothing() {
    ReplaySession session = live().type("2jx").type("gd");
    assertThat(asks(session)).isFalse();
    assertThat(session.datapath.rules()).hasSize(2);
  }

  @Test
  void packetsThatComeFromTheClientAreTakenForTheSession() {
    SessionFlows known = new SessionFlows(Optional.of(CLIENT), List.of());
    ReplaySession session = new ReplaySession(120, 40, known).attach().type("jd");
    assertThat(asks(session)).isFalse(); // nothing came from there yet
    session.type("u").arrive(300).type("d");
    assertThat(asks(session)).isTrue();
    assertThat(notice(session)).endsWith("UDP from 10.0.0.9, where you come from");
  }
}
