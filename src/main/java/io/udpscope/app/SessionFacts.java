package io.udpscope.app;

import io.udpscope.app.key.KeyMap;
import java.time.Duration;
import java.util.Optional;

/**
 * What does not change while a session lasts.
 *
 * @param interfaces as the user named them, separated by commas
 * @param readOnly no key changes traffic
 * @param confirm how long a change that can cut traffic stands unless it is kept; empty: for good
 * @param keys as the config file has them
 * @param ofFile packets come out of a file: there is no traffic to change, and no host
 */
public record SessionFacts(
    String interfaces,
    String host,
    boolean readOnly,
    Optional<Duration> confirm,
    KeyMap keys,
    boolean ofFile) {
  /** Of a session on interfaces. */
  public SessionFacts(
      String interfaces, String host, boolean readOnly, Optional<Duration> confirm, KeyMap keys) {
    this(interfaces, host, readOnly, confirm, keys, false);
  }
}
