package io.udpscope.datapath.bpf;

/** What was said about an object that did not load. */
final class LoadLog {
  /** Where libbpf tries whether anything can be loaded; what it says then is a guess. */
  private static final String TRIAL = "bpf_object__probe_loading";

  private final String verifier;
  private final String libbpf;

  /**
   * @param verifier the kernel verifier's log of the program that it refused, or empty
   * @param libbpf what libbpf said, or empty
   */
  LoadLog(String verifier, String libbpf) {
    this.verifier = verifier.strip();
    this.libbpf = libbpf.strip();
  }

  /**
   * Whether the verifier refused the program as such. Without CAP_PERFMON it allows no difference
   * of two pointers (adjust_reg_min_max_vals() of kernel/bpf/verifier.c), which says nothing of the
   * program.
   */
  boolean isVerdictOnTheProgram() {
    return isVerifiers() && !summary().endsWith("pointer -= pointer prohibited");
  }

  private boolean isVerifiers() {
    return !verifier.isEmpty();
  }

  /**
   * The line that says why: the verifier's last one before its statistics, else the first of
   * libbpf's, which is nearest to the cause. Empty if nobody said more than the error number does.
   */
  String summary() {
    if (!isVerifiers()) {
      return libbpf.lines().findFirst().filter(line -> !line.contains(TRIAL)).orElse("");
    }
    String summary = "";
    for (String line : verifier.split("\n")) {
      String stripped = line.strip();
      if (stripped.startsWith("processed ") || stripped.startsWith("verification time")) {
        break;
      }
      if (!stripped.isEmpty()) {
        summary = stripped;
      }
    }
    return summary;
  }

  /** The whole of it, for {@code --debug}. */
  Throwable asCause() {
    return new IllegalStateException(
        "libbpf said:\n" + libbpf + "\nthe verifier's log:\n" + verifier);
  }
}
