package io.udpscope.datapath.bpf.hop;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.NextHopChanged;
import io.udpscope.datapath.bpf.hop.Neighbours.Neighbour;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.ffi.Netlink;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.NextHop.State;
import io.udpscope.model.Prefix;
import io.udpscope.model.Target;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The ways to the targets, kept as the kernel's tables have them: found out when a target comes,
 * and again whenever a notification of rtnetlink(7) says that they may be others. Of the network
 * namespace of the thread that made this, and confined to one thread.
 *
 * <p>The kernel does not see our packets, so it has to be told that their neighbours are in use: it
 * would neither find out a MAC nor notice that one has changed.
 */
public final class NextHops implements AutoCloseable {
  /** Between two questions for somebody who does not answer. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Between two looks at who is to be asked again. */
  private static final long LOOK_NANOS = ASK_AGAIN_NANOS / 4;

  /** Between two checks of one whom the kernel has not heard from lately. */
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int NOTIFICATIONS =
      Netlink.GROUP_LINK
          | Netlink.GROUP_NEIGHBOUR
          | Netlink.GROUP_IPV4_ADDRESS
          | Netlink.GROUP_IPV4_ROUTE
          | Netlink.GROUP_IPV4_RULE
          | Netlink.GROUP_IPV6_ADDRESS
          | Netlink.GROUP_IPV6_ROUTE
          | Netlink.GROUP_IPV6_RULE
          | Netlink.GROUP_NEXT_HOP;

  /**
   * A target that packets may be sent to.
   *
   * @param slot its own, by which the program finds the way
   * @param rule its name, for events
   * @param target one with an address
   */
  public record Wanted(int slot, String rule, Target target) {
    IpAddress address() {
      return target.address().orElseThrow();
    }
  }

  /** A target, and the way to it. */
  private static final class Followed {
    final Wanted wanted;
    WayOut way = WayOut.UNKNOWN;

    Followed(Wanted wanted) {
      this.wanted = wanted;
    }
  }

  private final WayFinder finder;
  private final Netlink notifications;
  private final HopTable table;
  private final Map<Integer, Followed> bySlot = new LinkedHashMap<>();
  private final Map<Neighbour, Long> lastUsed = new HashMap<>();
  private long lastCheck = System.nanoTime();
  private long lastLook = lastCheck;

  /**
   * @param map the one entry of the map {@code next_hops}, mapped, in native byte order
   * @param awaitPacketsInFlight returns when every packet that was in the program has left it
   */
  public NextHops(ByteBuffer map, Runnable awaitPacketsInFlight) {
    this.table = new HopTable(map, awaitPacketsInFlight);
    this.finder = new WayFinder();
    try {
      this.notifications = Netlink.open(NOTIFICATIONS);
    } catch (RuntimeException e) {
      finder.close();
      throw e;
    }
  }

  /** Readable when something may have changed. */
  public int fd() {
    return notifications.fd();
  }

  /**
   * Waits for the neighbours that were just asked for, and lets packets know of them.
   *
   * @return the ways that are others now
   */
  public List<DatapathEvent> awaitNeighbours(long timeoutNanos) {
    List<DatapathEvent> happened = new ArrayList<>();
    ByteBuffer readable = NativeMemory.allocate(Libc.POLLFD_BYTES).putInt(0, fd());
    readable.putShort(Libc.POLLFD_EVENTS, (short) Libc.POLLIN);
    long deadline = System.nanoTime() + timeoutNanos;
    for (long left = timeoutNanos; left > 0 && isAnyAsked(); left = deadline - System.nanoTime()) {
      Libc.poll(readable, 1, (int) (left / 1_000_000) + 1);
      happened.addAll(events());
    }
    return happened;
  }

  private boolean isAnyAsked() {
    return bySlot.values().stream().anyMatch(one -> one.way.told().state() == State.NO_NEIGHBOUR);
  }

  /**
   * Says which targets there are; the ways to new ones are known to packets when it returns, those
   * to others are forgotten. So before a change it is called with the targets of both the rules
   * before and the rules behind it, and after it with those that packets may still be sent to.
   */
  public void set(List<Wanted> wanted) {
    Map<Integer, Followed> before = new HashMap<>(bySlot);
    bySlot.clear();
    for (Wanted one : wanted) {
      Followed kept = before.remove(one.slot());
      boolean same = kept != null && kept.wanted.equals(one);
      bySlot.put(one.slot(), same ? kept : new Followed(one));
      if (!same) {
        follow(bySlot.get(one.slot()));
      }
    }
    before.keySet().forEach(table::withdraw);
    keepNeighboursInUse(System.nanoTime());
  }

  private void follow(Followed followed) {
    followed.way = finder.find(followed.wanted.target());
    table.publish(followed.wanted.slot(), followed.way);
  }

  /** The way to a target that nobody follows. */
  public NextHop lookUp(Target target) {
    return target.address().isEmpty() ? NextHop.UNKNOWN : finder.find(target).told();
  }

  public List<IpAddress> neighbours() {
    return finder.neighbours().known();
  }

  /** The way to the target of a slot, as packets take it. */
  public NextHop of(int slot) {
    Followed followed = bySlot.get(slot);
    return followed == null ? NextHop.UNKNOWN : followed.way.told();
  }

