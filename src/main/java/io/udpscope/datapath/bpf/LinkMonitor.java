package io.udpscope.datapath.bpf;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.InterfaceDown;
import io.udpscope.datapath.DatapathEvent.InterfaceGone;
import io.udpscope.datapath.DatapathEvent.InterfaceUp;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.ffi.Netlink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interfaces that go down, come up or disappear, as rtnetlink(7) tells it in the network namespace
 * of the thread that made this.
 */
final class LinkMonitor implements AutoCloseable {
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_GETLINK = 18;

  /** {@code struct ifinfomsg}, behind the message's header. */
  private static final int INFO_BYTES = 16;

  private static final int INFO_FAMILY = 0;
  private static final int INFO_INDEX = 4;
  private static final int INFO_FLAGS = 8;
  private static final int AF_UNSPEC = 0;
  private static final int IFF_UP = 1;
  private static final int IFF_RUNNING = 0x40;

  private enum State {
    UP,
    DOWN,
    GONE
  }

  /** An interface of the session, and what was last said about it. */
  private static final class Watched {
    final String name;
    State state = State.UP;

    Watched(String name) {
      this.name = name;
    }
  }

  private final Map<Integer, Watched> interfaces = new LinkedHashMap<>();
  private final Netlink notifications;
  private final Netlink questions;

  LinkMonitor() {
    this.notifications = Netlink.open(Netlink.GROUP_LINK);
    try {
      this.questions = Netlink.open(0);
    } catch (RuntimeException e) {
      notifications.close();
      throw e;
    }
  }

  /** One that is down already is reported as going down. */
  void watch(Attachment attachment) {
    interfaces.put(attachment.ifindex(), new Watched(attachment.interfaceName()));
  }

  /** Asks for the state of all of them, as if they had just changed. */
  List<DatapathEvent> askAll() {
    List<DatapathEvent> events = new ArrayList<>();
    for (int ifindex : interfaces.keySet()) {
      ByteBuffer body = NativeMemory.allocate(INFO_BYTES).putInt(INFO_INDEX, ifindex);
      Netlink.Message answer = questions.ask(RTM_GETLINK, body);
      if (answer == null) {
        report(ifindex, State.GONE, events);
      } else {
        take(answer, events);
      }
    }
    return events;
  }

  /** The descriptor that is readable when there is something to report. */
  int fd() {
    return notifications.fd();
  }

  List<DatapathEvent> events() {
    List<DatapathEvent> events = new ArrayList<>();
    boolean complete = notifications.receive(message -> take(message, events));
    if (!complete) {
      events.addAll(askAll());
    }
    return events;
  }

  private void take(Netlink.Message message, List<DatapathEvent> events) {
    if (message.body().get(INFO_FAMILY) != AF_UNSPEC) {
      return; // as a port of a bridge, which it may leave without being gone
    }
    int ifindex = message.body().getInt(INFO_INDEX);
    if (message.type() == RTM_DELLINK) {
      report(ifindex, State.GONE, events);
    } else if (message.type() == RTM_NEWLINK) {
      int flags = message.body().getInt(INFO_FLAGS);
      boolean up = (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
      report(ifindex, up ? State.UP : State.DOWN, events);
    }
  }

  private void report(int ifindex, State state, List<DatapathEvent> events) {
    Watched watched = interfaces.get(ifindex);
    if (watched == null || watched.state == state || watched.state == State.GONE) {
      return;
    }
    watched.state = state;
    events.add(
        switch (state) {
          case UP -> new InterfaceUp(watched.name);
          case DOWN -> new InterfaceDown(watched.name);
          case GONE -> new InterfaceGone(watched.name);
        });
  }

  @Override
  public void close() {
    notifications.close();
    questions.close();
  }
}
