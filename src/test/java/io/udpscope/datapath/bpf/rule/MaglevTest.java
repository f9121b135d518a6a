package io.udpscope.datapath.bpf.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class MaglevTest {
  private static List<Target> targets(int count) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      targets.add(Target.of(IpAddress.parse("10.0.0." + i), 53));
    }
    return targets;
  }

  /** Whose each place of the table is. */
  private static List<String> owners(List<Target> targets) {
    List<String> owners = new ArrayList<>();
    for (byte index : Maglev.table(targets)) {
      owners.add(targets.get(index & 0xff).endpoint());
    }
    return owners;
  }

  private static Map<String, Integer> shares(List<Target> targets) {
    Map<String, Integer> shares = new HashMap<>();
    owners(targets).forEach(owner -> shares.merge(owner, 1, Integer::sum));
    return shares;
  }

  @Test
  void removingOneOfTenMovesAtMost12PercentOfTheOthersFlows() {
    List<Target> ten = targets(10);
    List<String> before = owners(ten);
    for (int gone = 0; gone < 10; gone++) {
      List<Target> nine = new ArrayList<>(ten);
      String removed = nine.remove(gone).endpoint();
      List<String> after = owners(nine);
      int moved = 0;
      int others = 0;
      for (int place = 0; place < before.size(); place++) {
        if (!before.get(place).equals(removed)) {
          others++;
          moved += before.get(place).equals(after.get(place)) ? 0 : 1;
        }
      }
      assertThat(100.0 * moved / others).as("percent moved without " + removed).isLessThan(12);
    }
  }

  @Test
  void equalTargetsHaveEqualShares() {
    assertThat(shares(targets(10)).values()).allMatch(share -> share == 409 || share == 410);
    assertThat(shares(targets(256))).hasSize(256);
    assertThat(shares(targets(2)).values()).containsExactlyInAnyOrder(2046, 2047);
  }

  @Test
  void sharesAreAsTheWeights() {
    List<Target> targets = targets(4);
    int[] weights = {1, 2, 10, 1000};
    int sum = 1013;
    for (int i = 0; i < 4; i++) {
      targets.set(i, targets.get(i).withWeight(weights[i]));
    }
    Map<String, Integer> shares = shares(targets);
    for (Target target : targets) {
      assertThat((double) shares.get(target.endpoint()))
          .as(target.endpoint())
          .isCloseTo(1.0 * Limits.BALANCE_SIZE * target.weight() / sum, within(1.5));
    }
  }

  @Test
  void theOrderOfTheTargetsDoesNotMatter() {
    List<Target> targets = targets(7);
    targets.set(3, targets.get(3).withWeight(5));
    List<String> owners = owners(targets);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(targets, random);
      assertThat(owners(targets)).isEqualTo(owners);
    }
  }

  /** A host of another build would send flows elsewhere if this changed. */
  @Test
  void theTableIsTheSameForEver() {
    CRC32 sum = new CRC32();
    sum.update(Maglev.table(targets(10)));
    assertThat(Long.toHexString(sum.getValue())).isEqualTo("cee67c61");
  }
}
