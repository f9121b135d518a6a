package io.udpscope.relay;

import static io.udpscope.relay.RelayBench.target;
import static io.udpscope.relay.RelayBench.withReplies;
import static io.udpscope.relay.Relayed.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.RelayForward;
import io.udpscope.model.RelayError;
import io.udpscope.model.Source;
import io.udpscope.netns.datapath.Eventually;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What targets answer goes back to the clients, from where these had spoken to. */
@Tag("bpf")
class AnswersTest {
  private static final int IDLE_SECONDS = 60;
  private static final SocketAddress SPOKEN_TO = at(RelayBench.HERE, 5000);
  private static final SocketAddress SPOKEN_TO_6 = at(RelayBench.HERE_6, 5000);

  private final RelayBench bench = new RelayBench();
  private final MemoryTap tap = bench.tap;
  private final Listener service = bench.listenHere("127.0.0.1", 6000);
  private final Listener client = bench.listenThere(RelayBench.THERE, 0);

  @AfterEach
  void end() {
    bench.close();
  }

  private static Relayed from(Listener client, String payload) {
    return Relayed.of(payload).between(client.address(), SPOKEN_TO);
  }

  private static void answerAll(Listener service, int expected) {
    service.await(expected).forEach(heard -> service.send(heard.from(), "re " + heard.payload()));
  }

  @Test
  void anAnswerComesFromWhereTheClientHadSpokenTo() {
    tap.put(0, withReplies(IDLE_SECONDS, target(3, "127.0.0.1", 6000)));

    tap.add(from(client, "question").to(3));
    answerAll(service, 1);

    assertThat(client.await(1)).containsExactly(new Listener.Heard(SPOKEN_TO, "re question"));
    assertThat(Eventually.becomes(1L, () -> tap.answers(3))).isEqualTo(1);
    assertThat(bench.sent(3, 1)).isEqualTo(1);
  }

