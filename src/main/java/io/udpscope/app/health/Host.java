package io.udpscope.app.health;

import io.udpscope.model.IpAddress;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel tells of the network namespace that the datapath is in, and of this machine. The
 * agent's; a look takes well under a millisecond unless there are thousands of sockets.
 */
public interface Host extends AutoCloseable {
  /**
   * The counters from the wire to the sockets, as they are now; those that the kernel does not have
   * are absent.
   *
   * @param ifindexes whose {@code link.…} are summed up
   * @return by {@link PathCounter#sources()}
   */
  Map<String, Long> counters(Collection<Integer> ifindexes);

  /** All UDP sockets; empty if the kernel does not tell. */
  Optional<List<UdpSocket>> sockets();

  /** The unicast addresses that are this host's. */
  Set<IpAddress> addresses();

  /** Memory of all UDP sockets of the machine, in pages of it, and how much there may be. */
  Optional<UdpMemory> memory();

  /**
   * @param pages in use
   * @param most from here on datagrams are refused
   */
  record UdpMemory(long pages, long most) {}

  /**
   * What a stranger to this host would ask first: kernel, interfaces, routes, settings; as text.
   */
  String facts();

  /**
   * Looks for the processes that hold sockets, for so long, and goes on with the next call.
   *
   * @return whether there is nothing left to look at
   */
  boolean seekOwners(Set<Long> inodes, long sliceNanos);

  /** Who holds a socket, if that was found; a process of another container may be hidden. */
  Optional<SocketOwner> owner(long inode);

  @Override
  void close();

  /** Where nothing is told. */
  Host NONE =
      new Host() {
        @Override
        public Map<String, Long> counters(Collection<Integer> ifindexes) {
          return Map.of();
        }

        @Override
        public Optional<List<UdpSocket>> sockets() {
          return Optional.empty();
        }

        @Override
        public Set<IpAddress> addresses() {
          return Set.of();
        }

        @Override
        public Optional<UdpMemory> memory() {
          return Optional.empty();
        }

        @Override
        public String facts() {
          return "";
        }

        @Override
        public boolean seekOwners(Set<Long> inodes, long sliceNanos) {
          return true;
        }

        @Override
        public Optional<SocketOwner> owner(long inode) {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };
}
