package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As many sessions at once as there are ports, and more. */
@Tag("bpf")
class SessionCapacityTest {
  private static final int CLIENTS = 70_000;
  private static final int PORT = 53;
  private static final int CLIENT_PORTS = 65_536;
  private static final String FIRST = "192.0.2.1";
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:0b:01");

  /** What a target sees of a client. */
  private record Seen(IpAddress target, IpAddress source, int port) {}

  private static Rule rule(Source source, String... addresses) {
    List<Target> targets =
        Stream.of(addresses)
            .map(address -> Target.of(IpAddress.parse(address), PORT).via("h1", MAC))
            .toList();
    Forward forward =
        Forward.to(targets)
            .withStrategy(Strategy.SOURCE_PORT)
            .withSource(source)
            .withReplies(true)
            .withReplyPorts(new PortRange(1024, 65535))
            .withIdleSeconds(600);
    return new Rule("dns", Match.ports(new PortRange(PORT, PORT)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  private static Frame request(String client, int port) {
    return Frame.ethernet().ip(client, FIRST).udp(port, PORT);
  }

  private static String client(int number) {
    return "10." + (number >> 16) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
  }

  /** More clients than a target has ports to tell them by. */
  @Test
  void everyClientGetsItsOwnAnswer() {
    Rule rule = rule(Source.MASQUERADE, "203.0.113.1", "203.0.113.2");
    allAreAnswered(TestedHook.TC, rule, CLIENTS, number -> request(client(number), 4000));
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "TC"})
  void everyPortOfAClientGetsItsOwnAnswer(TestedHook hook) {
    Rule rule = rule(Source.KEEP, "203.0.113.1");
    allAreAnswered(hook, rule, CLIENT_PORTS, port -> request("10.0.0.1", port));
  }

  /**
   * 480 has many divisors: a search whose step shares one with it comes back to the same few ports,
   * and finds none free where many are.
   */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "TC"})
  void nobodyGoesWithoutAPortWhileOneInTenIsFree(TestedHook hook) {
    Rule any = rule(Source.MASQUERADE, "203.0.113.1");
    PortRange ports = new PortRange(62000, 62479);
    Rule rule = any.withForward(any.forward().map(forward -> forward.withReplyPorts(ports)));
    for (int clients = 0; clients < 8; clients++) {
      int first = 1000 * clients;
      allAreAnswered(hook, rule, 432, number -> request(client(first + number), 4000));
    }
  }

  private static void allAreAnswered(
      TestedHook hook, Rule rule, int sessions, IntFunction<Frame> request) {
    try (LoadedProgram program = LoadedProgram.load(hook, TapOptions.DEFAULT)) {
      program.datapath().apply(List.of(rule));
      program.inNetwork(() -> askAndAnswer(program, sessions, request));
      RuleCounters counters = program.datapath().ruleCounters().get("dns");
      assertThat(counters.failed()).isEmpty();
      assertThat(counters.forwarded()).isEqualTo(sessions);
      assertThat(counters.replied()).isEqualTo(sessions);
    }
  }

  /** The answers come when all have asked: no session has taken the place of another. */
  private static void askAndAnswer(
      LoadedProgram program, int sessions, IntFunction<Frame> request) {
    List<Seen> all = new ArrayList<>();
    Set<Seen> different = new HashSet<>();
    for (int number = 0; number < sessions; number++) {
      FrameReading sent = redirected(program, request.apply(number), "h0");
      Seen seen = new Seen(sent.destination(), sent.source(), sent.sourcePort());
      all.add(seen);
      assertThat(different.add(seen)).as("no other client has " + seen).isTrue();
    }
    for (int number = 0; number < sessions; number++) {
      Seen seen = all.get(number);
      FrameReading back =
          redirected(
              program,
              Frame.ethernet()
                  .ip(seen.target.toString(), seen.source.toString())
                  .udp(PORT, seen.port),
              "h1");
      FrameReading asked = FrameReading.ethernet(request.apply(number).bytes());
      assertThat(back.destination()).isEqualTo(asked.source());
      assertThat(back.destinationPort()).isEqualTo(asked.sourcePort());
      assertThat(back.source()).isEqualTo(asked.destination());
    }
  }

  private static FrameReading redirected(LoadedProgram program, Frame frame, String interfaceName) {
    ProgramRun run = program.run(frame.bytes(), interfaceName);
    assertThat(run.decision())
        .as(() -> program.datapath().ruleCounters().toString())
        .isEqualTo(ProgramRun.Decision.REDIRECT);
    return FrameReading.ethernet(run.frame());
  }
}
