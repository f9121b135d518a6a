package io.udpscope.cli;

import io.udpscope.host.SocketTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * UDP sockets and their processes, as procfs has them at one moment: what a {@link SocketTable}
 * says, and the descriptors of processes (proc_pid_fd(5)).
 */
final class SocketFiles {
  private final Path proc;
  private List<SocketTable.Row> udp;
  private Map<String, Set<Long>> inodes;

  /**
   * @param proc where procfs is mounted
   */
  SocketFiles(Path proc) {
    this.proc = proc;
  }

  List<SocketTable.Row> udp() {
    if (udp == null) {
      udp = new ArrayList<>();
      read(proc.resolve("net/udp"));
      read(proc.resolve("net/udp6"));
    }
    return udp;
  }

  private void read(Path file) {
    try {
      udp.addAll(SocketTable.read(Files.readAllLines(file, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return; // there is no such file
    }
  }

  /** The kernel's own. */
  List<SocketTable.Row> ofNoProcess() {
    Set<Long> owned = new HashSet<>();
    processes().values().forEach(owned::addAll);
    return udp().stream().filter(socket -> !owned.contains(socket.inode())).toList();
  }

  /** Those of the process that has a TUN or TAP interface open ({@code iff:} of its fdinfo). */
  List<SocketTable.Row> ofTunnel(String interfaceName) {
    Set<Long> owned = new HashSet<>();
    processes()
        .forEach(
            (pid, sockets) -> {
              if (hasOpen(proc.resolve(pid).resolve("fdinfo"), interfaceName)) {
                owned.addAll(sockets);
              }
            });
    return udp().stream().filter(socket -> owned.contains(socket.inode())).toList();
  }

  private static boolean hasOpen(Path fdinfo, String interfaceName) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(fdinfo)) {
      for (Path file : files) {
        if (Files.readAllLines(file).contains("iff:\t" + interfaceName)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // it has ended
    }
    return false;
  }

  /** The inodes of the sockets of each process. */
  private Map<String, Set<Long>> processes() {
    if (inodes == null) {
      inodes = new HashMap<>();
      try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
        for (Path process : all) {
          inodes.put(process.getFileName().toString(), sockets(process.resolve("fd")));
        }
      } catch (IOException | DirectoryIteratorException e) {
        return inodes;
      }
    }
    return inodes;
  }

  private static Set<Long> sockets(Path descriptors) {
    Set<Long> found = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        String link = Files.readSymbolicLink(descriptor).toString();
        if (link.startsWith("socket:[")) {
          found.add(Long.parseLong(link.substring("socket:[".length(), link.length() - 1)));
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      return found; // it has ended, or closed some of them
    }
    return found;
  }
}
