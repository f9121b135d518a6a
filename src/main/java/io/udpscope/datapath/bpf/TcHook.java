package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.model.Direction;
import java.util.Optional;

/** Attaches at tc's hooks, in the way that this kernel knows. */
final class TcHook {
  private TcHook() {}

  /**
   * @param direction {@link Direction#IN} for what comes in, {@link Direction#OUT} for what is sent
   */
  static HookLink attach(Interfaces.Interface to, int program, Direction direction)
      throws HookRefusedException {
    Optional<HookLink> link = TcxLink.attach(to, program, direction);
    if (link.isPresent()) {
      return link.get();
    }
    String reason = "the kernel has no TCX links, which came with Linux 6.6";
    throw new HookRefusedException(
        new DatapathException("cannot attach to " + to.name() + " (tc): " + reason), reason, true);
  }

  /** The refusal of an interface where another session acts already. */
  static HookRefusedException taken(Interfaces.Interface to, ProgramInfo other) {
    String taken = "already has " + other.describe() + " on tc";
    return new HookRefusedException(
        new DatapathException(to.name() + " " + taken + ", which is left alone"),
        "it " + taken,
        false);
  }
}
