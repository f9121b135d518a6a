package io.udpscope.capture.filter;

import io.udpscope.ffi.LibPcap;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.PacketRecord;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A display filter in pcap-filter syntax (pcap-filter(7)), compiled by libpcap once for frames with
 * an Ethernet header and once for those that begin with the IP header. What only Ethernet has, as
 * in {@code ether host}, no frame without it matches. Used by one thread at a time.
 */
public final class PacketFilter implements AutoCloseable {
  private static final int SNAPLEN = 65_535;
  private static final Object COMPILER = new Object();

  private final LibPcap.Functions pcap;
  private final ByteBuffer ethernet;
  private final Optional<ByteBuffer> rawIp;
  private final long ethernetProgram;
  private final long rawIpProgram;
  private final ByteBuffer header = NativeMemory.allocate(LibPcap.HEADER_BYTES);
  private final long headerAddress = NativeMemory.address(header);
  private ByteBuffer buffer;
  private long bufferAddress;

  private PacketFilter(LibPcap.Functions pcap, ByteBuffer ethernet, Optional<ByteBuffer> rawIp) {
    this.pcap = pcap;
    this.ethernet = ethernet;
    this.rawIp = rawIp;
    ethernetProgram = NativeMemory.address(ethernet);
    rawIpProgram = rawIp.map(NativeMemory::address).orElse(0L);
  }

  /**
   * Compiles an expression; from any thread, one after the other.
   *
   * @throws FilterException with libpcap's own words if it makes no sense; if it names a host,
   *     which is not looked up; if there is no libpcap
   */
  public static PacketFilter compile(String expression) throws FilterException {
    Optional<String> name = FilterWords.hostName(expression);
    if (name.isPresent()) {
      throw new FilterException(
          "\"" + name.get() + "\" is no keyword and no address, and names are not looked up");
    }
    synchronized (COMPILER) {
      LibPcap.Functions pcap = functions();
      ByteBuffer ethernet = compile(pcap, LibPcap.DLT_EN10MB, expression);
      return new PacketFilter(pcap, ethernet, compileRawIp(pcap, expression));
    }
  }

  private static LibPcap.Functions functions() throws FilterException {
    try {
      return LibPcap.functions();
    } catch (LinkageError e) {
      throw new FilterException(
          "filters need libpcap: apt install libpcap0.8 (libpcap0.8t64 since Debian 13)");
    }
  }

  private static Optional<ByteBuffer> compileRawIp(LibPcap.Functions pcap, String expression) {
    try {
      return Optional.of(compile(pcap, LibPcap.DLT_RAW, expression));
    } catch (FilterException e) {
      return Optional.empty(); // it speaks of Ethernet
    }
  }

  private static ByteBuffer compile(LibPcap.Functions pcap, int linkType, String expression)
      throws FilterException {
    long handle = pcap.pcap_open_dead(linkType, SNAPLEN);
    if (handle == 0) {
      throw new FilterException("libpcap has no memory for a filter");
    }
    ByteBuffer program = NativeMemory.allocate(LibPcap.PROGRAM_BYTES);
    ByteBuffer text = NativeMemory.string(expression);
    try {
      int result =
          pcap.pcap_compile(
              handle,
              NativeMemory.address(program),
              NativeMemory.address(text),
              1,
              LibPcap.NO_NETMASK);
      if (result != 0) {
        throw new FilterException(NativeMemory.textAt(pcap.pcap_geterr(handle)));
      }
      return program;
    } finally {
      pcap.pcap_close(handle);
      Reference.reachabilityFence(text);
    }
  }

  /**
   * Whether the packet is one of those. As in tcpdump, a filter that reads beyond what was captured
   * of a packet does not accept it.
   *
   * @param packet in a direct buffer
   */
  public boolean accepts(PacketRecord packet) {
    long program = packet.isRawIp() ? rawIpProgram : ethernetProgram;
    if (program == 0) {
      return false;
    }
    if (packet.buffer() != buffer) {
      buffer = packet.buffer();
      bufferAddress = NativeMemory.address(buffer);
    }
    header.putInt(LibPcap.HEADER_CAPTURED, packet.captured());
    header.putInt(LibPcap.HEADER_LENGTH, (int) packet.length());
    long frame = bufferAddress + packet.offset() + PacketRecord.FRAME;
    return pcap.pcap_offline_filter(program, headerAddress, frame) != 0;
  }

  @Override
  public void close() {
    pcap.pcap_freecode(NativeMemory.address(ethernet));
    rawIp.ifPresent(program -> pcap.pcap_freecode(NativeMemory.address(program)));
  }
}
