package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;

/** What the kernel allows only to some. */
final class Privilege {
  private Privilege() {}

  static DatapathException missing(String what) {
    return new DatapathException(
        "not permitted to "
            + what
            + ": needs root, or CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN (try sudo)");
  }
}
