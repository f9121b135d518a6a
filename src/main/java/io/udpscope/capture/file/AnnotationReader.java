package io.udpscope.capture.file;

import io.udpscope.model.Failure;
import io.udpscope.model.PlainText;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what our writer says of a packet, {@code rule dns, dropped} or {@code rule dns, passed
 * (no-route)}, and the verdicts that programs in the kernel leave. Comments repeat: the last ones
 * are kept, so that a packet takes no memory.
 */
final class AnnotationReader {
  private static final int KEPT = 64;

  /** A longer comment is not ours. */
  private static final int MAX_BYTES = 512;

  private static final Pattern OURS =
      Pattern.compile("rule (\\P{Cntrl}{1,200}), ([a-z]+)(?: \\(([a-z-]+)\\))?");

  static final int LINUX_EBPF_TC = 1;
  static final int LINUX_EBPF_XDP = 2;

  private static final long XDP_ABORTED = 0;
  private static final long XDP_DROP = 1;
  private static final long XDP_PASS = 2;
  private static final long TC_ACT_OK = 0;
  private static final long TC_ACT_SHOT = 2;

  private record Known(byte[] comment, Annotation meaning) {}

  private final Known[] known = new Known[KEPT];

  /** What a comment says; {@link Annotation#NONE} if it is somebody else's. */
  Annotation comment(ByteBuffer bytes, int from, int length) {
    if (length > MAX_BYTES || length == 0 || bytes.get(from) != 'r') {
      return Annotation.NONE;
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes.get(from + i);
    }
    int place = (hash ^ hash >>> 16) & KEPT - 1;
    if (known[place] == null || !equal(known[place].comment, bytes, from, length)) {
      byte[] comment = new byte[length];
      bytes.get(from, comment);
      known[place] = new Known(comment, parse(new String(comment, StandardCharsets.UTF_8)));
    }
    return known[place].meaning;
  }

  private static boolean equal(byte[] comment, ByteBuffer bytes, int from, int length) {
    if (comment.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (comment[i] != bytes.get(from + i)) {
        return false;
      }
    }
    return true;
  }

  private static Annotation parse(String comment) {
    Matcher matcher = OURS.matcher(comment);
    if (!matcher.matches()) {
      return Annotation.NONE;
    }
    Optional<Verdict> verdict = verdict(matcher.group(2));
    Optional<Failure> failure = failure(matcher.group(3));
    return verdict.isEmpty() || failure.isEmpty()
        ? Annotation.NONE
        : new Annotation(Optional.of(PlainText.of(matcher.group(1))), verdict, failure.get());
  }

  private static Optional<Verdict> verdict(String word) {
    for (Verdict verdict : Verdict.ofProgram()) {
      if (verdict.word().equals(word)) {
        return Optional.of(verdict);
      }
    }
    return Optional.empty();
  }

  private static Optional<Failure> failure(String word) {
    for (Failure failure : Failure.values()) {
      if (failure.word().equals(word == null ? "" : word)) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  /**
   * What a program returned to the kernel (epb_verdict): {@code enum xdp_action} of linux/bpf.h, or
   * {@code TC_ACT_…} of linux/pkt_cls.h. Only those that leave no doubt say something.
   *
   * @param kind of verdict, the option's first octet
   */
  static Annotation verdict(int kind, long code) {
    boolean aborted = kind == LINUX_EBPF_XDP && code == XDP_ABORTED;
    if (aborted || code == (kind == LINUX_EBPF_XDP ? XDP_DROP : TC_ACT_SHOT)) {
      return Annotation.DROPPED;
    }
    return code == (kind == LINUX_EBPF_XDP ? XDP_PASS : TC_ACT_OK)
        ? Annotation.PASSED
        : Annotation.NONE;
  }
}
