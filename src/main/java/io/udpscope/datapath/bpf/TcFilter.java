package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.model.Direction;
import java.util.Optional;

/**
 * A program at tc's hook of an interface as a filter, for kernels without links there. It stands
 * before the filters of others and lets them see the packets, too.
 *
 * <p>A filter outlives a process that is killed. Then the {@link Heartbeat} ends, and the filter
 * passes all. Each has a sign of its owner's life, too, and a session removes those of dead ones
 * where it attaches.
 */
final class TcFilter implements HookLink {
  private static final String NAME = "udpscope";

  private final TcFilters filters;
  private final TcFilters.Filter filter;
  private final SignOfLife sign;
  private final boolean ownsQdisc;
  private boolean closed;

  private TcFilter(TcFilters filters, TcFilters.Filter filter, SignOfLife sign, boolean ownsQdisc) {
    this.filters = filters;
    this.filter = filter;
    this.sign = sign;
    this.ownsQdisc = ownsQdisc;
  }

  static HookLink attach(Interfaces.Interface to, int program, Direction direction)
      throws HookRefusedException {
    ProgramInfo info = ProgramInfo.ofDescriptor(program);
    TcFilters filters = new TcFilters(to.index());
    SignOfLife sign = SignOfLife.take(signOf(info.id(), to.index())).orElse(null);
    try {
      removeLeftovers(filters, to, direction);
      boolean added = filters.addQdisc();
      Optional<TcFilters.Filter> filter = Optional.empty();
      if (sign != null && filters.add(direction, program, NAME)) {
        filter = find(filters, direction, info.id());
      }
      if (filter.isEmpty()) {
        throw refusal(to);
      }
      return new TcFilter(filters, filter.get(), sign, added);
    } catch (HookRefusedException | RuntimeException e) {
      filters.close();
      if (sign != null) {
        sign.close();
      }
      throw e;
    }
  }

  private static String signOf(int programId, int ifindex) {
    return NAME + "-tc-" + programId + "-" + ifindex;
  }

  private static Optional<TcFilters.Filter> find(
      TcFilters filters, Direction direction, int programId) {
    return filters.list(direction).stream()
        .filter(filter -> filter.programId() == programId)
        .findFirst();
  }

  /** Of sessions that have been killed. That of a living one stays, and no other may act there. */
  private static void removeLeftovers(
      TcFilters filters, Interfaces.Interface to, Direction direction) throws HookRefusedException {
    for (TcFilters.Filter filter : filters.list(direction)) {
      if (!filter.name().equals(NAME)) {
        continue;
      }
      Optional<SignOfLife> dead = SignOfLife.take(signOf(filter.programId(), to.index()));
      if (dead.isPresent()) {
        filters.delete(filter);
        dead.get().close();
      } else if (direction == Direction.IN) {
        throw TcWay.taken(to, ProgramInfo.ofId(filter.programId()));
      }
    }
  }

  private static HookRefusedException refusal(Interfaces.Interface to) {
    String reason = "the kernel adds no filter there";
    return new HookRefusedException(
        new DatapathException("cannot attach to " + to.name() + " (tc): " + reason), reason, true);
  }

  @Override
  public boolean outlivesProcess() {
    return true;
  }

  /** The qdisc goes only if it is ours and nobody has put anything on it since. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      filters.delete(filter);
      if (ownsQdisc && !filters.any()) {
        filters.deleteQdisc();
      }
      filters.close();
      sign.close();
    }
  }
}