  /** Whether an interface takes no frames from native XDP; none that is gone does. */
  public boolean refusesNative(int interfaceIndex) {
    Link link = finder.links().at(interfaceIndex);
    return link == null || finder.features().refusesNative(link);
  }

  /** Whether an interface takes no frames in several buffers from native XDP. */
  public boolean refusesBuffers(int interfaceIndex) {
    Link link = finder.links().at(interfaceIndex);
    return link == null || finder.features().refusesBuffers(link);
  }

  public boolean isVeth(int interfaceIndex) {
    Link link = finder.links().at(interfaceIndex);
    return link != null && link.kind().equals("veth");
  }

  /** Whether generic XDP cannot send to the target of a slot all that it would. */
  public boolean refusesGeneric(int slot) {
    Followed followed = bySlot.get(slot);
    return followed != null && followed.way.refusesGeneric();
  }

  /**
   * Takes what the kernel has told since the last call, and lets packets know. To be called when
   * {@link #fd} is readable, and each second.
   *
   * @return the ways that are others now
   */
  public List<DatapathEvent> events() {
    Changes changes = changes();
    long now = System.nanoTime();
    List<DatapathEvent> events = new ArrayList<>();
    if (changes.any()) {
      for (Followed followed : bySlot.values()) {
        if (changes.concern(followed)) {
          followAnew(followed, events);
        }
      }
    } else if (now - lastLook < LOOK_NANOS) {
      return events;
    }
    keepNeighboursInUse(now);
    return events;
  }

  private void followAnew(Followed followed, List<DatapathEvent> events) {
    NextHop before = followed.way.told();
    follow(followed);
    NextHop now = followed.way.told();
    if (!now.equals(before)) {
      Wanted of = followed.wanted;
      events.add(new NextHopChanged(of.rule(), of.target().endpoint(), before, now));
    }
  }

  private Changes changes() {
    Changes changes = new Changes();
    changes.features.addAll(finder.features().changes());
    if (!notifications.receive(changes::take)) {
      finder.links().forgetAll();
      finder.features().forgetAll();
      changes.all = true;
    }
    long now = System.nanoTime();
    if (now - lastCheck >= CHECK_NANOS) {
      lastCheck = now;
      changes.all = true; // not everything is announced: a path MTU that ends, for one
    }
    return changes;
  }

  /** What a batch of notifications says, so that each way is looked for once. */
  private final class Changes {
    boolean all;
    final Set<Neighbour> neighbours = new HashSet<>();
    final Set<MacAddress> learned = new HashSet<>();
    final Set<Prefix> routes = new HashSet<>();
    final Set<String> appeared = new HashSet<>();
    final Set<Integer> features = new HashSet<>();

    boolean any() {
      return all
          || !(neighbours.isEmpty()
              && learned.isEmpty()
              && routes.isEmpty()
              && appeared.isEmpty()
              && features.isEmpty());
    }

    void take(Netlink.Message message) {
      switch (message.type()) {
        case Link.RTM_NEWLINK -> {
          all |= finder.links().take(message);
          appeared.add(Link.read(message.body()).name());
        }
        case Link.RTM_DELLINK -> all |= finder.links().take(message);
        case Neighbours.RTM_NEWNEIGH, Neighbours.RTM_DELNEIGH ->
            Neighbours.neighbour(message.body())
                .ifPresentOrElse(
                    neighbours::add, () -> Neighbours.mac(message.body()).ifPresent(learned::add));
        case RouteLookup.RTM_NEWROUTE, RouteLookup.RTM_DELROUTE ->
            routes.add(RouteLookup.destinations(message.body()));
        default -> all = true; // addresses, rules, next hop objects
      }
    }

    boolean concern(Followed followed) {
      return all
          || followed.way.neighbour().filter(neighbours::contains).isPresent()
          || followed.way.mac().filter(learned::contains).isPresent()
          || followed.wanted.target().interfaceName().filter(appeared::contains).isPresent()
          || features.contains(followed.way.interfaceIndex())
          || routes.stream().anyMatch(route -> route.contains(followed.wanted.address()));
    }
  }

  private void keepNeighboursInUse(long now) {
    lastLook = now;
    Set<Neighbour> unchecked = new HashSet<>();
    for (Followed followed : bySlot.values()) {
      WayOut way = followed.way;
      boolean unknown = way.told().state() == State.NO_NEIGHBOUR;
      boolean checked = !unknown && !way.stale();
      way.neighbour()
          .filter(neighbour -> !checked && unchecked.add(neighbour))
          .filter(neighbour -> isDue(neighbour, now, unknown ? ASK_AGAIN_NANOS : CHECK_NANOS))
          .ifPresent(neighbour -> use(neighbour, now));
    }
    lastUsed.keySet().retainAll(unchecked);
  }

  private boolean isDue(Neighbour neighbour, long now, long interval) {
    Long last = lastUsed.get(neighbour);
    return last == null || now - last >= interval;
  }

  private void use(Neighbour neighbour, long now) {
    finder.neighbours().use(neighbour);
    lastUsed.put(neighbour, now);
  }

  @Override
  public void close() {
    notifications.close();
    finder.close();
  }
}
