package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/** Reads what targets answer, and sends it to the clients. */
final class AnswerReader {
  /** Datagrams that are sent with one call. */
  private static final int MESSAGES = 64;

  /** Of one socket, until the others have had their turn. */
  private static final int OF_A_SOCKET = 16;

  private static final int LONGEST = 65_536;

  private final ReadySockets ready;
  private final ClientSockets clients;
  private final Outbox outbox = new Outbox();
  private final Sender sender;
  private final Outlet ipv4;
  private final Outlet ipv6;
  private final MessageHeaders headers = new MessageHeaders(MESSAGES);
  private final Vectors vectors = new Vectors(MESSAGES);
  private ByteBuffer payloads;
  private int used;

  AnswerReader(
      RelayTap tap, Sender sender, ReadySockets ready, ClientSockets clients, RawSockets raw) {
    this.ready = ready;
    this.clients = clients;
    this.sender = sender;
    this.ipv4 = new Answers(tap, raw, false);
    this.ipv6 = new Answers(tap, raw, true);
  }

  /**
   * Reads from each socket that is ready, from each so much at most that the others have their
   * turn.
   */
  Load read() {
    if (clients.isEmpty()) {
      return Load.NONE;
    }
    int sockets = ready.look();
    boolean more = false;
    for (int event = 0; event < sockets; event++) {
      more |= read(clients.at(ready.index(event)));
    }
    send();
    return more ? Load.FULL : sockets > 0 ? Load.SOME : Load.NONE;
  }

  /** Whether there may be more. */
  private boolean read(ClientSocket socket) {
    prepare();
    if (used + OF_A_SOCKET > MESSAGES) {
      send();
    }
    int got = Libc.recvmmsg(socket.fd(), headers.address(used), OF_A_SOCKET, Libc.MSG_DONTWAIT);
    if (got < 0) {
      sender.drain(socket); // of which an earlier datagram's ICMP message may have spoken
      return false;
    }
    Outlet outlet = RecordFields.isIpv6(socket.flow()) ? ipv6 : ipv4;
    for (int i = used; i < used + got; i++) {
      outbox.add(outlet, socket.flow(), payload(i), headers.received(i));
    }
    used += got;
    clients.touch(socket);
    return got == OF_A_SOCKET;
  }

  private void send() {
    sender.sendAll(outbox);
    used = 0;
  }

  private long payload(int index) {
    return NativeMemory.address(payloads) + (long) index * LONGEST;
  }

  private void prepare() {
    if (payloads != null) {
      return;
    }
    payloads = NativeMemory.allocate(MESSAGES * LONGEST);
    for (int i = 0; i < MESSAGES; i++) {
      vectors.set(i, payload(i), LONGEST);
      headers.vectors(i, vectors.address(i), 1);
    }
  }
}
