package io.udpscope.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorTest {
  @Test
  void isTheLoginBehindSudoAndWhereItCameFrom() {
    Operator operator =
        Operator.of(
            Map.of(
                "SUDO_USER", "ops",
                "LOGNAME", "root",
                "SSH_CONNECTION", "192.0.2.7 51234 10.0.0.2 22"));
    assertThat(operator).isEqualTo(new Operator("ops", "192.0.2.7"));
    assertThat(operator).hasToString("ops from 192.0.2.7");
  }

  @Test
  void isTheLoginWithoutSudo() {
    assertThat(Operator.of(Map.of("LOGNAME", "ops"))).hasToString("ops");
    assertThat(Operator.of(Map.of("USER", "ops"))).hasToString("ops");
    assertThat(Operator.of(Map.of())).hasToString("root");
  }
}
