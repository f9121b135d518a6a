package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client asks on h0, its target is behind h1: both ways, byte for byte. */
@Tag("bpf")
class RepliesTableTest {
  private static final int PORT = 53;
  private static final int CLIENT_PORT = 40000;
  private static final int TARGET_PORT = 2222;
  private static final PortRange REPLY_PORTS = new PortRange(61000, 61009);

  private static final MacAddress CLIENT_MAC = MacAddress.parse("02:00:00:00:0c:01");
  private static final MacAddress OUR_MAC = MacAddress.parse("02:00:00:00:0a:00");
  private static final MacAddress TARGET_MAC = MacAddress.parse("02:00:00:00:0b:01");

  /** The addresses of one version of IP. */
  private record Addresses(String client, String first, String target) {
    static final Addresses IPV4 = new Addresses("10.0.0.1", "10.0.0.2", "203.0.113.77");
    static final Addresses IPV6 = new Addresses("2001:db8::1", "2001:db8::2", "2001:db8:ffff::77");
  }

  private record Trial(TestedHook hook, Addresses addresses, Source source) {
    String towardsTarget() {
      boolean ipv6 = addresses == Addresses.IPV6;
      return switch (source.kind()) {
        case KEEP -> addresses.client;
        case MASQUERADE -> LoadedProgram.waysOut().get("h1").address(ipv6).toString();
        case ADDRESS -> source.address().orElseThrow().toString();
      };
    }

    Rule rule() {
      Target target =
          Target.of(IpAddress.parse(addresses.target), TARGET_PORT).via("h1", TARGET_MAC);
      Forward forward =
          Forward.to(List.of(target))
              .withSource(source)
              .withReplies(true)
              .withReplyPorts(REPLY_PORTS);
      return new Rule("dns", Match.ports(new PortRange(PORT, PORT)), Action.DROP)
          .withForward(Optional.of(forward));
    }
  }

  private LoadedProgram program;

  @AfterEach
  void unload() {
    program.close();
  }

  private void load(Trial trial) {
    program = LoadedProgram.load(trial.hook, TapOptions.DEFAULT);
    program.datapath().apply(List.of(trial.rule()));
  }

