package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Libc;

/** What the kernel allows only to some. */
final class Privilege {
  private static final String OF_A_SESSION = "CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN";

  private Privilege() {}

  /** Of a session: CAP_PERFMON because the verifier lets no one else subtract pointers. */
  static DatapathException missing(String what) {
    return refusal(what, "needs root, or " + OF_A_SESSION, "one of " + OF_A_SESSION);
  }

  /** What takes CAP_SYS_ADMIN, which is as good as root. */
  static DatapathException missingRoot(String what) {
    return refusal(what, "needs root", "CAP_SYS_ADMIN");
  }

  /** To a root whom a container has taken his capabilities sudo would be no advice. */
  private static DatapathException refusal(String what, String need, String capabilities) {
    String reason =
        Libc.effectiveUser() == 0
            ? "root lacks "
                + capabilities
                + " here, as in a container, a user namespace or under seccomp; grant them, or run"
                + " it on the host"
            : need + " (try sudo)";
    return new DatapathException("not permitted to " + what + ": " + reason);
  }
}
