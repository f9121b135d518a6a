package io.udpscope.tui;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two networks joined by a veth pair: {@code h0} here, which a session watches, and {@code p0} over
 * there, where the senders are. Both go with this process, however it ends.
 */
final class PrivateNetwork implements AutoCloseable {
  static final String HERE = "10.66.0.1";
  static final String THERE = "10.66.0.2";

  private final NetworkNamespace here = NetworkNamespace.create("here");
  private final List<DatagramSocket> sockets = new ArrayList<>();
  private final NetworkNamespace there = NetworkNamespace.create("there");

  PrivateNetwork() {
    NetworkNamespace.linkPair(
        here.end("h0", HERE + "/24", "fd66::1/64"), there.end("p0", THERE + "/24", "fd66::2/64"));
  }

  /** Starts a process on this side. */
  Process start(ProcessBuilder builder) throws IOException {
    return here.start(builder);
  }

  /** Runs a program on this side to its end and returns what it printed. */
  String exec(String... command) {
    return here.exec(command);
  }

  /** Whether an XDP program is on {@code h0}. */
  boolean isAttached() {
    return here.exec("ip", "-o", "link", "show", "dev", "h0").contains("xdp");
  }

  /** A socket on this side that counts what reaches it. */
  Receiver receiver(int port) {
    Receiver receiver = new Receiver(here.call(() -> new DatagramSocket(port)));
    sockets.add(receiver.socket);
    return receiver;
  }

  /** A socket on this side that nobody reaches from elsewhere. */
  Receiver receiverOnLoopback(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Receiver receiver = new Receiver(here.call(() -> new DatagramSocket(address)));
    sockets.add(receiver.socket);
    return receiver;
  }

  /** A socket on the other side that counts what reaches it. */
  Receiver receiverThere(int port) {
    Receiver receiver = new Receiver(there.call(() -> new DatagramSocket(port)));
    sockets.add(receiver.socket);
    return receiver;
  }

  /**
   * Sends the text from the other side to a port on this side, about 50 times a second, until it is
   * closed.
   */
  Sender sender(int port, String text) {
    return sender(there.call(() -> new DatagramSocket()), port, text, 20);
  }

  /**
   * The same from another address of the other side, which it gets.
   *
   * @param everyMillis the time from one datagram to the next
   */
  Sender senderFrom(String address, int port, String text, int everyMillis) {
    there.exec("ip", "address", "add", address + "/24", "dev", "p0");
    InetSocketAddress from = new InetSocketAddress(address, 0);
    return sender(there.call(() -> new DatagramSocket(from)), port, text, everyMillis);
  }

  private Sender sender(DatagramSocket socket, int port, String text, int everyMillis) {
    Sender sender = new Sender(socket, new InetSocketAddress(HERE, port), text, everyMillis);
    sockets.add(socket);
    return sender;
  }

  @Override
  public void close() {
    sockets.forEach(DatagramSocket::close);
    there.close();
    here.close();
  }

  /** Counts datagrams. */
  static final class Receiver {
    private final DatagramSocket socket;
    private final AtomicLong received = new AtomicLong();
    private final Map<String, Long> bySource = new ConcurrentHashMap<>();

    private Receiver(DatagramSocket socket) {
      this.socket = socket;
      start("receiver", this::receive);
    }

    private void receive() {
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      while (!socket.isClosed()) {
        try {
          socket.receive(packet);
          received.incrementAndGet();
          bySource.merge(packet.getAddress().getHostAddress(), 1L, Long::sum);
        } catch (SocketException e) {
          return;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    long received() {
      return received.get();
    }

    /** What came from one address. */
    long receivedFrom(String address) {
      return bySource.getOrDefault(address, 0L);
    }

    /** Listens no more. */
    void close() {
      socket.close();
    }

    /** Waits for what arrives from now on. */
    void awaitNext() {
      long before = received();
      TmuxSession.waitUntil("packets arrive", () -> received() > before);
    }
  }

  /** Sends until the network is closed. */
  static final class Sender {
    private final DatagramSocket socket;
    private final byte[] payload;
    private final int everyMillis;
    private final InetSocketAddress target;
    private final AtomicLong sent = new AtomicLong();

    private Sender(DatagramSocket socket, InetSocketAddress target, String text, int everyMillis) {
      this.everyMillis = everyMillis;
      this.socket = socket;
      this.target = target;
      this.payload = text.getBytes(StandardCharsets.UTF_8);
      start("sender", this::send);
    }

    private void send() {
      while (!socket.isClosed()) {
        try {
          socket.send(new DatagramPacket(payload, payload.length, target));
          sent.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep(everyMillis);
        } catch (IOException e) {
          // Closed, or the port on the other side is: the next one tells.
          continue;
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    long sent() {
      return sent.get();
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
