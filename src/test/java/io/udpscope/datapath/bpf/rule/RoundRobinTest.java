package io.udpscope.datapath.bpf.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private static List<Target> weights(int... weights) {
    List<Target> targets = new ArrayList<>();
    for (int weight : weights) {
      IpAddress address = IpAddress.parse("10.0.1." + targets.size());
      targets.add(Target.of(address, 53).withWeight(weight));
    }
    return targets;
  }

  @Test
  void equalTargetsTakeTurns() {
    assertThat(RoundRobin.table(weights(1, 1, 1))).containsExactly(0, 1, 2);
    assertThat(RoundRobin.table(weights(7, 7))).containsExactly(0, 1);
  }

  @Test
  void aHeavyTargetIsSpreadOverTheRound() {
    assertThat(RoundRobin.table(weights(5, 1, 1))).containsExactly(0, 0, 1, 0, 2, 0, 0);
    assertThat(RoundRobin.table(weights(1, 2))).containsExactly(1, 0, 1);
    assertThat(RoundRobin.table(weights(200, 400))).containsExactly(1, 0, 1);
  }

  @Test
  void aRoundThatDoesNotFitEndsEarlyWithSharesThatAreNearlyRight() {
    byte[] round = RoundRobin.table(weights(1000, 999, 998, 997, 996));
    assertThat(round).hasSize(4093);
    int[] counts = new int[5];
    for (byte turn : round) {
      counts[turn]++;
    }
    for (int i = 0; i < 5; i++) {
      assertThat(counts[i]).isBetween(4093 * (1000 - i) / 4990 - 1, 4093 * (1000 - i) / 4990 + 2);
    }
  }

  @Test
  void asManyTargetsAsThereCanBeHaveTheirTurns() {
    int[] weights = new int[256];
    Arrays.fill(weights, 3);
    byte[] round = RoundRobin.table(weights(weights));
    assertThat(round).hasSize(256);
    assertThat(round[255] & 0xff).isEqualTo(255);
  }
}
