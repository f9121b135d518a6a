package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Where rules send to, as the relay looks it up: of the generation in force, of the one that
 * packets may go back to, and for a while of those before, whose packets may still be in the ring.
 * Changed by the session's thread; what the relay's thread reads never changes, but is replaced.
 */
public final class RelayForwards {
  /** Packets that lay in the ring for longer are not sent any more. */
  private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * @param bySlot index: a rule's slot
   * @param targets slots of all of them
   */
  private record Generation(long number, List<Optional<RelayForward>> bySlot, BitSet targets) {
    Optional<RelayForward> at(int ruleSlot) {
      return ruleSlot < bySlot.size() ? bySlot.get(ruleSlot) : Optional.empty();
    }
  }

  /** A generation that is not in force any more, nor to go back to. */
  private record Former(Generation generation, long sinceNanos) {}

  /**
   * @param generations the newest first
   * @param targets slots of all their targets
   */
  private record Published(List<Generation> generations, BitSet targets, long version) {}

  private final LongSupplier clock;
  private final List<Generation> current = new ArrayList<>();
  private final List<Former> former = new ArrayList<>();
  private volatile Published published = new Published(List.of(), new BitSet(), 0);

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public RelayForwards(LongSupplier clock) {
    this.clock = clock;
  }

  /** From the relay's thread; a generation's number comes from the program as 32 bits. */
  public Optional<RelayForward> of(int generation, int ruleSlot) {
    for (Generation one : published.generations()) {
      if ((int) one.number() == generation) {
        return one.at(ruleSlot);
      }
    }
    return Optional.empty();
  }

  /** From any thread, as {@link io.udpscope.datapath.RelayTap#version}. */
  public long version() {
    return published.version();
  }

  /** From any thread. */
  public boolean hasTarget(int slot) {
    return published.targets().get(slot);
  }

  /**
   * A generation that is to be put in force next.
   *
   * @param ruleSlots of each rule, by its name
   */
  public void add(
      long number,
      List<Rule> rules,
      ToIntFunction<String> ruleSlots,
      ToIntFunction<TargetKey> targetSlots) {
    List<Optional<RelayForward>> bySlot = new ArrayList<>();
    BitSet targets = new BitSet();
    for (Rule rule : rules) {
      if (isRelayed(rule)) {
        int slot = ruleSlots.applyAsInt(rule.name());
        while (bySlot.size() <= slot) {
          bySlot.add(Optional.empty());
        }
        RelayForward forward = compile(rule, targetSlots);
        bySlot.set(slot, shared(slot, forward));
        forward.targets().forEach(target -> targets.set(target.slot()));
      }
    }
    add(new Generation(number, bySlot, targets));
  }

  /** The newest generation's, if that has the same: rules may change a hundred times a second. */
  private Optional<RelayForward> shared(int slot, RelayForward forward) {
    Optional<RelayForward> fresh = Optional.of(forward);
    List<Generation> known = published.generations();
    Optional<RelayForward> newest = known.isEmpty() ? Optional.empty() : known.get(0).at(slot);
    return newest.equals(fresh) ? newest : fresh;
  }

  /** Whether packets of the rule may come to the relay. */
  public static boolean isRelayed(Rule rule) {
    return rule.forward()
        .filter(forward -> forward.path() != Path.KERNEL || forward.isRelayed())
        .isPresent();
  }

  private static RelayForward compile(Rule rule, ToIntFunction<TargetKey> targetSlots) {
    Forward forward = rule.forward().orElseThrow();
    List<RelayTarget> targets = new ArrayList<>();
    for (Target target : CompiledForwards.targets(forward)) {
      int slot = targetSlots.applyAsInt(TargetKey.of(rule, target));
      IpAddress address = target.address().orElseThrow();
      targets.add(new RelayTarget(slot, address, target.port(), target.interfaceName()));
    }
    boolean toAll = forward.strategy() == Strategy.ALL;
    return new RelayForward(
        forward.source(), toAll, forward.replies(), forward.idleSeconds(), targets);
  }

  /** The rules of a generation are to be put in force under another number. */
  public void addAgain(long number, long same) {
    current.stream()
        .filter(one -> one.number() == same)
        .findFirst()
        .ifPresent(one -> add(new Generation(number, one.bySlot(), one.targets())));
  }

  private void add(Generation generation) {
    current.removeIf(one -> one.number() == generation.number()); // it was not put in force then
    current.add(generation);
    publish();
  }

  /** Packets obey one of these two, or still one of those before. */
  public void retain(long inForce, long kept) {
    long now = clock.getAsLong();
    current.removeIf(
        one -> {
          boolean leaves = one.number() != inForce && one.number() != kept;
          if (leaves) {
            former.add(new Former(one, now));
          }
          return leaves;
        });
    forget();
  }

  /** Lets go of what is long ago; to be called now and then. */
  public void forget() {
    long now = clock.getAsLong();
    if (former.removeIf(one -> now - one.sinceNanos() > REMEMBERED_NANOS)) {
      publish();
    }
  }

  private void publish() {
    List<Generation> generations = new ArrayList<>(current);
    former.forEach(one -> generations.add(one.generation()));
    generations.sort((one, other) -> Long.compare(other.number(), one.number()));
    BitSet targets = new BitSet();
    generations.forEach(generation -> targets.or(generation.targets()));
    published = new Published(List.copyOf(generations), targets, published.version() + 1);
  }
}
