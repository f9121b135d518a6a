package io.udpscope.app.log;

import java.util.Map;

/**
 * Who changes traffic: it stands in the log of changes.
 *
 * @param login the name behind sudo, where there is one
 * @param from the address that the operator's SSH connection comes from; empty at the machine
 *     itself
 */
public record Operator(String login, String from) {
  /**
   * What the environment says: SUDO_USER (sudo(8)), LOGNAME (environ(7)), and the client's address,
   * which is the first word of SSH_CONNECTION (ssh(1)).
   */
  public static Operator of(Map<String, String> environment) {
    String login = environment.getOrDefault("SUDO_USER", "");
    if (login.isEmpty()) {
      login = environment.getOrDefault("LOGNAME", environment.getOrDefault("USER", ""));
    }
    String connection = environment.getOrDefault("SSH_CONNECTION", "").strip();
    int space = connection.indexOf(' ');
    return new Operator(
        login.isEmpty() ? "root" : login, space < 0 ? connection : connection.substring(0, space));
  }

  /** {@code ops from 10.0.0.5}. */
  @Override
  public String toString() {
    return from.isEmpty() ? login : login + " from " + from;
  }
}
