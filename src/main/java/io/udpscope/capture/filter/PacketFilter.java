package io.udpscope.capture.filter;

import io.udpscope.ffi.LibPcap;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Link;
import io.udpscope.model.PacketRecord;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A display filter in pcap-filter syntax (pcap-filter(7)), compiled by libpcap once for each link
 * header. What only Ethernet has, as in {@code ether host}, no frame without it matches. Loopback's
 * header says nothing that IP does not say, and is stepped over. Used by one thread at a time.
 */
public final class PacketFilter implements AutoCloseable {
  private static final int SNAPLEN = 65_535;
  private static final Object COMPILER = new Object();

  private final LibPcap.Functions pcap;
  private final List<ByteBuffer> programs;
  private final long[] programOf;
  private final ByteBuffer header = NativeMemory.allocate(LibPcap.HEADER_BYTES);
  private final long headerAddress = NativeMemory.address(header);
  private ByteBuffer buffer;
  private long bufferAddress;

  private PacketFilter(LibPcap.Functions pcap, Map<Link, ByteBuffer> programs) {
    this.pcap = pcap;
    this.programs = List.copyOf(programs.values());
    programOf = new long[Link.values().length];
    programs.forEach((link, program) -> programOf[link.ordinal()] = NativeMemory.address(program));
    programOf[Link.LOOPBACK.ordinal()] = programOf[Link.RAW_IP.ordinal()];
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
      Map<Link, ByteBuffer> programs = new EnumMap<>(Link.class);
      programs.put(Link.ETHERNET, compile(pcap, LibPcap.DLT_EN10MB, expression));
      compileIfItFits(pcap, LibPcap.DLT_RAW, expression, Link.RAW_IP, programs);
      compileIfItFits(pcap, LibPcap.DLT_LINUX_SLL, expression, Link.LINUX_COOKED, programs);
      compileIfItFits(pcap, LibPcap.DLT_LINUX_SLL2, expression, Link.LINUX_COOKED_2, programs);
      return new PacketFilter(pcap, programs);
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

  private static void compileIfItFits(
      LibPcap.Functions pcap,
      int linkType,
      String expression,
      Link link,
      Map<Link, ByteBuffer> programs) {
    try {
      programs.put(link, compile(pcap, linkType, expression));
    } catch (FilterException e) {
      // It speaks of Ethernet, and no packet of this link is meant.
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
    Link link = packet.link();
    long program = programOf[link.ordinal()];
    if (program == 0) {
      return false;
    }
    if (packet.buffer() != buffer) {
      buffer = packet.buffer();
      bufferAddress = NativeMemory.address(buffer);
    }
    int skipped = link == Link.LOOPBACK ? link.bytes() : 0;
    header.putInt(LibPcap.HEADER_CAPTURED, packet.captured() - skipped);
    header.putInt(LibPcap.HEADER_LENGTH, (int) packet.length());
    long frame = bufferAddress + packet.offset() + PacketRecord.FRAME + skipped;
    return pcap.pcap_offline_filter(program, headerAddress, frame) != 0;
  }

  @Override
  public void close() {
    programs.forEach(program -> pcap.pcap_freecode(NativeMemory.address(program)));
  }
}