  @Test
  void anAnswerOverIpv6() {
    Listener service6 = bench.listenHere("::1", 6000);
    Listener client6 = bench.listenThere(RelayBench.THERE_6, 0);
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "::1", 6000)));

    tap.add(Relayed.of("question").between(client6.address(), SPOKEN_TO_6));
    answerAll(service6, 1);

    assertThat(client6.await(1)).containsExactly(new Listener.Heard(SPOKEN_TO_6, "re question"));
  }

  @Test
  void aServiceOfTheOtherIpVersionAnswers() {
    Listener service6 = bench.listenHere("::1", 6000);
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "::1", 6000)));

    tap.add(from(client, "question"));
    answerAll(service6, 1);

    assertThat(client.await(1)).containsExactly(new Listener.Heard(SPOKEN_TO, "re question"));
  }

  @Test
  void manyClientsEachGetTheirOwn() {
    List<Listener> clients =
        IntStream.range(0, 50).mapToObj(i -> bench.listenThere(RelayBench.THERE, 0)).toList();
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));

    for (int round = 0; round < 4; round++) {
      for (Listener one : clients) {
        tap.add(from(one, "from " + one.address().port() + " " + round));
      }
    }
    answerAll(service, 200);

    for (Listener one : clients) {
      String own = "re from " + one.address().port();
      assertThat(one.payloads(4)).containsExactly(own + " 0", own + " 1", own + " 2", own + " 3");
    }
    assertThat(tap.claimed()).hasSize(50);
  }

  @Test
  void eachFlowOfAClientHasItsOwnWayBack() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    SocketAddress other = at(RelayBench.HERE, 5001);

    tap.add(from(client, "to 5000"), from(client, "to 5001").between(client.address(), other));
    answerAll(service, 2);

    assertThat(client.await(2))
        .containsExactlyInAnyOrder(
            new Listener.Heard(SPOKEN_TO, "re to 5000"), new Listener.Heard(other, "re to 5001"));
  }

  @Test
  void emptyAndLongAnswersComeWhole() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    tap.add(from(client, ""));
    SocketAddress relay = service.await(1).get(0).from();

    for (int length : new int[] {0, 1, 1472, 1473, 4000, 65_507}) {
      service.send(relay, "x".repeat(length));
    }

    assertThat(client.await(6).stream().map(heard -> heard.payload().length()))
        .containsExactly(0, 1, 1472, 1473, 4000, 65_507);
    assertThat(client.heard()).allSatisfy(heard -> assertThat(heard.from()).isEqualTo(SPOKEN_TO));
  }

  @Test
  void longAnswersComeWholeOverIpv6() {
    Listener client6 = bench.listenThere(RelayBench.THERE_6, 0);
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    tap.add(Relayed.of("").between(client6.address(), SPOKEN_TO_6));
    SocketAddress relay = service.await(1).get(0).from();

    for (int length : new int[] {1452, 1453, 4000, 65_507}) {
      service.send(relay, "x".repeat(length));
    }

    assertThat(client6.await(4).stream().map(heard -> heard.payload().length()))
        .containsExactly(1452, 1453, 4000, 65_507);
  }

  @Test
  void manyAnswersToOneQuestionArriveInOrder() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    tap.add(from(client, "tell"));
    SocketAddress relay = service.await(1).get(0).from();
    List<String> story = IntStream.range(0, 200).mapToObj(Integer::toString).toList();

    story.forEach(line -> service.send(relay, line));

    assertThat(client.payloads(200)).isEqualTo(story);
    assertThat(Eventually.becomes(200L, () -> tap.answers(0))).isEqualTo(200);
  }

  @Test
  void theAnswersOfEachTargetGoBackWhereTheRuleSaysAll() {
    Listener second = bench.listenHere("127.0.0.1", 6001);
    tap.put(
        0,
        new RelayForward(
            Source.MASQUERADE,
            true,
            true,
            IDLE_SECONDS,
            List.of(target(1, "127.0.0.1", 6000), target(2, "127.0.0.1", 6001))));

    tap.add(from(client, "who"));
    service.await(1).forEach(heard -> service.send(heard.from(), "one"));
    second.await(1).forEach(heard -> second.send(heard.from(), "two"));

    assertThat(client.payloads(2)).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aLocalServiceOnThePortSpokenToIsNotDisturbed() {
    Listener local = bench.listenHere(RelayBench.HERE, 5000);
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));

    tap.add(from(client, "relayed"));
    answerAll(service, 1);
    client.await(1);
    client.send(SPOKEN_TO, "not relayed");

    assertThat(local.payloads(1)).containsExactly("not relayed");
  }

  @Test
  void aSilentFlowsSocketIsClosed() {
    tap.put(0, withReplies(1, target(0, "127.0.0.1", 6000)));
    tap.put(1, withReplies(IDLE_SECONDS, target(1, "127.0.0.1", 6000)));
    tap.add(from(client, "short"), from(client, "long").byRule(1).to(1));
    service.await(2);
    assertThat(tap.claimed()).hasSize(2);

    assertThat(Eventually.ask(tap::claimed, claimed -> claimed.size() < 2))
        .containsExactly(service.heard().get(1).from());
    tap.add(from(client, "again"));
    assertThat(service.payloads(3)).contains("again");
  }

  @Test
  void theSocketsOfATargetThatIsRemovedAreClosed() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    tap.add(from(client, "one"));
    service.await(1);

    tap.remove(1, 0);

    assertThat(
            Eventually.ask(
                () -> {
                  tap.add(from(client, "nobody knows"));
                  return tap.claimed();
                },
                Set::isEmpty))
        .isEmpty();
  }

  @Test
  void theFlowThatIsSilentForLongestMakesRoom() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    SocketAddress stranger = at("192.0.2.9", 9);
    Set<SocketAddress> sources = new HashSet<>();

    for (int flow = 0; flow <= ClientSockets.MOST; flow++) {
      SocketAddress from = at("10.1." + (flow >> 8) + "." + (flow & 0xff), 1000);
      tap.add(Relayed.of("x").between(flow == 1 ? stranger : from, SPOKEN_TO));
      if (flow % 256 == 0) {
        tap.add(Relayed.of("x").between(at("10.1.0.0", 1000), SPOKEN_TO)); // never the eldest
        int expected = flow + 1 + flow / 256 + 1;
        assertThat(service.await(expected)).hasSize(expected);
      }
    }

    service.heard().forEach(heard -> sources.add(heard.from()));
    SocketAddress strangers = service.heard().get(2).from();
    SocketAddress newest = service.heard().get(service.heard().size() - 2).from();
    boolean portUsedAgain = newest.equals(strangers);
    assertThat(sources).hasSize(ClientSockets.MOST + (portUsedAgain ? 0 : 1));
    assertThat(tap.claimed()).hasSize(ClientSockets.MOST).isSubsetOf(sources);
    assertThat(tap.claimed()).contains(service.heard().get(0).from());
    assertThat(tap.claimed().contains(strangers)).isEqualTo(portUsedAgain);
    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void nobodyListens() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6001)));

    tap.add(from(client, "question"));

    assertThat(Eventually.becomes(1L, () -> tap.errors(0, RelayError.REFUSED))).isEqualTo(1);
    tap.add(from(client, "question"));
    assertThat(Eventually.becomes(2L, () -> tap.errors(0, RelayError.REFUSED))).isEqualTo(2);
    assertThat(bench.sent(0, 2)).isEqualTo(2);
  }

  @Test
  void aClientThatCannotBeReachedHurtsNoOther() {
    List<Listener> clients =
        IntStream.range(0, 40).mapToObj(i -> bench.listenThere(RelayBench.THERE, 0)).toList();
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));
    for (int i = 0; i < clients.size(); i++) {
      tap.add(Relayed.of("lost").between(at("198.51.100." + i, 1000), SPOKEN_TO));
      tap.add(from(clients.get(i), "found"));
    }

    answerAll(service, 80);

    for (Listener one : clients) {
      assertThat(one.payloads(1)).containsExactly("re found");
    }
    assertThat(Eventually.becomes(40L, () -> tap.answers(0))).isEqualTo(40);
    assertThat(Eventually.becomes(40L, () -> tap.errors(0, RelayError.NETWORK_UNREACHABLE)))
        .isEqualTo(40);
  }

  @Test
  void theClientCannotBeReached() {
    tap.put(0, withReplies(IDLE_SECONDS, target(0, "127.0.0.1", 6000)));

    tap.add(Relayed.of("question").between(at("198.51.100.1", 1000), SPOKEN_TO));
    answerAll(service, 1);

    assertThat(Eventually.becomes(1L, () -> tap.errors(0, RelayError.NETWORK_UNREACHABLE)))
        .isEqualTo(1);
    assertThat(tap.answers(0)).isZero();
  }
}
