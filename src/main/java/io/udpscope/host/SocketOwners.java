package io.udpscope.host;

import io.udpscope.model.SocketOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which process holds a socket: the one with a descriptor that is a link to {@code socket:[INODE]}
 * (proc_pid_fd(5)). There is no shorter way, so all descriptors of all processes are looked at, a
 * slice of time after another, and again only for sockets that are new.
 */
final class SocketOwners {
  private static final int LOOK_AT_CLOCK_EVERY = 32;
  private static final int MAX_KNOWN = 10_000;

  private final Path proc;
  private final Map<Long, SocketOwner> known = new HashMap<>();
  private final Deque<Path> processes = new ArrayDeque<>();
  private Set<Long> sought = Set.of();
  private DirectoryStream<Path> descriptors;
  private Iterator<Path> next;
  private Path process;

  /**
   * @param proc where procfs is mounted
   */
  SocketOwners(Path proc) {
    this.proc = proc;
  }

  /** As {@link io.udpscope.app.health.Host#seekOwners}. */
  boolean seek(Set<Long> inodes, long sliceNanos) {
    if (!sought.containsAll(inodes)) {
      begin(inodes);
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < sliceNanos) {
      if (next == null && !nextProcess()) {
        return true;
      }
      for (int i = 0; i < LOOK_AT_CLOCK_EVERY && next != null; i++) {
        look();
      }
    }
    return false;
  }

  Optional<SocketOwner> owner(long inode) {
    return Optional.ofNullable(known.get(inode));
  }

  private void begin(Set<Long> inodes) {
    closeProcess();
    processes.clear();
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    sought = Set.copyOf(inodes);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      all.forEach(processes::add);
    } catch (IOException | DirectoryIteratorException e) {
      processes.clear(); // without procfs nobody is found
    }
  }

  private boolean nextProcess() {
    while (!processes.isEmpty()) {
      process = processes.remove();
      try {
        descriptors = Files.newDirectoryStream(process.resolve("fd"));
        next = descriptors.iterator();
        return true;
      } catch (IOException e) {
        continue; // it has ended, or is not ours to look at
      }
    }
    return false;
  }

  private void look() {
    try {
      if (!next.hasNext()) {
        closeProcess();
        return;
      }
      String link = Files.readSymbolicLink(next.next()).toString();
      if (link.startsWith("socket:[") && link.endsWith("]")) {
        long inode = Long.parseLong(link.substring("socket:[".length(), link.length() - 1));
        if (sought.contains(inode) && !known.containsKey(inode)) {
          known.put(inode, owner());
        }
      }
    } catch (DirectoryIteratorException | IllegalArgumentException e) {
      closeProcess();
    } catch (IOException e) {
      return; // closed meanwhile
    }
  }

  private SocketOwner owner() throws IOException {
    byte[] name = Files.readAllBytes(process.resolve("comm"));
    long pid = Long.parseLong(process.getFileName().toString());
    return new SocketOwner(pid, new String(name, StandardCharsets.UTF_8).strip());
  }

  private void closeProcess() {
    next = null;
    if (descriptors != null) {
      try {
        descriptors.close();
      } catch (IOException e) {
        descriptors = null; // nothing was written
      }
      descriptors = null;
    }
  }

  void close() {
    closeProcess();
  }
}
