package io.udpscope.cli;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.patience.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Two networks with a cable between them: udpscope runs here on {@code h0}, and {@link #send} sends
 * from over there.
 */
final class TestBench implements AutoCloseable {
  static final String HERE = "10.78.0.1";
  static final String THERE = "10.78.0.2";

  /**
   * Runs a command as nobody, who may read, since root's build directory may be closed to others.
   */
  static final List<String> NOBODY =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=+dac_read_search",
          "--ambient-caps=+dac_read_search",
          "--bounding-set=-all,+dac_read_search");

  private final NetworkNamespace here = NetworkNamespace.create("here");
  private final NetworkNamespace there = NetworkNamespace.create("there");
  private final Path directory;
  private final DatagramChannel sender;
  private final List<Process> processes = new ArrayList<>();

  /**
   * @param directory for what processes print
   */
  TestBench(Path directory) {
    this.directory = directory;
    NetworkNamespace.linkPair(
        here.end("h0", HERE + "/24", "fd78::1/64"), there.end("p0", THERE + "/24", "fd78::2/64"));
    sender = there.call(() -> DatagramChannel.open().bind(new InetSocketAddress(THERE, 40000)));
  }

  NetworkNamespace here() {
    return here;
  }

  NetworkNamespace there() {
    return there;
  }

  /** To {@link #HERE}, from port 40000 over there. */
  void send(int port, byte[] payload) throws IOException {
    sender.send(ByteBuffer.wrap(payload), new InetSocketAddress(HERE, port));
  }

  void send(int port, String payload) throws IOException {
    send(port, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** What comes back to where {@link #send} sends from, and whence: {@code pong 10.78.0.1:5000}. */
  String answer() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    sender.socket().setSoTimeout((int) Patience.LIMIT.toMillis());
    sender.socket().receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    return text + " " + packet.getAddress().getHostAddress() + ":" + packet.getPort();
  }

  /** A socket that receives here, so that a test sees what passed. */
  DatagramSocket receiver(int port) throws IOException {
    return receiver(HERE, port);
  }

  /** As above, at another address of this side. */
  DatagramSocket receiver(String address, int port) throws IOException {
    DatagramSocket socket =
        here.call(() -> new DatagramSocket(port, InetAddress.getByName(address)));
    socket.setSoTimeout((int) Patience.LIMIT.toMillis());
    return socket;
  }

  /** A run of udpscope that is going on, in this process. */
  static final class Run {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final OrderlyEnd end = new OrderlyEnd();
    CompletableFuture<Integer> code;

    List<String> outLines() {
      return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    List<String> errLines() {
      return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    int exitCode() throws Exception {
      return code.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    void awaitListening() {
      await("udpscope to listen", () -> code.isDone() || errText().contains("listening on"));
    }

    String errText() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }

  /** Starts it in this process, and waits until it listens or has ended. */
  Run run(String... arguments) {
    Run run = new Run();
    PrintStream err = new PrintStream(run.err, true, StandardCharsets.UTF_8);
    Main main = new Main(run.out, err, run.end, new OperatorSignals((name, action) -> {}));
    run.code =
        CompletableFuture.supplyAsync(() -> here.call(() -> main.run(Arrays.asList(arguments))));
    run.awaitListening();
    return run;
  }

  /** A udpscope in a process of its own. */
  final class Real {
    final Process process;
    final Path out;
    final Path err;

    Real(ProcessBuilder builder, Path out) throws IOException {
      int number = processes.size();
      this.out = out == null ? directory.resolve("out" + number) : out;
      this.err = directory.resolve("err" + number);
      process =
          here.start(builder.redirectOutput(this.out.toFile()).redirectError(this.err.toFile()));
      processes.add(process);
    }

    String errText() throws IOException {
      return Files.readString(err);
    }

    /** The lines that are errors. */
    List<String> complaints() throws IOException {
      return errText().lines().filter(line -> line.startsWith("udpscope: ")).toList();
    }

    void awaitListening() {
      awaitLine("listening on");
    }

    /** Until standard error has this text, or it has ended. */
    void awaitLine(String text) {
      await(
          "udpscope to say: " + text,
          () -> {
            try {
              return !process.isAlive() || errText().contains(text);
            } catch (IOException e) {
              return false;
            }
          });
    }

    void signal(String name) throws Exception {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    int exitCode() throws InterruptedException {
      if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("udpscope does not end");
      }
      return process.exitValue();
    }
  }

  /** Starts it in a process of its own, its output into a file. */
  Real start(String... arguments) throws IOException {
    return start(null, List.of(), arguments);
  }

  /** Starts it in a process of its own with a file as its standard input. */
  Real startWithInput(Path in, String... arguments) throws IOException {
    return start(null, List.of("sh", "-c", "exec \"$@\" <\"$0\"", in.toString()), arguments);
  }

  /**
   * @param out where standard output goes; null: a file
   * @param prefix a command that starts the rest of its arguments, or nothing
   */
  Real start(Path out, List<String> prefix, String... arguments) throws IOException {
    // Whoever started the tests may have signals ignored (nohup), and a JVM leaves them so.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
    command.addAll(prefix);
    command.addAll(javaCommand());
    command.addAll(List.of(arguments));
    return new Real(new ProcessBuilder(command), out);
  }

  /**
   * The prefix of a command that has Java look names up in this file alone: Java's own option,
   * since a minimal system has no /etc/hosts that one could mount over.
   */
  static List<String> withHosts(Path hosts) {
    return List.of(
        "sh",
        "-c",
        "java=$1; shift; exec \"$java\" \"-Djdk.net.hosts.file=$0\" \"$@\"",
        hosts.toString());
  }

  static List<String> javaCommand() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    if (Runtime.version().feature() >= 24) {
      // As the launcher and the jar's manifest say it: or the JVM's warnings are on standard error.
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.udpscope.cli.Main"));
    return List.copyOf(command);
  }

  /** Whether a program is attached to {@code h0}. */
  boolean isAttached() {
    return here.exec("ip", "link", "show", "dev", "h0").contains("xdp");
  }

  static void await(String what, BooleanSupplier condition) {
    Patience.until(what, condition);
  }

  @Override
  public void close() throws IOException {
    processes.forEach(Process::destroyForcibly);
    sender.close();
    there.close();
    here.close();
  }
}
