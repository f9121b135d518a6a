package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A program that gets a {@link Flood}'s datagrams, as fast as they come. */
final class Inbox implements AutoCloseable {
  private final DatagramSocket socket;
  private final Thread thread = new Thread(this::receive, "inbox");
  private final BitSet numbers = new BitSet();
  private final Set<String> sources = ConcurrentHashMap.newKeySet();
  private volatile long arrived;
  private volatile long duplicates;
  private volatile long damaged;

  private Inbox(DatagramSocket socket) {
    this.socket = socket;
  }

  static Inbox open(NetworkNamespace network, String address, int port) {
    Inbox inbox = network.call(() -> new Inbox(socket(address, port)));
    inbox.thread.start();
    return inbox;
  }

  private static DatagramSocket socket(String address, int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(port, InetAddress.getByName(address));
    socket.setReceiveBufferSize(8 << 20);
    return socket;
  }

  private void receive() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      while (true) {
        packet.setLength(2048);
        socket.receive(packet);
        take(packet);
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      damaged++;
    }
  }

  private synchronized void take(DatagramPacket packet) {
    int number = NumberedPayload.numberOf(Arrays.copyOf(packet.getData(), packet.getLength()));
    sources.add(packet.getAddress().getHostAddress());
    if (number < 0) {
      damaged++;
    } else if (numbers.get(number)) {
      duplicates++;
    } else {
      numbers.set(number);
    }
    arrived++;
  }

  long arrived() {
    return arrived;
  }

  long duplicates() {
    return duplicates;
  }

  /** Those whose payload is not as it was sent. */
  long damaged() {
    return damaged;
  }

  /** Numbers of those that came. */
  synchronized BitSet numbers() {
    return (BitSet) numbers.clone();
  }

  /** Addresses that they came from. */
  Set<String> sources() {
    return Set.copyOf(sources);
  }

  /** All of so many come, each once and unchanged. */
  void expectAll(int count) {
    Eventually.becomes((long) count, this::arrived);
    assertThat(numbers().cardinality()).isEqualTo(count);
    assertThat(duplicates).isZero();
    assertThat(damaged).isZero();
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
