package io.udpscope.host;

import io.udpscope.ffi.Libc;
import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import io.udpscope.model.IpAddress;
import io.udpscope.model.UdpSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** UDP sockets by sock_diag(7): exact, with the size of their buffers. Not in every kernel. */
final class SocketDiagnosis implements AutoCloseable {
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int IPPROTO_UDP = 17;

  /** {@code struct inet_diag_req_v2} of linux/inet_diag.h. */
  private static final int REQUEST_BYTES = 56;

  private static final int REQUEST_PROTOCOL = 1;
  private static final int REQUEST_EXTENSIONS = 2;
  private static final int REQUEST_STATES = 4;

  /** {@code struct inet_diag_msg}; ports and addresses are in network byte order. */
  private static final int ANSWER_BYTES = 72;

  private static final int LOCAL_PORT = 4;
  private static final int PEER_PORT = 6;
  private static final int LOCAL_ADDRESS = 8;
  private static final int RECEIVE_QUEUE = 56;
  private static final int INODE = 68;

  /** {@code INET_DIAG_SKMEMINFO}: {@code SK_MEMINFO_…}, 32 bits each. */
  private static final int MEMORY = 7;

  private static final int MEMORY_BUFFER = 4;
  private static final int MEMORY_DROPS = 32;

  /** {@code INET_DIAG_SKV6ONLY}. */
  private static final int IPV6_ONLY = 11;

  private final Netlink netlink = Netlink.openDiagnosis();

  /** Empty if this kernel has no sock_diag for UDP. */
  Optional<List<UdpSocket>> sockets() {
    List<UdpSocket> sockets = new ArrayList<>();
    boolean all = ask(Libc.AF_INET, 4, sockets) && ask(Libc.AF_INET6, 16, sockets);
    return all ? Optional.of(sockets) : Optional.empty();
  }

  private boolean ask(int family, int addressBytes, List<UdpSocket> sockets) {
    NetlinkRequest request =
        new NetlinkRequest(REQUEST_BYTES)
            .putByte(0, family)
            .putByte(REQUEST_PROTOCOL, IPPROTO_UDP)
            .putByte(REQUEST_EXTENSIONS, 1 << MEMORY - 1)
            .putInt(REQUEST_STATES, -1);
    return netlink.askForAll(
        SOCK_DIAG_BY_FAMILY,
        request.body(),
        message -> {
          if (message.body().capacity() >= ANSWER_BYTES) {
            sockets.add(socket(message.body(), addressBytes));
          }
        });
  }

  private static UdpSocket socket(ByteBuffer body, int addressBytes) {
    NetlinkAttributes attributes = NetlinkAttributes.of(body, ANSWER_BYTES);
    ByteBuffer memory =
        ByteBuffer.wrap(attributes.bytes(MEMORY).orElse(new byte[0]))
            .order(ByteOrder.nativeOrder());
    boolean told = memory.capacity() >= MEMORY_DROPS + 4;
    byte[] address = new byte[addressBytes];
    body.get(LOCAL_ADDRESS, address);
    return new UdpSocket(
        IpAddress.of(address),
        port(body, LOCAL_PORT),
        port(body, PEER_PORT),
        attributes.number(IPV6_ONLY, 0) != 0,
        body.getInt(RECEIVE_QUEUE) & 0xffff_ffffL,
        told ? memory.getInt(MEMORY_BUFFER) & 0xffff_ffffL : -1,
        told ? memory.getInt(MEMORY_DROPS) & 0xffff_ffffL : 0,
        body.getInt(INODE) & 0xffff_ffffL);
  }

  private static int port(ByteBuffer body, int at) {
    return (body.get(at) & 0xff) << 8 | body.get(at + 1) & 0xff;
  }

  @Override
  public void close() {
    netlink.close();
  }
}
