package io.udpscope.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * A netlink socket (netlink(7)) of the network namespace of the thread that opened it, for
 * rtnetlink, generic netlink or sock_diag. What the kernel is asked it answers within the call that
 * asks, so nothing here waits.
 */
public final class Netlink implements AutoCloseable {
  /** {@code RTMGRP_…} of linux/rtnetlink.h: bits for {@link #open}. */
  public static final int GROUP_LINK = 1;

  public static final int GROUP_NEIGHBOUR = 1 << 2;
  public static final int GROUP_IPV4_ADDRESS = 1 << 4;
  public static final int GROUP_IPV4_ROUTE = 1 << 6;
  public static final int GROUP_IPV4_RULE = 1 << 7;
  public static final int GROUP_IPV6_ADDRESS = 1 << 8;
  public static final int GROUP_IPV6_ROUTE = 1 << 10;
  public static final int GROUP_IPV6_RULE = 1 << 18;
  public static final int GROUP_NEXT_HOP = 1 << 31;

  public static final int FLAG_EXCLUSIVE = 0x200;
  public static final int FLAG_CREATE = 0x400;

  private static final int NETLINK_ROUTE = 0;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int NETLINK_GENERIC = 16;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int HEADER = 16; // struct nlmsghdr: length, type, flags, sequence, port
  private static final int HEADER_TYPE = 4;
  private static final int HEADER_FLAGS = 6;
  private static final int HEADER_SEQUENCE = 8;
  private static final int FLAG_REQUEST = 1;
  private static final int FLAG_ACKNOWLEDGE = 4;
  private static final int FLAG_DUMP = 0x300;
  private static final int TYPE_ERROR = 2;
  private static final int TYPE_DONE = 3;

  /** Big enough for the longest message that the kernel sends here (NLMSG_GOODSIZE, and some). */
  private static final int BUFFER_BYTES = 64 << 10;

  private final int fd;
  private final ByteBuffer buffer = NativeMemory.allocate(BUFFER_BYTES);
  private int sequence;

  private Netlink(int fd) {
    this.fd = fd;
  }

  /**
   * @param body what follows the header; valid until the next call
   */
  public record Message(int type, ByteBuffer body) {}

  /**
   * Opens one for rtnetlink(7).
   *
   * @param groups whose notifications to get; 0 for none
   */
  public static Netlink open(int groups) {
    return open(NETLINK_ROUTE, groups);
  }

  /** Opens one for generic netlink; {@link #join} adds notifications. */
  public static Netlink openGeneric() {
    return open(NETLINK_GENERIC, 0);
  }

  /** Opens one that tells of sockets: sock_diag(7). */
  public static Netlink openDiagnosis() {
    return open(NETLINK_SOCK_DIAG, 0);
  }

  private static Netlink open(int protocol, int groups) {
    int fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
    if (fd < 0) {
      throw failure("socket");
    }
    ByteBuffer address = NativeMemory.allocate(12); // struct sockaddr_nl
    address.putShort(0, (short) Libc.AF_NETLINK).putInt(8, groups);
    if (Libc.bind(fd, address) < 0) {
      NetlinkException failure = failure("bind");
      Libc.close(fd);
      throw failure;
    }
    return new Netlink(fd);
  }

  private static NetlinkException failure(String what) {
    return new NetlinkException("netlink " + what + ": " + Errno.text(Libc.errno()));
  }

  /**
   * Adds the notifications of a group by its number.
   *
   * @return false if the kernel does not give them
   */
  public boolean join(int group) {
    return Libc.setsockopt(fd, Libc.SOL_NETLINK, ADD_MEMBERSHIP, group) == 0;
  }

  public int fd() {
    return fd;
  }

  /**
   * Hands over the notifications that are there.
   *
   * @return false if the kernel had to leave some out
   */
  public boolean receive(Consumer<Message> messages) {
    boolean complete = true;
    while (true) {
      long bytes = Libc.recv(fd, buffer, Libc.MSG_DONTWAIT);
      if (bytes < 0) {
        if (Libc.errno() == Errno.ENOBUFS) {
          complete = false;
          continue;
        }
        return complete;
      }
      for (int at = 0; at + HEADER <= bytes; at += aligned(buffer.getInt(at))) {
        messages.accept(message(at));
      }
    }
  }

  /**
   * Asks for one thing and waits for the answer, which the kernel gives at once; null if it
   * refuses.
   */
  public Message ask(int type, ByteBuffer body) {
    if (!send(type, FLAG_REQUEST, body) || answer() < 0) {
      return null;
    }
    Message answer = message(0);
    return answer.type() == TYPE_ERROR ? null : answer;
  }

  /**
   * Asks for something to be done.
   *
   * @param flags {@code NLM_F_…} beside that it is a request
   * @return false if the kernel refuses
   */
  public boolean order(int type, int flags, ByteBuffer body) {
    return send(type, FLAG_REQUEST | FLAG_ACKNOWLEDGE | flags, body)
        && answer() >= 0
        && message(0).type() == TYPE_ERROR // which an acknowledgement is, too
        && message(0).body().getInt(0) == 0;
  }

  /**
   * Asks for all there is of something. What the kernel refuses to tell is left out.
   *
   * @return false if it did not tell all
   */
  public boolean askForAll(int type, ByteBuffer body, Consumer<Message> answers) {
    if (!send(type, FLAG_REQUEST | FLAG_DUMP, body)) {
      return false;
    }
    while (true) {
      long bytes = answer();
      if (bytes < 0) {
        return false;
      }
      for (int at = 0; at + HEADER <= bytes; at += aligned(buffer.getInt(at))) {
        Message message = message(at);
        if (message.type() == TYPE_DONE || message.type() == TYPE_ERROR) {
          return message.type() == TYPE_DONE;
        }
        answers.accept(message);
      }
    }
  }

  private boolean send(int type, int flags, ByteBuffer body) {
    ByteBuffer request = NativeMemory.allocate(HEADER + body.capacity());
    request.putInt(0, request.capacity()).putShort(HEADER_TYPE, (short) type);
    request.putShort(HEADER_FLAGS, (short) flags).putInt(HEADER_SEQUENCE, ++sequence);
    request.put(HEADER, body, 0, body.capacity());
    return Libc.send(fd, request, request.capacity()) >= 0;
  }

  /** Receives an answer to the last request; its length, or -1 if there is none. */
  private long answer() {
    long bytes;
    do {
      bytes = Libc.recv(fd, buffer, Libc.MSG_DONTWAIT);
      if (bytes < HEADER) {
        return -1;
      }
    } while (buffer.getInt(HEADER_SEQUENCE) != sequence);
    return bytes;
  }

  private Message message(int at) {
    int length = Math.max(HEADER, buffer.getInt(at));
    ByteBuffer body = buffer.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
    return new Message(buffer.getShort(at + HEADER_TYPE) & 0xffff, body);
  }

  private static int aligned(int length) {
    return Math.max(HEADER, length) + 3 & ~3;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
