package io.udpscope.datapath.bpf.hop;

import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which interfaces take frames that native XDP sends, as the generic netlink family {@code netdev}
 * tells it since Linux 6.3 (linux/netdev.h).
 */
final class XdpFeatures implements AutoCloseable {
  /** The family that tells of the families (linux/genetlink.h). */
  private static final int CONTROL = 16;

  private static final int CONTROL_GET_FAMILY = 3;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;
  private static final int FAMILY_GROUPS = 7;
  private static final int GROUP_NAME = 1;
  private static final int GROUP_ID = 2;

  /** {@code struct genlmsghdr}: a command, a version. */
  private static final int HEADER_BYTES = 4;

  private static final int HEADER_VERSION = 1;
  private static final int DEVICE_GET = 1;
  private static final int DEVICE_INDEX = 1;
  private static final int DEVICE_FEATURES = 3;

  /** {@code NETDEV_XDP_ACT_NDO_XMIT}. */
  private static final long TAKES_FRAMES = 4;

  /** {@code NETDEV_XDP_ACT_NDO_XMIT_SG}: also frames that lie in several buffers. */
  private static final long TAKES_BUFFERS = 64;

  /** Kinds that take frames wherever there are no features to ask for; hardware has no kind. */
  private static final Set<String> TAKING = Set.of("", "tun", "bond", "team");

  private final Netlink questions = Netlink.openGeneric();
  private final Netlink notifications;
  private final int family;
  private final Map<Integer, Long> known = new HashMap<>();

  XdpFeatures() {
    try {
      this.notifications = Netlink.openGeneric();
    } catch (RuntimeException e) {
      questions.close();
      throw e;
    }
    this.family = findFamily();
  }

  /** 0 if there is none; joins its notifications. */
  private int findFamily() {
    NetlinkRequest request =
        new NetlinkRequest(HEADER_BYTES)
            .putByte(0, CONTROL_GET_FAMILY)
            .putByte(HEADER_VERSION, 1)
            .attribute(FAMILY_NAME, "netdev");
    Netlink.Message answer = questions.ask(CONTROL, request.body());
    if (answer == null) {
      return 0;
    }
    NetlinkAttributes attributes = NetlinkAttributes.of(answer.body(), HEADER_BYTES);
    for (NetlinkAttributes group : attributes.nested(FAMILY_GROUPS).each()) {
      if (group.text(GROUP_NAME).equals("mgmt")) {
        notifications.join((int) group.number(GROUP_ID, 0));
      }
    }
    return (int) attributes.number(FAMILY_ID, 0);
  }

  /** Whether an interface takes no frames from native XDP. */
  boolean refusesNative(Link link) {
    return (of(link) & TAKES_FRAMES) == 0;
  }

  /** Whether an interface takes no frames from native XDP that lie in several buffers. */
  boolean refusesBuffers(Link link) {
    return (of(link) & TAKES_BUFFERS) == 0;
  }

  private long of(Link link) {
    return family == 0 ? guess(link) : known.computeIfAbsent(link.index(), this::ask);
  }

  /**
   * Before Linux 6.3. A veth takes frames only while its peer has an XDP program, which nobody
   * tells; most other virtual ones never do. To be wrong this way costs a counted failure, the
   * other way silent loss.
   */
  private static long guess(Link link) {
    return TAKING.contains(link.kind()) ? TAKES_FRAMES : 0;
  }

  private long ask(int index) {
    NetlinkRequest request =
        new NetlinkRequest(HEADER_BYTES)
            .putByte(0, DEVICE_GET)
            .putByte(HEADER_VERSION, 1)
            .attribute(DEVICE_INDEX, index);
    Netlink.Message answer = questions.ask(family, request.body());
    return answer == null
        ? 0
        : NetlinkAttributes.of(answer.body(), HEADER_BYTES).number(DEVICE_FEATURES, 0);
  }

  /**
   * The ifindexes of the interfaces that have changed since the last call, among those asked for.
   */
  Set<Integer> changes() {
    Set<Integer> changed = new HashSet<>();
    boolean complete =
        notifications.receive(
            message -> {
              NetlinkAttributes attributes = NetlinkAttributes.of(message.body(), HEADER_BYTES);
              changed.add((int) attributes.number(DEVICE_INDEX, 0));
            });
    if (!complete) {
      changed.addAll(known.keySet());
    }
    changed.retainAll(known.keySet());
    known.keySet().removeAll(changed);
    return changed;
  }

  void forgetAll() {
    known.clear();
  }

  @Override
  public void close() {
    questions.close();
    notifications.close();
  }
}
