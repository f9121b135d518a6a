package io.udpscope.datapath.bpf.hop;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What interfaces do by themselves, as ethtool(8) shows it, of the network of the thread. */
final class Offloads implements AutoCloseable {
  private static final long SIOCETHTOOL = 0x8946;
  private static final int GET_TX_CHECKSUM = 0x16;

  /** {@code struct ifreq}: a name, then a pointer to {@code struct ethtool_value}. */
  private static final int REQUEST_BYTES = 40;

  private static final int REQUEST_DATA = 16;
  private static final int VALUE_BYTES = 8;
  private static final int VALUE_DATA = 4;

  private final int socket;

  Offloads() {
    this.socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw new DatapathException("cannot open a socket: " + Errno.text(Libc.errno()));
    }
  }

  /**
   * Whether an interface completes partial checksums of what it sends, or hands them on to somebody
   * who knows that they are partial, as a veth does.
   */
  boolean completesChecksums(String interfaceName) {
    ByteBuffer value = NativeMemory.allocate(VALUE_BYTES).putInt(0, GET_TX_CHECKSUM);
    ByteBuffer request = NativeMemory.allocate(REQUEST_BYTES);
    request.put(0, interfaceName.getBytes(StandardCharsets.UTF_8));
    request.putLong(REQUEST_DATA, NativeMemory.address(value));
    boolean told = Libc.ioctl(socket, SIOCETHTOOL, request) == 0;
    Reference.reachabilityFence(value);
    return told && value.getInt(VALUE_DATA) != 0;
  }

  @Override
  public void close() {
    Libc.close(socket);
  }
}
