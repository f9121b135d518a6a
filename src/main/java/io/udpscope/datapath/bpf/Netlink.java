package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** A route netlink socket (rtnetlink(7)) of the network namespace of the thread that opened it. */
final class Netlink implements AutoCloseable {
  /** {@code RTMGRP_LINK}. */
  static final int GROUP_LINK = 1;

  private static final int NETLINK_ROUTE = 0;
  private static final int HEADER = 16; // struct nlmsghdr: length, type, flags, sequence, port
  private static final int HEADER_TYPE = 4;
  private static final int HEADER_FLAGS = 6;
  private static final int HEADER_SEQUENCE = 8;
  private static final int FLAG_REQUEST = 1;
  private static final int TYPE_ERROR = 2;

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
  record Message(int type, ByteBuffer body) {}

  /**
   * @param groups whose notifications to get; 0 for none
   */
  static Netlink open(int groups) {
    int fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) {
      throw failure("socket");
    }
    ByteBuffer address = NativeMemory.allocate(12); // struct sockaddr_nl
    address.putShort(0, (short) Libc.AF_NETLINK).putInt(8, groups);
    if (Libc.bind(fd, address) < 0) {
      DatapathException failure = failure("bind");
      Libc.close(fd);
      throw failure;
    }
    return new Netlink(fd);
  }

  private static DatapathException failure(String what) {
    return new DatapathException("netlink " + what + ": " + Errno.text(Libc.errno()));
  }

  int fd() {
    return fd;
  }

  /**
   * Hands over the notifications that are there.
   *
   * @return false if the kernel had to leave some out
   */
  boolean receive(Consumer<Message> messages) {
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
  Message ask(int type, ByteBuffer body) {
    ByteBuffer request = NativeMemory.allocate(HEADER + body.capacity());
    request.putInt(0, request.capacity()).putShort(HEADER_TYPE, (short) type);
    request.putShort(HEADER_FLAGS, (short) FLAG_REQUEST).putInt(HEADER_SEQUENCE, ++sequence);
    request.put(HEADER, body, 0, body.capacity());
    if (Libc.send(fd, request, request.capacity()) < 0) {
      return null;
    }
    do {
      if (Libc.recv(fd, buffer, Libc.MSG_DONTWAIT) < HEADER) {
        return null;
      }
    } while (buffer.getInt(HEADER_SEQUENCE) != sequence);
    Message answer = message(0);
    return answer.type() == TYPE_ERROR ? null : answer;
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
