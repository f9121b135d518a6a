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
}
