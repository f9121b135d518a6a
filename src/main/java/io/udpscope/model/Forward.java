package io.udpscope.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Where a rule's packets go; with {@link Action#PASS}, copies of them.
 *
 * @param replies answers of a target go back to the client as if the first address had answered
 * @param replyPorts ours towards the targets, where replies come back to an address of ours
 * @param idleSeconds a client's session ends when no packet of it was seen for so long
 */
public record Forward(
    Strategy strategy,
    Path path,
    Source source,
    boolean replies,
    PortRange replyPorts,
    int idleSeconds,
    List<Target> targets) {
  /** So many targets one forward can have ({@code UDPSCOPE_TARGETS_OF_A_FORWARD}). */
  public static final int MAX_TARGETS = 256;

  /**
   * Above Linux's ip_local_port_range, so that no socket of this host has such a port by chance.
   */
  public static final PortRange DEFAULT_REPLY_PORTS = new PortRange(61000, 65535);

  public static final int DEFAULT_IDLE_SECONDS = 60;
  public static final int MAX_IDLE_SECONDS = 86_400;

  public Forward {
    Objects.requireNonNull(strategy);
    Objects.requireNonNull(path);
    Objects.requireNonNull(source);
    Objects.requireNonNull(replyPorts);
    targets = List.copyOf(targets);
    if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
      throw new IllegalArgumentException(
          "a forward has 1 to " + MAX_TARGETS + " targets, not " + targets.size());
    }
    Set<String> endpoints = new HashSet<>();
    for (Target target : targets) {
      if (!endpoints.add(target.endpoint())) {
        throw new IllegalArgumentException("the target " + target.endpoint() + " comes twice");
      }
    }
    if (replyPorts.first() == 0) {
      throw new IllegalArgumentException("reply ports begin at 1");
    }
    if (idleSeconds < 1 || idleSeconds > MAX_IDLE_SECONDS) {
      throw new IllegalArgumentException(
          "a session's idle time is 1 to " + MAX_IDLE_SECONDS + " seconds, not " + idleSeconds);
    }
  }

  /** With every default. */
  public static Forward to(List<Target> targets) {
    return new Forward(
        Strategy.SOURCE_IP,
        Path.AUTO,
        defaultSource(Strategy.SOURCE_IP, Path.AUTO, targets),
        false,
        DEFAULT_REPLY_PORTS,
        DEFAULT_IDLE_SECONDS,
        targets);
  }

  /**
   * Where nothing is said of the source: the client's, but ours where the relay sends or the way
   * leads to a loopback address, from which nobody could answer the client.
   */
  public static Source defaultSource(Strategy strategy, Path path, List<Target> targets) {
    boolean ours =
        path == Path.RELAY
            || strategy == Strategy.ALL
            || targets.stream().anyMatch(Target::isLoopback);
    return ours ? Source.MASQUERADE : Source.KEEP;
  }

  /**
   * Whether the relay sends all of it, whatever the ways to its targets are: it is told to, or
   * there is more than one packet to be sent for one, or loopback is the only place to go.
   */
  public boolean isRelayed() {
    return path == Path.RELAY
        || strategy == Strategy.ALL
        || path == Path.AUTO && targets.stream().allMatch(Target::isLoopback);
  }

  /**
   * Whether the program brings answers back; those to a socket of the relay, that brings itself.
   */
  public boolean programReplies() {
    return replies && (!isRelayed() || source.equals(Source.KEEP));
  }

  public Forward withStrategy(Strategy changed) {
    return new Forward(changed, path, source, replies, replyPorts, idleSeconds, targets);
  }

  public Forward withPath(Path changed) {
    return new Forward(strategy, changed, source, replies, replyPorts, idleSeconds, targets);
  }

  public Forward withSource(Source changed) {
    return new Forward(strategy, path, changed, replies, replyPorts, idleSeconds, targets);
  }

  public Forward withReplies(boolean changed) {
    return new Forward(strategy, path, source, changed, replyPorts, idleSeconds, targets);
  }

  public Forward withReplyPorts(PortRange changed) {
    return new Forward(strategy, path, source, replies, changed, idleSeconds, targets);
  }

  public Forward withIdleSeconds(int changed) {
    return new Forward(strategy, path, source, replies, replyPorts, changed, targets);
  }

  public Forward withTargets(List<Target> changed) {
    return new Forward(strategy, path, source, replies, replyPorts, idleSeconds, changed);
  }
}
