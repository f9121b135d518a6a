package io.udpscope.app;

import java.time.Duration;
import java.util.Optional;

/**
 * What the agent lets the screen change.
 *
 * @param readOnly nothing
 * @param confirm how long a change that can cut traffic stands unless it is kept; empty: for good
 * @param operator whose changes they are
 */
public record ChangePolicy(boolean readOnly, Optional<Duration> confirm, Operator operator) {}
