package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that forwards on our host until it is told to end. It ends with this one, too. */
final class PeerProcess implements Forwarder.Running {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final Process process;
  private final Path output;

  /**
   * @param output a file for what it prints
   */
  PeerProcess(NetworkNamespace host, Path output, List<String> command) throws IOException {
    List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM"));
    bound.addAll(command);
    this.output = output;
    process =
        host.start(
            new ProcessBuilder(bound).redirectErrorStream(true).redirectOutput(output.toFile()));
  }

  /** Waits until its socket is there. */
  PeerProcess awaitSocket(NetworkNamespace host, int port)
      throws IOException, InterruptedException {
    String end = String.format(":%04X ", port);
    await(() -> host.exec("cat", "/proc/net/udp").contains(end));
    return this;
  }

  /** Waits until it has printed this. */
  PeerProcess awaitText(String text) throws IOException, InterruptedException {
    await(() -> printed().contains(text));
    return this;
  }

  private void await(BooleanSupplier ready) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE) {
        close();
        throw new IOException("a peer does not get ready: " + printed());
      }
      Thread.sleep(10);
    }
  }

  private String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
