package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A network of its own: a thread that has left this host's one. It has a loopback and nothing else
 * until somebody links it to another. It exists as long as the thread and what was started in it,
 * and has no name in the file system: when the process ends, even by kill -9, the kernel removes it
 * with all its links. Safe for use from any thread.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final Runnable END = () -> {};

  private final String name;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final FutureTask<Integer> entered = new FutureTask<>(NetworkNamespace::leaveHost);
  private boolean closed; // guarded by tasks

  private NetworkNamespace(String name) {
    this.name = name;
    this.thread = new Thread(this::work, "netns-" + name);
    thread.setDaemon(true);
  }

  /**
   * @param name for messages and the thread
   * @throws DatapathException if that is not permitted
   */
  public static NetworkNamespace create(String name) {
    NetworkNamespace namespace = new NetworkNamespace(name);
    namespace.thread.start();
    namespace.threadId();
    namespace.exec("ip", "link", "set", "lo", "up");
    return namespace;
  }

  private static Integer leaveHost() throws IOException {
    if (Libc.unshare(Libc.CLONE_NEWNET) < 0) {
      throw Libc.errno() == Errno.EPERM
          ? Privilege.missingRoot("make a network namespace")
          : new DatapathException("cannot make a network namespace: " + Errno.text(Libc.errno()));
    }
    // Addresses serve at once; these networks have no duplicates. The file is this thread's own.
    Path duplicates = Path.of("/proc/sys/net/ipv6/conf/default/accept_dad");
    if (Files.isWritable(duplicates)) {
      Files.writeString(duplicates, "0");
    }
    return Libc.threadId();
  }

  private void work() {
    entered.run();
    try {
      for (Runnable task = tasks.take(); task != END; task = tasks.take()) {
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The kernel's number of the thread: {@code ip link … netns} and {@code nsenter} take it. */
  public int threadId() {
    return result(entered);
  }

  /** The file by which other programs enter, as {@code nsenter --net=…} wants it. */
  public Path path() {
    return Path.of("/proc/" + ProcessHandle.current().pid() + "/task/" + threadId() + "/ns/net");
  }

  /**
   * Runs something on the thread, where sockets and interfaces are this network's, and waits for
   * it. What is opened there stays in this network, whoever uses it. A thread started there would
   * keep the network alive as long as it runs.
   */
  public <T> T call(Callable<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("already in " + name);
    }
    FutureTask<T> task = new FutureTask<>(work);
    synchronized (tasks) {
      if (closed) {
        throw new IllegalStateException("the network " + name + " is closed");
      }
      tasks.add(task);
    }
    return result(task);
  }

  /** {@link #call} for what has no result. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Starts a program in this network; its process id is that of the program itself. It is entered
   * by nsenter(1) and not by the thread, whose children's reapers would stay in the network.
   *
   * @param builder of the program; it is not changed
   */
  public Process start(ProcessBuilder builder) throws IOException {
    List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + path(), "--"));
    command.addAll(builder.command());
    ProcessBuilder inside =
        new ProcessBuilder(command)
            .directory(builder.directory())
            .redirectInput(builder.redirectInput())
            .redirectOutput(builder.redirectOutput())
            .redirectError(builder.redirectError())
            .redirectErrorStream(builder.redirectErrorStream());
    inside.environment().clear();
    inside.environment().putAll(builder.environment());
    return inside.start();
  }

  /**
   * Runs a program in this network to its end.
   *
   * @return what it printed
   * @throws IllegalStateException with that, if it failed
   */
  public String exec(String... command) {
    return feed("", command);
  }

  private String feed(String input, String... command) {
    try {
      Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " in " + name + ": status " + status + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * One end of a pair.
   *
   * @param addresses with prefix lengths: {@code 10.0.0.1/24}, {@code fd00::1/64}
   */
  public record End(NetworkNamespace network, String interfaceName, List<String> addresses) {
    public End {
      addresses = List.copyOf(addresses);
    }
  }

  /** An end in this network. */
  public End end(String interfaceName, String... addresses) {
    return new End(this, interfaceName, List.of(addresses));
  }

  /**
   * Links two networks with a veth pair, both ends up and addressed. They have no link-local
   * addresses, so that no router solicitation gets between the packets.
   */
  public static void linkPair(End a, End b) {
    a.network.exec(
        "ip",
        "link",
        "add",
        a.interfaceName,
        "type",
        "veth",
        "peer",
        "name",
        b.interfaceName,
        "netns",
        Integer.toString(b.network.threadId()));
    bringUp(a);
    bringUp(b);
  }

  private static void bringUp(End end) {
    StringBuilder batch = new StringBuilder();
    String link = "link set dev " + end.interfaceName;
    batch.append(link).append(" addrgenmode none\n");
    for (String address : end.addresses) {
      batch.append("addr add ").append(address).append(" dev ").append(end.interfaceName);
      batch.append(address.indexOf(':') < 0 ? "\n" : " nodad\n");
    }
    batch.append(link).append(" up\n");
    end.network.feed(batch.toString(), "ip", "-batch", "-");
  }

  /** Ends the thread, and the network with it unless something else still runs in it. */
  @Override
  public void close() {
    synchronized (tasks) {
      closed = true;
      tasks.add(END); // behind everything that was asked for before
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
