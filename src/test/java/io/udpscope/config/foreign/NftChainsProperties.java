package io.udpscope.config.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Chains that lead to one another, against a model that walks through them for each port. */
class NftChainsProperties {
  private static final int PORTS = 12;
  private static final int CHAINS = 4;
  private static final AtomicInteger SAID = new AtomicInteger();

  /** What a rule does; {@code number} is the chain it leads to, or the target's last byte. */
  private record Step(int first, int last, String verdict, int number) {
    boolean looksFor(int port) {
      return first <= port && port <= last;
    }

    String json(int chain, int handle) {
      String target =
          switch (verdict) {
            case "dnat" -> "{\"addr\": \"10.0.0." + number + "\"}";
            case "jump", "goto" -> "{\"target\": \"c" + number + "\"}";
            default -> "null";
          };
      return """
      {"rule": {"family": "ip", "table": "nat", "chain": "c%d", "handle": %d, "expr": [
        {"match": {"op": "==", "left": {"payload": {"protocol": "udp", "field": "dport"}},
         "right": {"range": [%d, %d]}}}, {"%s": %s}]}}
      """
          .formatted(chain, handle, first, last, verdict, target);
    }
  }

  private static Step random(Random random, int chain) {
    int first = random.nextInt(PORTS);
    int last = first + random.nextInt(PORTS - first);
    int way = random.nextInt(8);
    if (way < 3 && chain < CHAINS - 1) {
      int target = chain + 1 + random.nextInt(CHAINS - 1 - chain);
      return new Step(first, last, way == 0 ? "goto" : "jump", target);
    }
    return switch (way) {
      case 3 -> new Step(first, last, "return", 0);
      case 4 -> new Step(first, last, "accept", 0);
      default -> new Step(first, last, "dnat", 1 + random.nextInt(250));
    };
  }

  /** The target's last byte; 0 where packets are let alone, -1 where the chain's end is met. */
  private static int walk(List<List<Step>> chains, int chain, int port) {
    for (Step step : chains.get(chain)) {
      if (!step.looksFor(port)) {
        continue;
      }
      switch (step.verdict()) {
        case "dnat" -> {
          return step.number();
        }
        case "accept" -> {
          return 0;
        }
        case "return" -> {
          return -1;
        }
        case "goto" -> {
          return walk(chains, step.number(), port);
        }
        default -> {
          int decided = walk(chains, step.number(), port);
          if (decided >= 0) {
            return decided;
          }
        }
      }
    }
    return -1;
  }

  private static int decided(List<Rule> rules, int port) {
    Optional<Forward> forward =
        rules.stream()
            .filter(rule -> rule.match().ports().contains(port))
            .findFirst()
            .flatMap(Rule::forward);
    return forward
        .map(to -> (int) to.targets().get(0).address().orElseThrow().bytes()[3] & 0xff)
        .orElse(0);
  }

  @Property(tries = 2000)
  void whatIsImportedWithoutAWarningIsTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<Step>> chains = new ArrayList<>();
    List<String> objects = new ArrayList<>();
    objects.add(
        """
        {"chain": {"family": "ip", "table": "nat", "name": "c0", "type": "nat",
          "hook": "prerouting", "prio": -100}}
        """);
    for (int chain = 0; chain < CHAINS; chain++) {
      List<Step> steps = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        steps.add(random(random, chain));
        objects.add(steps.get(steps.size() - 1).json(chain, objects.size()));
      }
      chains.add(steps);
    }
    String text = "{\"nftables\": [" + String.join(",", objects) + "]}";
    Imported imported =
        ForeignFormat.NFTABLES.read(
            text.getBytes(StandardCharsets.UTF_8), index -> Optional.empty());
    boolean unsaid = imported.warnings().stream().anyMatch(line -> !line.endsWith("leads to it"));
    if (unsaid) {
      return;
    }
    SAID.incrementAndGet();
    for (int port = 0; port < PORTS; port++) {
      assertThat(decided(imported.rules(), port))
          .as("port %d of %s", port, text)
          .isEqualTo(Math.max(walk(chains, 0, port), 0));
    }
  }

  @AfterContainer
  static void mostAreSaid() {
    assertThat(SAID.get()).isGreaterThan(1000);
  }
}
