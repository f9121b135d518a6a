package io.udpscope.datapath.bpf.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Dimensions;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.InterfaceLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.PrefixNodeLayout;
import io.udpscope.datapath.bpf.abi.RowLayout;
import io.udpscope.datapath.bpf.abi.RuleLayout;
import io.udpscope.model.Action;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The compiled tables, looked up here as the program does it, against the plain meaning of rules.
 */
class CompiledRulesTest {
  private static final Map<String, Integer> INTERFACES = Map.of("eth0", 2, "eth1", 3);

  private final ByteBuffer memory =
      ByteBuffer.allocate(GenerationLayout.SIZE).order(ByteOrder.nativeOrder());
  private CompiledRules compiled;

  private void compile(List<Rule> rules) {
    compiled = CompiledRules.of(rules, INTERFACES, name -> name.hashCode() & 0xfff, target -> 0);
    compiled.writeTo(memory, 7, 0b101, 0, 0);
  }

  private static Rule rule(String name, String source, String destination, PortRange ports) {
    return new Rule(
        name,
        new Match(
            Optional.empty(),
            Optional.ofNullable(source).map(Prefix::parse),
            Optional.ofNullable(destination).map(Prefix::parse),
            ports),
        Action.PASS);
  }

  private static PortRange ports(int first, int last) {
    return new PortRange(first, last);
  }

  @Test
  void noRulesMatchNothing() {
    compile(List.of());
    assertThat(match("10.0.0.1", "10.0.0.2", 53, 2)).isEqualTo(-1);
    assertThat(match("::1", "::2", 53, 2)).isEqualTo(-1);
    assertThat(memory.getInt(GenerationLayout.DIMENSIONS)).isZero();
    assertThat(memory.getInt(GenerationLayout.RULE_COUNT)).isZero();
  }

  @Test
  void theFirstOfOverlappingPortRangesDecides() {
    compile(
        List.of(
            rule("narrow", null, null, ports(100, 100)),
            rule("low", null, null, ports(0, 100)),
            rule("any", null, null, PortRange.ANY)));
    assertThat(match("10.0.0.1", "10.0.0.2", 100, 2)).isZero();
    assertThat(match("10.0.0.1", "10.0.0.2", 99, 2)).isEqualTo(1);
    assertThat(match("::1", "::2", 0, 2)).isEqualTo(1);
    assertThat(match("::1", "::2", 101, 2)).isEqualTo(2);
    assertThat(match("::1", "::2", 65535, 2)).isEqualTo(2);
  }

  @Test
  void aPrefixAcceptsOnlyItsOwnIpVersion() {
    compile(
        List.of(
            rule("four", "0.0.0.0/0", null, PortRange.ANY),
            rule("six", null, "::/0", PortRange.ANY)));
    assertThat(match("10.0.0.1", "10.0.0.2", 53, 2)).isZero();
    assertThat(match("::1", "::2", 53, 2)).isEqualTo(1);
  }

  @Test
  void aRuleWhosePrefixesAreOfDifferentVersionsMatchesNothing() {
    compile(List.of(rule("odd", "10.0.0.0/8", "fd00::/8", PortRange.ANY)));
    assertThat(match("10.0.0.1", "10.0.0.2", 53, 2)).isEqualTo(-1);
    assertThat(match("fd00::1", "fd00::2", 53, 2)).isEqualTo(-1);
  }

  @Test
  void rulesOfAnInterfaceMatchOnlyThere() {
    Rule onlyEth1 =
        new Rule(
            "eth1",
            new Match(Optional.of("eth1"), Optional.empty(), Optional.empty(), PortRange.ANY),
            Action.DROP);
    compile(List.of(onlyEth1, rule("rest", null, null, ports(1, 9))));
    assertThat(match("10.0.0.1", "10.0.0.2", 5, 3)).isZero();
    assertThat(match("10.0.0.1", "10.0.0.2", 5, 2)).isEqualTo(1);
    assertThat(match("10.0.0.1", "10.0.0.2", 50, 2)).isEqualTo(-1);
    assertThat(match("10.0.0.1", "10.0.0.2", 5, 99)).isEqualTo(1);
  }

