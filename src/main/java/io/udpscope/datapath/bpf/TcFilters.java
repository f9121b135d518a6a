package io.udpscope.datapath.bpf;

import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import io.udpscope.model.Direction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * tc's filters of one interface, as rtnetlink(7) has them, in the network namespace of the thread
 * that made this. They stand on the clsact qdisc, which one adds first (tc-bpf(8)).
 */
final class TcFilters implements AutoCloseable {
  private static final int RTM_NEWQDISC = 36;
  private static final int RTM_DELQDISC = 37;
  private static final int RTM_NEWTFILTER = 44;
  private static final int RTM_DELTFILTER = 45;
  private static final int RTM_GETTFILTER = 46;

  /** {@code struct tcmsg} (linux/rtnetlink.h). */
  private static final int HEADER_BYTES = 20;

  private static final int HEADER_INDEX = 4;
  private static final int HEADER_HANDLE = 8;
  private static final int HEADER_PARENT = 12;
  private static final int HEADER_INFO = 16;

  /** {@code TCA_…}, and {@code TCA_BPF_…} inside of the options. */
  private static final int KIND = 1;

  private static final int OPTIONS = 2;
  private static final int BPF_DESCRIPTOR = 6;
  private static final int BPF_NAME = 7;
  private static final int BPF_FLAGS = 8;
  private static final int BPF_ID = 11;
  private static final int BPF_DIRECT_ACTION = 1;

  /** {@code TC_H_CLSACT}, and what is in and out of it. */
  private static final int CLSACT = 0xffff_fff1;

  private static final int CLSACT_HANDLE = 0xffff_0000;
  private static final int CLSACT_IN = 0xffff_fff2;
  private static final int CLSACT_OUT = 0xffff_fff3;

  /** ETH_P_ALL in network byte order, and priority 0: before all that are there. */
  private static final int ALL_PROTOCOLS = Short.reverseBytes((short) 3) & 0xffff;

  private final Netlink netlink = Netlink.open(0);
  private final int ifindex;

  TcFilters(int ifindex) {
    this.ifindex = ifindex;
  }

  /**
   * A filter that is a BPF program.
   *
   * @param handle and {@code info}, its priority and protocol, are what the kernel knows it by
   * @param name as whoever attached it has called it
   * @param programId 0 for a classic one
   */
  record Filter(Direction direction, int handle, int info, String name, int programId) {}

  /**
   * @return false if there is one already, or another qdisc in its place, or none may be
   */
  boolean addQdisc() {
    NetlinkRequest request = qdisc().attribute(KIND, "clsact");
    return netlink.order(
        RTM_NEWQDISC, Netlink.FLAG_CREATE | Netlink.FLAG_EXCLUSIVE, request.body());
  }

  void deleteQdisc() {
    netlink.order(RTM_DELQDISC, 0, qdisc().body());
  }

  private NetlinkRequest qdisc() {
    return request(CLSACT_HANDLE, CLSACT, 0);
  }

  private NetlinkRequest request(int handle, int parent, int info) {
    return new NetlinkRequest(HEADER_BYTES)
        .putInt(HEADER_INDEX, ifindex)
        .putInt(HEADER_HANDLE, handle)
        .putInt(HEADER_PARENT, parent)
        .putInt(HEADER_INFO, info);
  }

  private static int parent(Direction direction) {
    return direction == Direction.IN ? CLSACT_IN : CLSACT_OUT;
  }

  /** Those that are BPF programs, ours and others'. */
  List<Filter> list(Direction direction) {
    List<Filter> filters = new ArrayList<>();
    forEach(
        direction,
        (header, attributes) -> {
          if (attributes.text(KIND).equals("bpf") && attributes.has(OPTIONS)) {
            NetlinkAttributes options = attributes.nested(OPTIONS);
            filters.add(
                new Filter(
                    direction,
                    header.getInt(HEADER_HANDLE),
                    header.getInt(HEADER_INFO),
                    options.text(BPF_NAME),
                    (int) options.number(BPF_ID, 0)));
          }
        });
    return filters;
  }

  /** Whether there is any filter, of whatever kind. */
  boolean any() {
    boolean[] any = new boolean[1];
    for (Direction direction : Direction.values()) {
      forEach(direction, (header, attributes) -> any[0] = true);
    }
    return any[0];
  }

  private interface Work {
    void with(ByteBuffer header, NetlinkAttributes attributes);
  }

  private void forEach(Direction direction, Work work) {
    netlink.askForAll(
        RTM_GETTFILTER,
        request(0, parent(direction), 0).body(),
        answer -> {
          if (answer.type() == RTM_NEWTFILTER && answer.body().getInt(HEADER_INDEX) == ifindex) {
            work.with(answer.body(), NetlinkAttributes.of(answer.body(), HEADER_BYTES));
          }
        });
  }

  /**
   * Adds a program that decides by itself, before all others.
   *
   * @param program its descriptor
   * @return false if the kernel refuses
   */
  boolean add(Direction direction, int program, String name) {
    NetlinkRequest options =
        new NetlinkRequest(0)
            .attribute(BPF_DESCRIPTOR, program)
            .attribute(BPF_NAME, name)
            .attribute(BPF_FLAGS, BPF_DIRECT_ACTION);
    ByteBuffer body = options.body();
    byte[] nested = new byte[body.capacity()];
    body.get(0, nested);
    NetlinkRequest request =
        request(0, parent(direction), ALL_PROTOCOLS)
            .attribute(KIND, "bpf")
            .attribute(OPTIONS, nested);
    return netlink.order(
        RTM_NEWTFILTER, Netlink.FLAG_CREATE | Netlink.FLAG_EXCLUSIVE, request.body());
  }

  void delete(Filter filter) {
    NetlinkRequest request =
        request(filter.handle(), parent(filter.direction()), filter.info()).attribute(KIND, "bpf");
    netlink.order(RTM_DELTFILTER, 0, request.body());
  }

  @Override
  public void close() {
    netlink.close();
  }
}
