package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The table by which the hash of a flow picks its target: consistent hashing after Eisenbud et al.,
 * "Maglev: A Fast and Reliable Software Network Load Balancer" (NSDI 2016, section 3.4). Each
 * target fills places in an order of its own, so that the places of the others mostly stay theirs
 * when one comes or goes. It depends on the targets' endpoints and weights alone: not on their
 * order, nor on the host.
 */
public final class Maglev {
  private static final int SIZE = Limits.BALANCE_SIZE;

  /** A target while the table is filled. */
  private static final class Player {
    final byte index;
    final String endpoint;
    final int weight;
    final int skip;
    int place;
    int credit;

    Player(int index, Target target) {
      this.index = (byte) index;
      this.endpoint = target.endpoint();
      this.weight = target.weight();
      long hash = hash(endpoint);
      this.place = (int) ((hash >>> 32) % SIZE);
      this.skip = (int) ((hash & 0xffff_ffffL) % (SIZE - 1) + 1);
    }

    /** Its share of turns is its weight's part of the greatest weight. */
    boolean hasTurn(int greatestWeight) {
      credit += weight;
      if (credit < greatestWeight) {
        return false;
      }
      credit -= greatestWeight;
      return true;
    }

    void take(byte[] table, boolean[] taken) {
      while (taken[place]) {
        place = (place + skip) % SIZE;
      }
      taken[place] = true;
      table[place] = index;
    }
  }

  private Maglev() {}

  /**
   * @param targets two or more
   * @return at each place the position of a target in the list, as an unsigned byte
   */
  static byte[] table(List<Target> targets) {
    List<Player> players = new ArrayList<>();
    int greatestWeight = 0;
    for (int i = 0; i < targets.size(); i++) {
      players.add(new Player(i, targets.get(i)));
      greatestWeight = Math.max(greatestWeight, targets.get(i).weight());
    }
    players.sort(Comparator.comparing(player -> player.endpoint));
    byte[] table = new byte[SIZE];
    boolean[] taken = new boolean[SIZE];
    for (int filled = 0; filled < SIZE; ) {
      for (Player player : players) {
        if (filled < SIZE && player.hasTurn(greatestWeight)) {
          player.take(table, taken);
          filled++;
        }
      }
    }
    return table;
  }

  /** FNV-1a of the UTF-8 text, stirred by the finaliser of MurmurHash3. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
