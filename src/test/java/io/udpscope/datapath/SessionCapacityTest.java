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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More clients at once than there are ports. */
@Tag("bpf")
class SessionCapacityTest {
  private static final int CLIENTS = 70_000;
  private static final String FIRST = "192.0.2.1";
  private static final List<String> TARGETS = List.of("203.0.113.1", "203.0.113.2");
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:0b:01");

  /** What a target sees of a client. */
  private record Seen(IpAddress target, IpAddress source, int port) {}

  private static Rule rule() {
    List<Target> targets = new ArrayList<>();
    for (String address : TARGETS) {
      targets.add(Target.of(IpAddress.parse(address), 53).via("h1", MAC));
    }
    Forward forward =
        Forward.to(targets)
            .withStrategy(Strategy.SOURCE_PORT)
            .withSource(Source.MASQUERADE)
            .withReplies(true)
            .withReplyPorts(new PortRange(1024, 65535))
            .withIdleSeconds(600);
    return new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  private static String client(int number) {
    return "10." + (number >> 16) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
  }

  @Test
  void everyClientGetsItsOwnAnswer() {
    try (LoadedProgram program = LoadedProgram.load(TestedHook.TC, TapOptions.DEFAULT)) {
      program.datapath().apply(List.of(rule()));
      program.inNetwork(() -> askAndAnswer(program));
      RuleCounters counters = program.datapath().ruleCounters().get("dns");
      assertThat(counters.failed()).isEmpty();
      assertThat(counters.forwarded()).isEqualTo(CLIENTS);
      assertThat(counters.replied()).isEqualTo(CLIENTS);
    }
  }

  private static void askAndAnswer(LoadedProgram program) {
    List<Seen> sessions = new ArrayList<>();
    Set<Seen> different = new HashSet<>();
    for (int number = 0; number < CLIENTS; number++) {
      byte[] request = Frame.ethernet().ip(client(number), FIRST).udp(4000, 53).bytes();
      ProgramRun run = program.run(request, "h0");
      assertThat(run.decision())
          .as(() -> program.datapath().ruleCounters().toString())
          .isEqualTo(ProgramRun.Decision.REDIRECT);
      FrameReading sent = FrameReading.ethernet(run.frame());
      Seen seen = new Seen(sent.destination(), sent.source(), sent.sourcePort());
      sessions.add(seen);
      assertThat(different.add(seen)).as("no other client has " + seen).isTrue();
    }
    for (int number = 0; number < CLIENTS; number++) {
      Seen seen = sessions.get(number);
      Frame answer =
          Frame.ethernet().ip(seen.target.toString(), seen.source.toString()).udp(53, seen.port);
      ProgramRun run = program.run(answer.bytes(), "h1");
      FrameReading back = FrameReading.ethernet(run.frame());
      assertThat(run.decision()).isEqualTo(ProgramRun.Decision.REDIRECT);

      assertThat(back.destination()).isEqualTo(IpAddress.parse(client(number)));
      assertThat(back.source()).isEqualTo(IpAddress.parse(FIRST));
    }
  }
}