  static Stream<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (TestedHook hook : TestedHook.values()) {
      for (Addresses addresses : List.of(Addresses.IPV4, Addresses.IPV6)) {
        boolean ipv6 = addresses == Addresses.IPV6;
        IpAddress another = IpAddress.parse(ipv6 ? "2001:db8:9::9" : "192.0.2.99");
        for (Source source : List.of(Source.KEEP, Source.MASQUERADE, Source.address(another))) {
          trials.add(new Trial(hook, addresses, source));
        }
      }
    }
    return trials.stream();
  }

  private static Frame from(MacAddress sender, MacAddress receiver) {
    return Frame.ethernet().macs(sender.bytes(), receiver.bytes());
  }

  private static Frame request(Addresses addresses, int clientPort) {
    return from(CLIENT_MAC, OUR_MAC)
        .ip(addresses.client, addresses.first)
        .udp(clientPort, PORT)
        .payload("query");
  }

  @ParameterizedTest
  @MethodSource("trials")
  void theAnswerGoesBackAsIfTheFirstAddressHadGivenIt(Trial trial) {
    load(trial);
    program.inNetwork(() -> askAndAnswer(trial));

    RuleCounters counters = program.datapath().ruleCounters().get("dns");
    assertThat(counters.traffic().packets()).isEqualTo(4);
    assertThat(counters.forwarded()).isEqualTo(2);
    assertThat(counters.replied()).isEqualTo(2);
    assertThat(program.captures())
        .extracting(Capture::rule, Capture::verdict)
        .containsOnly(tuple("dns", Verdict.FORWARDED))
        .hasSize(4);
  }

  private void askAndAnswer(Trial trial) {
    Addresses addresses = trial.addresses;
    for (int i = 0; i < 2; i++) { // the second time the session is there already
      ProgramRun asked = program.run(request(addresses, CLIENT_PORT).bytes(), "h0");
      int port = sourcePort(asked.frame());
      boolean keeps = trial.source.kind() == Source.Kind.KEEP;
      assertThat(port).matches(p -> keeps ? p == CLIENT_PORT : REPLY_PORTS.contains(p));
      Frame forwarded =
          from(LoadedProgram.waysOut().get("h1").mac().orElseThrow(), TARGET_MAC)
              .ip(trial.towardsTarget(), addresses.target)
              .ttl(63)
              .udp(port, TARGET_PORT)
              .payload("query");
      assertRedirected(asked, forwarded);

      Frame answer =
          from(TARGET_MAC, LoadedProgram.waysOut().get("h1").mac().orElseThrow())
              .ip(addresses.target, trial.towardsTarget())
              .udp(TARGET_PORT, port)
              .payload("the answer");
      Frame replied =
          from(OUR_MAC, CLIENT_MAC)
              .ip(addresses.first, addresses.client)
              .ttl(63)
              .udp(PORT, CLIENT_PORT)
              .payload("the answer");
      assertRedirected(program.run(answer.bytes(), "h1"), replied);
    }
  }

  private static void assertRedirected(ProgramRun run, Frame expected) {
    assertThat(HexFormat.of().formatHex(run.frame()))
        .isEqualTo(HexFormat.of().formatHex(expected.bytes()));
    assertThat(run.decision()).isEqualTo(ProgramRun.Decision.REDIRECT);
  }

  private static int sourcePort(byte[] frame) {
    return FrameReading.ethernet(frame).sourcePort();
  }

  /** Whoever is not answered by the target is nobody's answer. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "TC"})
  void whatOnlyLooksLikeAnAnswerPasses(TestedHook hook) {
    Trial trial = new Trial(hook, Addresses.IPV4, Source.MASQUERADE);
    load(trial);
    String ours = trial.towardsTarget();
    program.inNetwork(
        () -> {
          int port = sourcePort(program.run(request(trial.addresses, 9).bytes(), "h0").frame());
          int other = port == REPLY_PORTS.first() ? port + 1 : port - 1;
          List<Frame> frames =
              List.of(
                  Frame.ethernet().ip("203.0.113.77", ours).udp(TARGET_PORT, other),
                  Frame.ethernet().ip("203.0.113.77", ours).udp(TARGET_PORT + 1, port),
                  Frame.ethernet().ip("203.0.113.78", ours).udp(TARGET_PORT, port),
                  Frame.ethernet().ip("203.0.113.77", "10.9.9.9").udp(TARGET_PORT, port));
          for (Frame frame : frames) {
            ProgramRun run = program.run(frame.bytes(), "h1");
            assertThat(run.decision()).isEqualTo(ProgramRun.Decision.PASS);
            assertThat(run.frame()).isEqualTo(frame.bytes());
          }
        });
    assertThat(program.datapath().ruleCounters().get("dns").replied()).isZero();
    assertThat(program.ledger().unmatched().packets()).isEqualTo(4);
  }

  /** Every port is given once; then clients pass, and one that is known still has its own. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "TC"})
  void aRangeThatIsUsedUp(TestedHook hook) {
    Trial trial = new Trial(hook, Addresses.IPV6, Source.MASQUERADE);
    load(trial);
    Set<Integer> ports = new TreeSet<>();
    program.inNetwork(
        () -> {
          for (int client = 1; client <= 10; client++) {
            ports.add(
                sourcePort(program.run(request(trial.addresses, client).bytes(), "h0").frame()));
          }
          byte[] oneMore = request(trial.addresses, 11).bytes();
          ProgramRun run = program.run(oneMore, "h0");
          assertThat(run.decision()).isEqualTo(ProgramRun.Decision.PASS);
          assertThat(run.frame()).isEqualTo(oneMore);
          ProgramRun known = program.run(request(trial.addresses, 1).bytes(), "h0");
          assertThat(known.decision()).isEqualTo(ProgramRun.Decision.REDIRECT);
        });

    assertThat(ports).hasSize(10).allMatch(REPLY_PORTS::contains);
    assertThat(program.datapath().ruleCounters().get("dns").failed())
        .isEqualTo(Map.of(Failure.NO_PORT, 1L));
  }
}
