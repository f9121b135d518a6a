package io.udpscope.cli;

import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the host names of targets stand for. A thread of its own asks for each of them when it is
 * first wanted, and every so often after, since a name server may take its time. The answers are
 * taken by the thread that owns the datapath. A name that had addresses keeps them while nobody
 * answers: the outage of a name server is none of the traffic's.
 */
final class HostNames implements AutoCloseable {
  /** Asks for the addresses of a name. */
  @FunctionalInterface
  interface Lookup {
    /**
     * @throws UnknownHostException if there is no such name, or nobody answers
     */
    List<IpAddress> addresses(String host) throws UnknownHostException;
  }

  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final Lookup lookup;
  private final Duration interval;
  private final Set<String> wanted = new TreeSet<>();
  private final Map<String, List<IpAddress>> answers = new HashMap<>();
  private Runnable onChange = () -> {};
  private Thread thread;
  private boolean closed;
  private volatile long version;

  HostNames() {
    this(HostNames::ask, INTERVAL);
  }

  HostNames(Lookup lookup, Duration interval) {
    this.lookup = lookup;
    this.interval = interval;
  }

  /** By the system's resolver: its configuration, its hosts file. */
  private static List<IpAddress> ask(String host) throws UnknownHostException {
    Security.setProperty("networkaddress.cache.ttl", "0"); // the interval is ours to choose
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    List<IpAddress> addresses = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(host)) {
      addresses.add(IpAddress.of(address.getAddress()));
    }
    return addresses;
  }

  /** Called on the asking thread when an answer differs from the one before. */
  synchronized void onChange(Runnable changed) {
    onChange = changed;
  }

  /** Counts the answers that differed from the ones before. From any thread. */
  long version() {
    return version;
  }

  /** Asks for the names of these rules from now on. */
  synchronized void want(List<Rule> rules) {
    boolean more = false;
    for (Rule rule : rules) {
      for (Target target : targets(rule)) {
        more |= isName(target) && wanted.add(target.host());
      }
    }
    if (!more || closed) {
      return;
    }
    if (thread == null) {
      thread = new Thread(this::run, "host-names");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  /** Every name that is wanted has been asked for once. */
  synchronized boolean hasAnswered() {
    return answers.keySet().containsAll(wanted);
  }

  /** Waits until every name that is wanted has been asked for once, or the time is over. */
  synchronized void awaitAnswers(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!hasAnswered()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The same rules with the addresses that their targets' names stand for. An address that is still
   * among the answers stays, whatever order they come in.
   */
  synchronized List<Rule> fill(List<Rule> rules) {
    List<Rule> filled = new ArrayList<>();
    for (Rule rule : rules) {
      filled.add(rule.withForward(rule.forward().map(forward -> fill(rule, forward))));
    }
    return filled;
  }

  private Forward fill(Rule rule, Forward forward) {
    List<Target> targets = new ArrayList<>();
    for (Target target : forward.targets()) {
      targets.add(isName(target) ? target.withAddress(address(rule, target)) : target);
    }
    return forward.withTargets(targets);
  }

  private Optional<IpAddress> address(Rule rule, Target target) {
    Optional<Boolean> ipv6 = rule.match().ipv6();
    List<IpAddress> fitting = new ArrayList<>();
    for (IpAddress address : answers.getOrDefault(target.host(), List.of())) {
      if (ipv6.isEmpty() || ipv6.get() == address.isIpv6()) {
        fitting.add(address);
      }
    }
    if (fitting.isEmpty() || target.address().filter(fitting::contains).isPresent()) {
      return target.address();
    }
    return Optional.of(fitting.get(0));
  }

  private static List<Target> targets(Rule rule) {
    return rule.forward().map(Forward::targets).orElse(List.of());
  }

  static boolean isName(Target target) {
    return target.address().filter(address -> address.toString().equals(target.host())).isEmpty();
  }

  private void run() {
    try {
      long next = System.nanoTime();
      while (true) {
        List<String> due = awaitDue(next);
        for (String host : due) {
          answer(host, lookUp(host));
        }
        next = System.nanoTime() + interval.toNanos();
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** All names once it is time; before that, those that nobody has asked for yet. */
  private synchronized List<String> awaitDue(long next) throws InterruptedException {
    while (true) {
      long left = next - System.nanoTime();
      if (left <= 0) {
        return List.copyOf(wanted);
      }
      List<String> fresh = wanted.stream().filter(host -> !answers.containsKey(host)).toList();
      if (!fresh.isEmpty()) {
        return fresh;
      }
      wait(left / 1_000_000 + 1);
    }
  }

  private List<IpAddress> lookUp(String host) {
    try {
      return lookup.addresses(host);
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private synchronized void answer(String host, List<IpAddress> addresses)
      throws InterruptedException {
    if (closed) {
      throw new InterruptedException();
    }
    List<IpAddress> before = answers.getOrDefault(host, List.of());
    answers.put(host, addresses.isEmpty() ? before : List.copyOf(addresses));
    if (!addresses.isEmpty() && !addresses.equals(before)) {
      version++;
      onChange.run();
    }
    notifyAll();
  }

  /** Nothing is called any more when this returns. */
  @Override
  public synchronized void close() {
    closed = true;
    onChange = () -> {};
    if (thread != null) {
      thread.interrupt();
    }
  }
}
