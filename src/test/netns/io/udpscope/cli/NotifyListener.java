package io.udpscope.cli;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A service manager's end of the socket that NOTIFY_SOCKET names. */
final class NotifyListener implements AutoCloseable {
  private final int fd;
  private final ByteBuffer buffer = NativeMemory.allocate(4096);
  private final List<String> messages = new ArrayList<>();

  /**
   * @param network where it listens, which matters to names in the abstract namespace
   * @param name a path, or {@code @} and a name in the abstract namespace
   */
  NotifyListener(NetworkNamespace network, String name) {
    int type = Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC;
    fd = network.call(() -> Libc.socket(Libc.AF_UNIX, type, 0));
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = name.startsWith("@");
    ByteBuffer address = NativeMemory.allocate(Short.BYTES + path.length + (isAbstract ? 0 : 1));
    address.putShort(0, (short) Libc.AF_UNIX).put(Short.BYTES, path);
    if (isAbstract) {
      address.put(Short.BYTES, (byte) 0);
    }
    if (fd < 0 || Libc.bind(fd, address) < 0) {
      throw new AssertionError("no socket " + name + ": " + Errno.text(Libc.errno()));
    }
  }

  /** All that came so far. */
  List<String> messages() {
    long length;
    while ((length = Libc.recv(fd, buffer, Libc.MSG_DONTWAIT)) >= 0) {
      byte[] bytes = new byte[(int) length];
      buffer.get(0, bytes);
      messages.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return List.copyOf(messages);
  }

  /** Until so many have come that begin like this; gives the last of them. */
  String await(int count, String beginning) {
    TestBench.await(beginning, () -> thatBegin(beginning).size() >= count);
    List<String> all = thatBegin(beginning);
    return all.get(all.size() - 1);
  }

  private List<String> thatBegin(String beginning) {
    return messages().stream().filter(message -> message.startsWith(beginning)).toList();
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
