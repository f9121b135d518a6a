package io.udpscope.app;

import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.log.Operator;
import java.time.Duration;
import java.util.Optional;

/**
 * What the agent lets the screen change.
 *
 * @param readOnly nothing
 * @param confirm how long a change that can cut traffic stands unless it is kept; empty: for good
 * @param operator whose changes they are
 * @param session how the operator's session comes here: what hits that has to be said twice
 */
public record ChangePolicy(
    boolean readOnly, Optional<Duration> confirm, Operator operator, SessionFlows session) {
  /** Of an operator whose session no UDP carries. */
  public ChangePolicy(boolean readOnly, Optional<Duration> confirm, Operator operator) {
    this(readOnly, confirm, operator, SessionFlows.NONE);
  }
}