  @Test
  void dimensionsThatNoRuleUsesAreNotLookedUp() {
    compile(List.of(rule("port", null, null, ports(53, 53))));
    assertThat(memory.getInt(GenerationLayout.DIMENSIONS)).isZero();
    assertThat(compiled.blockCount()).isZero();
    compile(List.of(rule("source", "10.0.0.0/8", null, PortRange.ANY)));
    assertThat(memory.getInt(GenerationLayout.DIMENSIONS)).isEqualTo(Dimensions.SOURCE);
  }

  @Test
  void aRuleIsWrittenAtItsPosition() {
    Rule drop = rule("a", null, null, PortRange.ANY).withAction(Action.DROP);
    compile(List.of(rule("b", null, null, PortRange.ANY), drop));
    int at = GenerationLayout.RULES + RuleLayout.SIZE;
    assertThat(memory.getShort(at + RuleLayout.SLOT)).isEqualTo((short) "a".hashCode());
    assertThat(memory.get(at + RuleLayout.ACTION)).isEqualTo((byte) 1);
    assertThat(memory.get(at + RuleLayout.TAPS)).isEqualTo((byte) 0b101);
    assertThat(memory.getInt(GenerationLayout.NUMBER)).isEqualTo(7);
  }

  @Test
  void whatWasInTheMemoryBeforeDoesNotMatter() {
    Random random = new Random(1);
    compile(randomRules(random, 1024));
    compile(List.of(rule("only", "10.1.2.3", null, ports(7, 7))));
    assertThat(match("10.1.2.3", "10.0.0.2", 7, 2)).isZero();
    for (int i = 0; i < 10_000; i++) {
      String source = address(random);
      if (!source.equals("10.1.2.3")) {
        assertThat(match(source, "10.0.0.1", random.nextInt(65536), 2)).isEqualTo(-1);
      }
    }
  }

