package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.model.Direction;
import java.util.Optional;

/** How programs get to tc's hooks. */
enum TcWay {
  /** By a link, which goes with the process; by a filter where the kernel has no such links. */
  LINK_ELSE_FILTER {
    @Override
    HookLink attach(Interfaces.Interface to, int program, Direction direction)
        throws HookRefusedException {
      Optional<HookLink> link = TcxLink.attach(to, program, direction);
      return link.isPresent() ? link.get() : FILTER.attach(to, program, direction);
    }
  },
  FILTER {
    @Override
    HookLink attach(Interfaces.Interface to, int program, Direction direction)
        throws HookRefusedException {
      return TcFilter.attach(to, program, direction);
    }
  };

  /**
   * @param direction {@link Direction#IN} for what comes in, {@link Direction#OUT} for what is sent
   */
  abstract HookLink attach(Interfaces.Interface to, int program, Direction direction)
      throws HookRefusedException;

  /** The refusal of an interface where another session acts already. */
  static HookRefusedException taken(Interfaces.Interface to, ProgramInfo other) {
    String taken = "already has " + other.describe() + " on tc";
    return new HookRefusedException(
        new DatapathException(to.name() + " " + taken + ", which is left alone"),
        "it " + taken,
        false);
  }
}
