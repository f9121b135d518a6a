package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.Target;
import java.util.List;

/**
 * The order in which targets take packets, one round of it: each as often as its weight says, and
 * spread evenly over the round.
 */
final class RoundRobin {
  private RoundRobin() {}

  /**
   * @param targets two or more
   * @return a round, as positions in the list, as unsigned bytes; one that would not fit ends early
   */
  static byte[] table(List<Target> targets) {
    int sum = 0;
    int divisor = 0;
    for (Target target : targets) {
      sum += target.weight();
      divisor = greatestCommonDivisor(target.weight(), divisor);
    }
    byte[] round = new byte[Math.min(sum / divisor, Limits.BALANCE_SIZE)];
    int[] credit = new int[targets.size()];
    for (int turn = 0; turn < round.length; turn++) {
      int next = 0;
      for (int i = 0; i < credit.length; i++) {
        credit[i] += targets.get(i).weight();
        next = credit[i] > credit[next] ? i : next;
      }
      credit[next] -= sum;
      round[turn] = (byte) next;
    }
    return round;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