  @Test
  void agreesWithThePlainMeaningOfRandomRules() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<Rule> rules = randomRules(random, 1 + random.nextInt(seed % 10 == 0 ? 1024 : 12));
      compile(rules);
      for (int packet = 0; packet < 500; packet++) {
        boolean ipv6 = random.nextBoolean();
        String source = ipv6 ? address6(random) : address(random);
        String destination = ipv6 ? address6(random) : address(random);
        int port = random.nextInt(40);
        int ifindex = 2 + random.nextInt(2);
        assertThat(match(source, destination, port, ifindex))
            .as("seed %d: %s > %s:%d on %d", seed, source, destination, port, ifindex)
            .isEqualTo(meaning(rules, source, destination, port, ifindex));
      }
    }
  }

  @Test
  void rulesThatTakeTheMostRoomFit() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < Rule.MAX_RULES; i++) {
      // Each prefix in a /16 and a /24 of its own, each port range with two ends of its own.
      String source = (i >> 8) + "." + (i & 255) + ".1.1";
      String destination = (100 + (i >> 8)) + "." + (i & 255) + ".1.1";
      rules.add(rule("r" + i, source, destination, ports(20 * i + 1, 20 * i + 30)));
    }
    compile(rules);
    assertThat(compiled.blockCount()).isEqualTo(Limits.PREFIX_BLOCKS);
    assertThat(compiled.rowCount()).isLessThan(Limits.ROWS);
    assertThat(match("3.255.1.1", "103.255.1.1", 20 * 1023 + 1, 2)).isEqualTo(1023);
    assertThat(match("3.255.1.1", "103.254.1.1", 20 * 1023 + 1, 2)).isEqualTo(-1);
  }

  @Test
  void ipv6PrefixesThatTakeTheMostRoomFit() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < Rule.MAX_RULES; i++) {
      // Every other bit of the middle parts them, so that each has bytes of its own to be told by.
      StringBuilder address = new StringBuilder("2001:db8");
      for (int bit = 0; bit < 10; bit += 2) {
        int group = (i >> bit & 1) * 0x100 + (i >> bit + 1 & 1);
        address.append(':').append(Integer.toHexString(group));
      }
      rules.add(rule("r" + i, address + "::/127", address + "::/125", PortRange.ANY));
    }
    compile(rules);
    assertThat(compiled.blockCount()).isBetween(3 * Rule.MAX_RULES, Limits.PREFIX_BLOCKS);
    assertThat(compiled.rowCount()).isLessThan(Limits.ROWS);
    assertThat(match("2001:db8:101:101:101:101:101:1", "2001:db8:101:101:101:101:101:7", 1, 2))
        .isEqualTo(1023);
    assertThat(match("2001:db8:101:101:101:101:101:2", "2001:db8:101:101:101:101:101:7", 1, 2))
        .isEqualTo(-1);
  }

  @Test
  void portRangesOfBothVersionsWithAllEndsDifferentFit() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < Rule.MAX_RULES; i++) {
      // Every rule in both versions' port tables, and half of them in each dimension's prefixes.
      String source = i % 2 == 0 ? "2001:db8:" + Integer.toHexString(i) + "::/48" : null;
      String destination = i % 2 == 0 ? null : (i >> 8) + "." + (i & 255) + ".1.1";
      rules.add(rule("r" + i, source, destination, ports(i, 60_000 - i)));
    }
    compile(rules);
    assertThat(compiled.rowCount()).isLessThan(Limits.ROWS);
  }

  @Test
  void tooManyRulesAreRefused() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i <= Rule.MAX_RULES; i++) {
      rules.add(rule("r" + i, null, null, PortRange.ANY));
    }
    assertThatThrownBy(() -> compile(rules))
        .isInstanceOf(DatapathException.class)
        .hasMessage("1025 rules are too many: 1024 fit");
  }

  private static List<Rule> randomRules(Random random, int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = random.nextInt(40);
      Match match =
          new Match(
              random.nextInt(4) == 0
                  ? Optional.of(random.nextBoolean() ? "eth0" : "eth1")
                  : Optional.empty(),
              prefix(random),
              prefix(random),
              random.nextInt(3) == 0
                  ? PortRange.ANY
                  : new PortRange(first, first + random.nextInt(40 - first)));
      rules.add(new Rule("r" + i, match, Action.PASS));
    }
    return rules;
  }

  private static Optional<Prefix> prefix(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Optional.of(new Prefix(IpAddress.parse(address(random)), random.nextInt(33)));
      case 1 -> Optional.of(new Prefix(IpAddress.parse(address6(random)), random.nextInt(129)));
      default -> Optional.empty();
    };
  }

  /** Few distinct bytes, so that prefixes nest and packets hit them. */
  private static String address(Random random) {
    return 10 + "." + random.nextInt(2) + "." + random.nextInt(3) + "." + random.nextInt(4);
  }

  private static String address6(Random random) {
    return "fd00:0:" + random.nextInt(2) + "::" + random.nextInt(4);
  }

  private static int meaning(
      List<Rule> rules, String source, String destination, int port, int ifindex) {
    for (int position = 0; position < rules.size(); position++) {
      Match match = rules.get(position).match();
      if (match.ports().contains(port)
          && match.source().map(p -> p.contains(IpAddress.parse(source))).orElse(true)
          && match.destination().map(p -> p.contains(IpAddress.parse(destination))).orElse(true)
          && match.interfaceName().map(n -> INTERFACES.get(n) == ifindex).orElse(true)) {
        return position;
      }
    }
    return -1;
  }

  /** What match.h does: the position of the deciding rule, or -1. */
  private int match(String source, String destination, int port, int ifindex) {
    IpAddress from = IpAddress.parse(source);
    IpAddress to = IpAddress.parse(destination);
    int dimensions = memory.getInt(GenerationLayout.DIMENSIONS);
    int portAt = ((from.isIpv6() ? 65536 : 0) + port) * Short.BYTES;
    int portRow = memory.getShort(GenerationLayout.PORT_ROWS + portAt) & 0xffff;
    int[] rows = {portRow, portRow, portRow, portRow};
    if ((dimensions & Dimensions.INTERFACE) != 0) {
      rows[1] = interfaceRow(ifindex);
    }
    if ((dimensions & Dimensions.SOURCE) != 0) {
      rows[2] = prefixRow(from, false, GenerationLayout.SOURCE_ROOTS);
    }
    if ((dimensions & Dimensions.DESTINATION) != 0) {
      rows[3] = prefixRow(to, true, GenerationLayout.DESTINATION_ROOTS);
    }
    long summary = -1;
    for (int row : rows) {
      summary &= memory.getLong(GenerationLayout.ROWS + row * RowLayout.SIZE);
    }
    for (; summary != 0; summary &= summary - 1) {
      int word = Long.numberOfTrailingZeros(summary);
      long bits = -1;
      for (int row : rows) {
        int at = GenerationLayout.ROWS + row * RowLayout.SIZE + RowLayout.WORDS;
        bits &= memory.getLong(at + word * Long.BYTES);
      }
      if (bits != 0) {
        return word * 64 + Long.numberOfTrailingZeros(bits);
      }
    }
    return -1;
  }

  private int interfaceRow(int ifindex) {
    for (int i = 0; i < memory.getInt(GenerationLayout.INTERFACE_COUNT); i++) {
      int at = GenerationLayout.INTERFACES + i * InterfaceLayout.SIZE;
      if (memory.getInt(at + InterfaceLayout.IFINDEX) == ifindex) {
        return memory.getInt(at + InterfaceLayout.ROW);
      }
    }
    return memory.getInt(GenerationLayout.DEFAULT_INTERFACE_ROW);
  }

  private int prefixRow(IpAddress address, boolean destination, int roots) {
    if (address.isIpv6()) {
      return ipv6Row(address, destination);
    }
    int root = address.byteAt(0) << 8 | address.byteAt(1);
    int entry = memory.getShort(roots + root * Short.BYTES) & 0xffff;
    for (int next = 2; (entry & Limits.PREFIX_IS_BLOCK) != 0; next++) {
      int at = (entry & ~Limits.PREFIX_IS_BLOCK) * 256 + address.byteAt(next);
      entry = memory.getShort(GenerationLayout.PREFIX_BLOCKS + at * Short.BYTES) & 0xffff;
    }
    return entry;
  }

  private int ipv6Row(IpAddress address, boolean destination) {
    int root = GenerationLayout.IPV6_ROOTS + (destination ? Short.BYTES : 0);
    int entry = memory.getShort(root) & 0xffff;
    while ((entry & Limits.PREFIX_IS_BLOCK) != 0) {
      int block = entry & ~Limits.PREFIX_IS_BLOCK;
      int node = GenerationLayout.PREFIX_NODES + block * PrefixNodeLayout.SIZE;
      for (int word = 0; word < 2; word++) {
        long mask = memory.getLong(node + PrefixNodeLayout.MASK + word * Long.BYTES);
        long prefix = memory.getLong(node + PrefixNodeLayout.PREFIX + word * Long.BYTES);
        if ((ByteBuffer.wrap(address.bytes()).getLong(word * Long.BYTES) & mask) != prefix) {
          return memory.getShort(node + PrefixNodeLayout.ROW) & 0xffff;
        }
      }
      int at = block * 256 + address.byteAt(memory.get(node + PrefixNodeLayout.BYTE));
      entry = memory.getShort(GenerationLayout.PREFIX_BLOCKS + at * Short.BYTES) & 0xffff;
    }
    return entry;
  }
}
