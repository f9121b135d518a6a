package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;

/** What the kernel allows only to some. */
final class Privilege {
  private Privilege() {}

  /** Of a session: CAP_PERFMON because the verifier lets no one else subtract pointers. */
  static DatapathException missing(String what) {
    return new DatapathException(
        "not permitted to "
            + what
            + ": needs root, or CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN (try sudo)");
  }

  /** What takes CAP_SYS_ADMIN, which is as good as root. */
  static DatapathException missingRoot(String what) {
    return new DatapathException("not permitted to " + what + ": needs root (try sudo)");
  }
}
