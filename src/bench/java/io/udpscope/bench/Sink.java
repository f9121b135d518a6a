package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Where forwarded packets arrive and are counted: src/bench/native/sink.c. */
final class Sink implements AutoCloseable {
  private final NetworkNamespace network;
  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  /** Packets end on an interface, before the IP stack. */
  static Sink ofInterface(NetworkNamespace network, String interfaceName, int port)
      throws IOException {
    return new Sink(network, interfaceName, port);
  }

  /** Packets end at a socket, behind the IP stack, and wake nobody up. */
  static Sink ofSocket(NetworkNamespace network, int port) throws IOException {
    return new Sink(network, "-", port);
  }

  private Sink(NetworkNamespace network, String interfaceName, int port) throws IOException {
    this.network = network;
    process =
        network.start(
            new ProcessBuilder(
                    NativeTool.file("sink"),
                    NativeTool.file("sink.bpf.o"),
                    interfaceName,
                    Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    questions = process.outputWriter();
    answers = process.inputReader();
    answers.readLine(); // it is ready
  }

  /** Packets since the start that are what was sent, and those that are not. */
  record Counts(long right, long wrong) {}

  /** What a socket got, byte for byte; nothing any more after {@link #frames}. */
  Counts datagrams() throws IOException {
    return ask("datagrams");
  }

  /** What the interface, or a filter of the socket, got. */
  Counts frames() throws IOException {
    return ask("frames");
  }

  private Counts ask(String question) throws IOException {
    questions.write(question + "\n");
    questions.flush();
    String[] words = String.valueOf(answers.readLine()).split(" ");
    return new Counts(Long.parseLong(words[1]), Long.parseLong(words[3]));
  }

  /** UDP's InErrors, wrong checksums among them, of this network. */
  long errors() {
    List<String> lines =
        network
            .exec("cat", "/proc/net/snmp")
            .lines()
            .filter(line -> line.startsWith("Udp:"))
            .toList();
    int column = List.of(lines.get(0).split(" ")).indexOf("InErrors");
    return Long.parseLong(lines.get(1).split(" ")[column]);
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
