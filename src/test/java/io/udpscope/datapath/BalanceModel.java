package io.udpscope.datapath;

import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which target a forward takes, worked out anew: Maglev's table from the paper (Eisenbud et al.,
 * NSDI 2016, 3.4), smooth weighted round-robin from its definition, and the hash of a flow.
 */
final class BalanceModel {
  static final int PLACES = 4093;

  private final List<Target> targets;
  private final Strategy strategy;
  private final List<Target> places;

  /**
   * @param targets that are up, in the order of the rule
   */
  BalanceModel(Strategy strategy, List<Target> targets) {
    this.strategy = strategy;
    this.targets = targets;
    this.places = strategy == Strategy.ROUND_ROBIN ? round(targets) : maglev(targets);
  }

  boolean takesTurns() {
    return strategy == Strategy.ROUND_ROBIN;
  }

  /** The target of a flow. */
  Target of(FrameReading reading) {
    int hash = 0;
    ByteBuffer words = ByteBuffer.wrap(reading.source().bytes());
    while (words.hasRemaining()) {
      hash = mix(hash ^ words.getInt());
    }
    if (strategy == Strategy.SOURCE_PORT) {
      hash = mix(hash ^ reading.sourcePort());
    }
    return places.get((int) (Integer.toUnsignedLong(hash) * PLACES >>> 32));
  }

  /** The target of a packet by its number, from 0. */
  Target of(long turn) {
    return places.get((int) Long.remainderUnsigned(turn, places.size()));
  }

  private static int mix(int value) {
    int mixed = (value ^ value >>> 16) * 0x7feb352d;
    mixed = (mixed ^ mixed >>> 15) * 0x846ca68b;
    return mixed ^ mixed >>> 16;
  }

  private static List<Target> round(List<Target> targets) {
    long sum = targets.stream().mapToLong(Target::weight).sum();
    long divisor = targets.stream().mapToLong(Target::weight).reduce(0, BalanceModel::divisor);
    List<Target> order = new ArrayList<>();
    long[] credit = new long[targets.size()];
    for (int turn = 0; turn < Math.min(PLACES, sum / divisor); turn++) {
      int richest = 0;
      for (int i = 0; i < credit.length; i++) {
        credit[i] += targets.get(i).weight();
        if (credit[i] > credit[richest]) {
          richest = i;
        }
      }
      credit[richest] -= sum;
      order.add(targets.get(richest));
    }
    return order;
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static List<Target> maglev(List<Target> targets) {
    List<Target> inOrder = new ArrayList<>(targets);
    inOrder.sort(Comparator.comparing(Target::endpoint));
    int heaviest = targets.stream().mapToInt(Target::weight).max().orElse(1);
    int[] credit = new int[inOrder.size()];
    int[] steps = new int[inOrder.size()];
    Target[] places = new Target[PLACES];
    for (int filled = 0; filled < PLACES; ) {
      for (int i = 0; i < credit.length && filled < PLACES; i++) {
        credit[i] += inOrder.get(i).weight();
        if (credit[i] >= heaviest) {
          credit[i] -= heaviest;
          int place = permuted(inOrder.get(i), steps[i]++);
          while (places[place] != null) {
            place = permuted(inOrder.get(i), steps[i]++);
          }
          places[place] = inOrder.get(i);
          filled++;
        }
      }
    }
    return List.of(places);
  }

  /** Place {@code step} in a target's own order of all places. */
  private static int permuted(Target target, int step) {
    long hash = hash(target.endpoint());
    long offset = (hash >>> 32) % PLACES;
    long skip = (hash & 0xffff_ffffL) % (PLACES - 1) + 1;
    return (int) ((offset + skip * step) % PLACES);
  }

  private static long hash(String text) {
    long fnv = 0xcbf29ce484222325L;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      fnv ^= one & 0xff;
      fnv *= 0x100000001b3L;
    }
    fnv ^= fnv >>> 33;
    fnv *= 0xff51afd7ed558ccdL;
    fnv ^= fnv >>> 33;
    fnv *= 0xc4ceb9fe1a85ec53L;
    fnv ^= fnv >>> 33;
    return fnv;
  }
}
