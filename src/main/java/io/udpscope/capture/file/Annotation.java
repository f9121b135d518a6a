package io.udpscope.capture.file;

import io.udpscope.model.Failure;
import io.udpscope.model.Verdict;
import java.util.Optional;

/**
 * What the file says became of a packet.
 *
 * @param rule that decided it
 * @param verdict empty where the file does not say
 */
record Annotation(Optional<String> rule, Optional<Verdict> verdict, Failure failure) {
  static final Annotation NONE =
      new Annotation(Optional.empty(), Optional.empty(), Failure.NO_FAILURE);

  static final Annotation PASSED = withoutRule(Verdict.PASSED);
  static final Annotation DROPPED = withoutRule(Verdict.DROPPED);

  private static Annotation withoutRule(Verdict verdict) {
    return new Annotation(Optional.empty(), Optional.of(verdict), Failure.NO_FAILURE);
  }
}
