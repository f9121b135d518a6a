package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the copy key gives to the terminal. */
class CopyingTest {
  private final ReplaySession session = new ReplaySession(120, 40).attach().goOn();

  private String copied() {
    List<Command> commands = session.commands();
    assertThat(commands).isNotEmpty();
    return ((Command.Copy) commands.get(commands.size() - 1)).text();
  }

  @Test
  void copiesARuleAsOptions() {
    session.type("Y");
    assertThat(copied()).isEqualTo("-p 5005-5010 --drop");
    assertThat(session.state().notice().orElseThrow().text())
        .startsWith("copied rule telemetry as options");
    session.type("jY");
    assertThat(copied()).isEqualTo("-p 53 --dst 10.0.0.53");
  }

  @Test
  void copiesAPacketAFieldAndBytes() {
    session.press(Key.Kind.TAB).type("ky");
    assertThat(copied())
        .matches("748 02:13:56 eth0 in 10.0.0.8:40112 → 10.0.0.2:5005 length 214 .*");
    session.press(Key.Kind.TAB).type("jjy");
    assertThat(copied()).isEqualTo("10.0.0.8 → 10.0.0.2  ttl 64");
    session.press(Key.Kind.TAB).type("Y");
    assertThat(copied()).startsWith("4500").hasSize(40);
  }

  @Test
  void copiesALineOfPathHealth() {
    session.typeAlone('4').advance(1_000_000_000).type("y");
    assertThat(copied()).startsWith("nothing went wrong");
  }

  @Test
  void saysThatThereIsNothingToCopy() {
    session.type("Gy");
    int before = session.commands().size();
    session.type("Y");
    assertThat(session.commands()).hasSize(before);
    assertThat(session.state().notice().orElseThrow().text()).startsWith("nothing is chosen here");
  }
}
