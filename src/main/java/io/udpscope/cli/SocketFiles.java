package io.udpscope.cli;

import io.udpscope.model.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * UDP sockets and their processes, as procfs has them at one moment: {@code net/udp} and {@code
 * net/udp6} (net/ipv4/udp.c), and the descriptors of processes (proc_pid_fd(5)).
 */
final class SocketFiles {
  /**
   * @param peer the wildcard where it is not connected
   */
  record Socket(IpAddress local, int port, IpAddress peer, int peerPort, long inode) {
    boolean isConnected() {
      return peerPort != 0;
    }
  }

  private static final int LOCAL = 1;
  private static final int PEER = 2;
  private static final int INODE = 9;

  private final Path proc;
  private List<Socket> udp;
  private Map<String, Set<Long>> inodes;

  /**
   * @param proc where procfs is mounted
   */
  SocketFiles(Path proc) {
    this.proc = proc;
  }

  List<Socket> udp() {
    if (udp == null) {
      udp = new ArrayList<>();
      read(proc.resolve("net/udp"));
      read(proc.resolve("net/udp6"));
    }
    return udp;
  }

  private void read(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > INODE && !words[LOCAL].startsWith("local")) {
          udp.add(socket(words));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return; // there is no such file, or it is of a kernel to come
    }
  }

  private static Socket socket(String[] words) {
    String[] local = words[LOCAL].split(":");
    String[] peer = words[PEER].split(":");
    return new Socket(
        address(local[0]),
        Integer.parseInt(local[1], 16),
        address(peer[0]),
        Integer.parseInt(peer[1], 16),
        Long.parseLong(words[INODE]));
  }

  /** 32-bit words as this machine reads them, which are in network order in memory. */
  private static IpAddress address(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() / 2).order(ByteOrder.nativeOrder());
    for (int at = 0; at < text.length(); at += 8) {
      bytes.putInt(Integer.parseUnsignedInt(text.substring(at, at + 8), 16));
    }
    return IpAddress.of(bytes.array()).unmapped(); // an IPv6 socket may have a peer of IPv4
  }

  /** The kernel's own. */
  List<Socket> ofNoProcess() {
    Set<Long> owned = new HashSet<>();
    processes().values().forEach(owned::addAll);
    return udp().stream().filter(socket -> !owned.contains(socket.inode())).toList();
  }

  /** Those of the process that has a TUN or TAP interface open ({@code iff:} of its fdinfo). */
  List<Socket> ofTunnel(String interfaceName) {
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
