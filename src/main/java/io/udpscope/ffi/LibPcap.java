package io.udpscope.ffi;

import java.util.List;

/**
 * Calls into the system's libpcap, of which only the compiler and the interpreter of filters are
 * used. In versions before 1.8 the compiler is for one thread at a time; the interpreter is for
 * any.
 */
public final class LibPcap {
  /** A frame begins with an Ethernet header. */
  public static final int DLT_EN10MB = 1;

  /** A frame begins with an IPv4 or an IPv6 header. */
  public static final int DLT_RAW = 12;

  /** A frame begins with a Linux cooked header. */
  public static final int DLT_LINUX_SLL = 113;

  /** The same in its second version, known to libpcap since 1.10. */
  public static final int DLT_LINUX_SLL2 = 276;

  /** As {@code pcap_compile}'s netmask: what tcpdump says of a file. */
  public static final int NO_NETMASK = 0;

  /** {@code struct bpf_program}: a count, padding, a pointer. */
  public static final int PROGRAM_BYTES = 16;

  /** {@code struct pcap_pkthdr}: a {@code struct timeval}, then these. */
  public static final int HEADER_CAPTURED = 16;

  public static final int HEADER_LENGTH = 20;

  public static final int HEADER_BYTES = 24;

  /** What Debian calls it, which has it from before it had a number, and what others do. */
  private static final List<String> NAMES = List.of("libpcap.so.0.8", "libpcap.so.1");

  private LibPcap() {}

  /** For JNR alone, which wants it public. */
  public interface Functions {
    long pcap_open_dead(int linkType, int snaplen);

    void pcap_close(long handle);

    long pcap_geterr(long handle);

    int pcap_compile(long handle, long program, long expression, int optimize, int netmask);

    void pcap_freecode(long program);

    int pcap_offline_filter(long program, long header, long packet);
  }

  /** Bound when first used. */
  private static final class Bound {
    static final Functions FUNCTIONS = bind(NAMES);
  }

  /**
   * The first of these libraries that there is.
   *
   * @throws UnsatisfiedLinkError if there is none
   */
  static Functions bind(List<String> names) {
    UnsatisfiedLinkError missing = new UnsatisfiedLinkError("no " + String.join(", no ", names));
    for (String name : names) {
      try {
        Functions functions = Binding.bind(Functions.class, name);
        // A library that is missing may show only when something in it is called.
        functions.pcap_close(functions.pcap_open_dead(DLT_EN10MB, 1));
        return functions;
      } catch (UnsatisfiedLinkError e) {
        missing.addSuppressed(e);
      }
    }
    throw missing;
  }

  /**
   * The functions themselves.
   *
   * @throws LinkageError if the system has no libpcap
   */
  public static Functions functions() {
    return Bound.FUNCTIONS;
  }
}
