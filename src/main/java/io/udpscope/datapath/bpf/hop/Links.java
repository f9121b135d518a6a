package io.udpscope.datapath.bpf.hop;

import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkRequest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The interfaces that were asked for, remembered until the kernel says that they changed. */
public final class Links {
  private static final int AF_UNSPEC = 0;

  private final Netlink questions;
  private final Map<Integer, Link> known = new HashMap<>();

  public Links(Netlink questions) {
    this.questions = questions;
  }

  /** Null if there is none of that index. */
  public Link at(int index) {
    Link link = known.get(index);
    if (link == null) {
      NetlinkRequest request =
          new NetlinkRequest(Link.HEADER_BYTES).putInt(Link.HEADER_INDEX, index);
      link = ask(request);
    }
    return link;
  }

  /** Null if there is none of that name. */
  Link named(String name) {
    for (Link link : known.values()) {
      if (link.name().equals(name)) {
        return link;
      }
    }
    return ask(new NetlinkRequest(Link.HEADER_BYTES).attribute(Link.NAME, name));
  }

  private Link ask(NetlinkRequest request) {
    Netlink.Message answer = questions.ask(Link.RTM_GETLINK, request.body());
    if (answer == null || answer.type() != Link.RTM_NEWLINK) {
      return null;
    }
    Link link = Link.read(answer.body());
    known.put(link.index(), link);
    return link;
  }

  void forgetAll() {
    known.clear();
  }

  /**
   * Takes a notification.
   *
   * @return whether a remembered one is not what it was, or is another one's name now
   */
  boolean take(Netlink.Message message) {
    ByteBuffer body = message.body();
    int index = body.getInt(Link.HEADER_INDEX);
    Link before = known.remove(index);
    if (body.get(0) != AF_UNSPEC) {
      return before != null; // as a port of a bridge, with half of the attributes
    }
    if (message.type() == Link.RTM_DELLINK) {
      return before != null;
    }
    Link now = Link.read(body);
    if (before != null) {
      known.put(index, now);
    }
    return before != null && !before.equals(now);
  }
}
