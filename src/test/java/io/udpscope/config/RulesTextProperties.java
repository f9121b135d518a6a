package io.udpscope.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rules survive being written and read, and no text does worse than be refused. */
class RulesTextProperties {
  private static final String[] NAMES = {
    "dns",
    "no",
    "NULL",
    "~",
    "1e3",
    "0x10",
    "5-6",
    "10.0.0.1",
    "a b",
    "a: b",
    "# a",
    "- a",
    "'",
    "\"",
    "\\",
    "é漢𝄞",
    "{a}",
    "[a]",
    "a,b",
    "<<",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%",
    "@",
    "`",
    ".",
    "2026-01-01",
    "a\u00a0b"
  };

  @Provide
  Arbitrary<List<Rule>> ruleSets() {
    return Arbitraries.longs().map(seed -> new Rules(new Random(seed)).set());
  }

  /** Random rules, every value of them right. */
  record Rules(Random random) {
    List<Rule> set() {
      List<Rule> rules = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        rules.add(rule(NAMES[random.nextInt(NAMES.length)] + i));
      }
      return rules;
    }

    Rule rule(String name) {
      Match match =
          new Match(
              maybe(() -> "eth" + random.nextInt(3)),
              maybe(this::prefix),
              maybe(this::prefix),
              ports(0));
      Action action = random.nextBoolean() ? Action.PASS : Action.DROP;
      int span = match.ports().last() - match.ports().first();
      OptionalInt translate =
          random.nextBoolean() && span < 65535
              ? OptionalInt.of(1 + random.nextInt(65535 - span))
              : OptionalInt.empty();
      return new Rule(name, match, action, translate, capture(), maybe(this::forward));
    }

    Capture capture() {
      if (random.nextInt(4) == 0) {
        return Capture.OFF;
      }
      return Capture.DEFAULT
          .withSnaplen(perhaps(random.nextInt(Capture.MAX_SNAPLEN + 1)))
          .withSample(perhaps(1 + random.nextInt(Capture.MAX_SAMPLE)));
    }

    OptionalInt perhaps(int number) {
      return random.nextBoolean() ? OptionalInt.of(number) : OptionalInt.empty();
    }

    <T> Optional<T> maybe(java.util.function.Supplier<T> supplier) {
      return random.nextBoolean() ? Optional.of(supplier.get()) : Optional.empty();
    }

    PortRange ports(int least) {
      if (random.nextInt(4) == 0) {
        return least == 0 ? PortRange.ANY : Forward.DEFAULT_REPLY_PORTS;
      }
      int first = least + random.nextInt(65536 - least);
      return new PortRange(
          first, random.nextBoolean() ? first : first + random.nextInt(65536 - first));
    }

    IpAddress address() {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int i = 2; random.nextBoolean() && i < bytes.length - 1; i++) {
        bytes[i] = 0;
      }
      return IpAddress.of(bytes);
    }

    Prefix prefix() {
      IpAddress address = address();
      return new Prefix(address, random.nextInt(address.bits() + 1));
    }

    Forward forward() {
      List<Target> targets = new ArrayList<>();
      Set<String> endpoints = new HashSet<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        Target target = target();
        if (endpoints.add(target.endpoint())) {
          targets.add(target);
        }
      }
      Source[] sources = {Source.KEEP, Source.MASQUERADE, Source.address(address())};
      return new Forward(
          Strategy.values()[random.nextInt(Strategy.values().length)],
          Path.values()[random.nextInt(Path.values().length)],
          sources[random.nextInt(3)],
          random.nextBoolean(),
          ports(1),
          random.nextBoolean() ? 60 : 1 + random.nextInt(Forward.MAX_IDLE_SECONDS),
          targets);
    }

    Target target() {
      Optional<IpAddress> address = maybe(this::address);
      String host =
          address.map(IpAddress::toString).orElse("host-" + random.nextInt(9) + ".example");
      Optional<String> way = maybe(() -> "eth1");
      byte[] mac = new byte[6];
      random.nextBytes(mac);
      return new Target(
          host,
          address,
          random.nextInt(65536),
          1 + random.nextInt(Target.MAX_WEIGHT),
          random.nextBoolean(),
          way,
          way.isPresent() ? maybe(() -> MacAddress.of(mac)) : Optional.empty());
    }
  }

  @Property(tries = 1500)
  void whatIsWrittenIsRead(@ForAll("ruleSets") List<Rule> rules) {
    assertThat(RulesConfig.read(RulesText.yaml(rules)).rules()).isEqualTo(rules);
    assertThat(RulesConfig.read(RulesText.json(rules)).rules()).isEqualTo(rules);
  }

  /** Bytes of a good text are lost, doubled, exchanged and made up. */
  @Property(tries = 4000)
  void aBadTextIsRefusedInOneLine(
      @ForAll("ruleSets") List<Rule> rules, @ForAll boolean json, @ForAll long seed) {
    String good = json ? RulesText.json(rules) : RulesText.yaml(rules);
    byte[] bytes = damaged(good.getBytes(StandardCharsets.UTF_8), new Random(seed));
    try {
      RulesConfig config = RulesConfig.read(bytes, (screen, errors) -> {});
      for (Finding finding : RuleSetReview.of(config.rules(), Set.of("eth0"))) {
        assertThat(config.place(finding.rule(), finding.field())).startsWith("line ");
      }
    } catch (ConfigException e) {
      assertThat(e.getMessage()).startsWith("line ").doesNotContain("\n").doesNotContain("Source:");
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    String alphabet = "{}[]:,-\"'\\#&*!|>%@` \t\n0~?.\u0000\u0080\ufeff";
    byte[] result = bytes;
    for (int i = random.nextInt(4); i >= 0 && result.length > 0; i--) {
      int at = random.nextInt(result.length);
      int end = Math.min(result.length, at + random.nextInt(4));
      byte[] with =
          random.nextInt(8) == 0
              ? new byte[] {(byte) random.nextInt()}
              : String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())))
                  .getBytes(StandardCharsets.UTF_8);
      byte[] next = new byte[at + with.length + result.length - end];
      System.arraycopy(result, 0, next, 0, at);
      System.arraycopy(with, 0, next, at, with.length);
      System.arraycopy(result, end, next, at + with.length, result.length - end);
      result = next;
    }
    return result;
  }

  @Property(tries = 2000)
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(RulesConfig.read(text).rules()).isNotNull();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).startsWith("line ");
    }
  }
}
