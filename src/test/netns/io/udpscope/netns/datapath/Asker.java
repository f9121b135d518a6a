package io.udpscope.netns.datapath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A client with a port of its own, connected to whom it asks, so that it hears nobody else. It is
 * of the network of the thread that makes it.
 */
final class Asker implements AutoCloseable {
  private static final int PATIENCE_MS = 1000;

  private final DatagramSocket socket;
  private String question = "";
  private String answer = "";

  Asker() {
    try {
      socket = new DatagramSocket();
      socket.setSoTimeout(PATIENCE_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void ask(String address, int port, String text) {
    question = text;
    answer = "";
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    try {
      socket.connect(InetAddress.getByName(address), port);
      socket.send(new DatagramPacket(bytes, bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitAnswer() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      socket.receive(packet);
      answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    } catch (PortUnreachableException e) {
      answer = "port unreachable";
    } catch (SocketTimeoutException e) {
      // there is none, and so it stays empty
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it got what {@link Echo} makes of its last question. */
  boolean isAnswered() {
    return answer.equals(Echo.answerTo(question));
  }

  @Override
  public String toString() {
    return question + " → " + answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
