package io.udpscope.app.health;

import io.udpscope.app.page.PageRow;
import io.udpscope.model.Direction;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.UdpSocket;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells packets that passed and that nobody listened for. It says so only of what is sure: the
 * packet was for an address of this host, no socket heard its port when the sockets were looked at
 * before and after it, and in between the kernel itself counted datagrams without a listener
 * (NoPorts). That leaves out what a firewall took, what goes on to a container, and what is not
 * known any more. Immutable.
 */
public final class Unheard {
  /** Nothing was looked at. */
  public static final Unheard UNKNOWN = new Unheard(List.of());

  private static final int MAX_LOOKS = 600;

  /**
   * The sockets at one moment.
   *
   * @param noPorts4 the kernel's count of IPv4
   * @param noPorts6 and of IPv6
   */
  record Look(long nanos, Ears ears, Set<IpAddress> own, long noPorts4, long noPorts6) {}

  /** Who hears what; those that are bound to no address hear every one. */
  record Ears(BitSet any4, BitSet any6, Set<String> bound) {
    static Ears of(List<UdpSocket> sockets) {
      Ears ears = new Ears(new BitSet(), new BitSet(), new HashSet<>());
      for (UdpSocket socket : sockets) {
        ears.add(socket);
      }
      return ears;
    }

    private void add(UdpSocket socket) {
      boolean ipv6 = socket.local().isIpv6();
      if (!socket.isWildcard()) {
        bound.add(key(socket.local(), socket.port()));
        return;
      }
      if (ipv6) {
        any6.set(socket.port());
      }
      if (!ipv6 || !socket.ipv6Only()) {
        any4.set(socket.port());
      }
    }

    boolean hear(IpAddress destination, int port) {
      return (destination.isIpv6() ? any6 : any4).get(port)
          || bound.contains(key(destination, port));
    }

    private static String key(IpAddress address, int port) {
      return address + "/" + port;
    }
  }

  /** Oldest first. */
  private final List<Look> looks;

  private Unheard(List<Look> looks) {
    this.looks = looks;
  }

  /** With one look more; the oldest are forgotten. */
  Unheard with(Look look) {
    int from = Math.max(0, looks.size() + 1 - MAX_LOOKS);
    List<Look> next = new ArrayList<>(looks.subList(from, looks.size()));
    if (!next.isEmpty() && next.get(next.size() - 1).ears().equals(look.ears())) {
      Ears same = next.get(next.size() - 1).ears();
      next.add(new Look(look.nanos(), same, look.own(), look.noPorts4(), look.noPorts6()));
    } else {
      next.add(look);
    }
    return new Unheard(List.copyOf(next));
  }

  /** Nobody listened for this packet; false also if that is not known. */
  public boolean is(PageRow.PacketRow row) {
    if (looks.isEmpty() || row.record().length < PacketRecord.FRAME) {
      return false;
    }
    ByteBuffer record = ByteBuffer.wrap(row.record()).order(ByteOrder.nativeOrder());
    return is(new PacketRecord().wrap(record, 0));
  }

  private boolean is(PacketRecord packet) {
    if (packet.verdict() != Verdict.PASSED
        || packet.direction() != Direction.IN
        || !packet.holds(packet.payloadOffset())) {
      return false;
    }
    int after = firstFrom(packet.monotonicNanos());
    if (after == 0 || after == looks.size()) {
      return false;
    }
    Look before = looks.get(after - 1);
    Look next = looks.get(after);
    boolean ipv6 = packet.isIpv6();
    boolean counted =
        ipv6 ? next.noPorts6() > before.noPorts6() : next.noPorts4() > before.noPorts4();
    if (!counted) {
      return false;
    }
    IpAddress destination = packet.destination();
    int port = packet.destinationPort();
    return next.own().contains(destination)
        && !before.ears().hear(destination, port)
        && !next.ears().hear(destination, port);
  }

  /** The first look that is not before this time. */
  private int firstFrom(long nanos) {
    int low = 0;
    int high = looks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (looks.get(middle).nanos() < nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
