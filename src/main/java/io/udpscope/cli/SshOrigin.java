package io.udpscope.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an operator's SSH connection comes from, also behind sudo, which takes SSH_CONNECTION out
 * of the environment: the shell above it still has it (proc_pid_environ(5)).
 */
final class SshOrigin {
  private static final String CONNECTION = "SSH_CONNECTION";

  private SshOrigin() {}

  /** The environment, with the connection of the nearest process above that knows one. */
  static Map<String, String> complete(Map<String, String> environment) {
    if (environment.containsKey(CONNECTION)) {
      return environment;
    }
    Optional<ProcessHandle> above = ProcessHandle.current().parent();
    while (above.isPresent()) {
      Optional<String> found = variable(above.get().pid(), CONNECTION);
      if (found.isPresent()) {
        Map<String, String> completed = new HashMap<>(environment);
        completed.put(CONNECTION, found.get());
        return completed;
      }
      above = above.get().parent();
    }
    return environment;
  }

  /** What a variable was when that process began; empty if it was not set, or is not told. */
  static Optional<String> variable(long pid, String name) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      for (String variable : new String(bytes, StandardCharsets.UTF_8).split("\0")) {
        if (variable.startsWith(name + "=")) {
          return Optional.of(variable.substring(name.length() + 1));
        }
      }
    } catch (IOException e) {
      // It has ended, or is not ours to read.
    }
    return Optional.empty();
  }
}
