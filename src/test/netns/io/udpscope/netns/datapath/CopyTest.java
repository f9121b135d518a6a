package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The original goes up as if nothing had happened, and a copy of it arrives elsewhere. */
@Tag("bpf")
class CopyTest {
  private static final int PORT = 5005;
  private static final int COPY_PORT = 6005;
  private static final int COUNT = 10_000;

  private static Rule copy(Source source, String... targets) {
    List<Target> all =
        Stream.of(targets).map(to -> Target.of(IpAddress.parse(to), COPY_PORT)).toList();
    Forward forward = Forward.to(all).withSource(source).withStrategy(Strategy.ROUND_ROBIN);
    return new Rule("mirror", Match.ports(new PortRange(PORT, PORT)), Action.PASS)
        .withForward(Optional.of(forward));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothArriveOnceAndUnchanged(boolean offload) {
    try (Crossroads roads = Crossroads.build()) {
      if (!offload) {
        roads.withoutChecksumOffload();
      }
      try (Session session = Session.attach(roads.here, HookChoice.TC, "h0")) {
        mirror(
            roads,
            session,
            List.of(Crossroads.HERE, Crossroads.ONE, Crossroads.INSIDE, Crossroads.NEAR));
        mirror(
            roads,
            session,
            List.of(Crossroads.HERE_6, Crossroads.ONE_6, Crossroads.INSIDE_6, Crossroads.NEAR_6));
      }
      assertThat(Stream.of(roads.here, roads.one, roads.inside, roads.near).map(UdpErrors::of))
          .containsOnly(0L);
    }
  }

  /**
   * @param addresses of our host and of three targets
   */
  private static void mirror(Crossroads roads, Session session, List<String> addresses) {
    Rule rule = copy(Source.KEEP, addresses.get(1), addresses.get(2), addresses.get(3));
    RuleCounters before = session.applied(rule);
    try (Inbox here = Inbox.open(roads.here, addresses.get(0), PORT);
        Inbox one = Inbox.open(roads.one, addresses.get(1), COPY_PORT);
        Inbox inside = Inbox.open(roads.inside, addresses.get(2), COPY_PORT);
        Inbox near = Inbox.open(roads.near, addresses.get(3), COPY_PORT)) {
      List<Inbox> copies = List.of(one, inside, near);
      int sent =
          Flood.send(
              roads.client,
              4,
              addresses.get(0),
              PORT,
              COUNT,
              () -> Math.min(here.arrived(), sum(copies)));
      Eventually.becomes((long) COUNT, () -> sum(copies));
      Eventually.becomes((long) COUNT, here::arrived);

      assertThat(sent).isEqualTo(COUNT);
      assertThat(here.numbers().cardinality()).isEqualTo(COUNT);
      assertThat(all(copies).cardinality()).isEqualTo(COUNT);
      assertThat(sum(copies)).isEqualTo(COUNT);
      assertThat(Stream.of(here, one, inside, near))
          .allMatch(inbox -> inbox.duplicates() == 0 && inbox.damaged() == 0);
      assertThat(here.sources()).hasSize(1).isEqualTo(one.sources());
      RuleCounters counters = session.counters(rule);
      assertThat(counters.copied() - before.copied()).isEqualTo(COUNT);
      assertThat(counters.passed() - before.passed()).isEqualTo(COUNT);
      assertThat(counters.failures()).isZero();
    }
  }

  private static long sum(List<Inbox> inboxes) {
    return inboxes.stream().mapToLong(Inbox::arrived).sum();
  }

  private static BitSet all(List<Inbox> inboxes) {
    BitSet numbers = new BitSet();
    inboxes.forEach(inbox -> numbers.or(inbox.numbers()));
    return numbers;
  }

  @Test
  void onlyTheCopyIsMasqueraded() {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.attach(roads.here, HookChoice.TC, "h0");
        Inbox here = Inbox.open(roads.here, Crossroads.HERE, PORT);
        Inbox one = Inbox.open(roads.one, Crossroads.ONE, COPY_PORT)) {
      session.applied(copy(Source.MASQUERADE, Crossroads.ONE));
      Flood.send(roads.client, 1, Crossroads.HERE, PORT, 1, one::arrived);
      assertThat(Eventually.becomes(1L, here::arrived)).isEqualTo(1);
      assertThat(Eventually.becomes(1L, one::arrived)).isEqualTo(1);
      assertThat(here.sources()).isEqualTo(Set.of(Crossroads.CLIENT));
      assertThat(one.sources()).isEqualTo(Set.of(Crossroads.HERE_BY_H1));
      assertThat(session.attachment().hook()).isEqualTo(Hook.TC);
    }
  }
}
