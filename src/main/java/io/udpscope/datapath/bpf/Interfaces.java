package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Network interfaces of the namespace of the thread that made this, by netdevice(7). */
final class Interfaces implements AutoCloseable {
  /** {@code struct ifreq}: a name, then what was asked. */
  private static final int IFREQ_BYTES = 40;

  private static final int NAME_BYTES = 16;
  private static final long SIOCGIFINDEX = 0x8933;
  private static final long SIOCGIFHWADDR = 0x8927;

  private final int socket;

  Interfaces() {
    this.socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw new DatapathException("cannot open a socket: " + Errno.text(Libc.errno()));
    }
  }

  /** One that exists and whose frames the program can read. */
  record Interface(String name, int index, LinkType link) {}

  /**
   * Those of these names, in the network namespace of the calling thread.
   *
   * @throws DatapathException as {@link #find(String)}
   */
  static List<Interface> find(Collection<String> names) {
    try (Interfaces interfaces = new Interfaces()) {
      return names.stream().map(interfaces::find).toList();
    }
  }

  /**
   * @throws DatapathException if there is none of that name, or none that the program can read
   */
  Interface find(String name) {
    ByteBuffer request = request(name);
    if (request == null || Libc.ioctl(socket, SIOCGIFINDEX, request) < 0) {
      throw new DatapathException("no interface " + name + " here: " + advice(name));
    }
    int index = request.getInt(NAME_BYTES);
    if (Libc.ioctl(socket, SIOCGIFHWADDR, request) < 0) {
      throw new DatapathException(
          "cannot ask for the kind of " + name + ": " + Errno.text(Libc.errno()));
    }
    int hardware = request.getShort(NAME_BYTES) & 0xffff;
    LinkType link = LinkType.of(hardware);
    if (link == null) {
      throw new DatapathException(
          name
              + " is of a kind that udpscope does not read (ARPHRD "
              + hardware
              + "): name one that carries Ethernet or bare IP");
    }
    return new Interface(name, index, link);
  }

  /** {@code ip link} prints {@code eth0@if5}, which people copy; no name has an {@code @}. */
  private static String advice(String name) {
    int peer = name.indexOf('@');
    return peer > 0
        ? "its name is " + name.substring(0, peer) + ", without what it is joined to"
        : "`ip link` lists those that there are";
  }

  static DatapathException gone(Interface one) {
    return new DatapathException("the interface " + one.name() + " has gone");
  }

  private static ByteBuffer request(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length >= NAME_BYTES) {
      return null;
    }
    return NativeMemory.allocate(IFREQ_BYTES).put(0, bytes);
  }

  @Override
  public void close() {
    Libc.close(socket);
  }
}
