package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import io.udpscope.patience.Patience;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What names stand for, as a name server says it that changes its mind. */
class HostNamesTest {
  private static final Duration PATIENCE = Patience.LIMIT;

  private final Map<String, List<IpAddress>> server = new ConcurrentHashMap<>();
  private HostNames names = new HostNames(this::ask, Duration.ofMillis(20));

  @AfterEach
  void close() {
    names.close();
  }

  private List<IpAddress> ask(String host) throws UnknownHostException {
    List<IpAddress> addresses = server.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    return addresses;
  }

  private void say(String host, String... addresses) {
    server.put(host, Arrays.stream(addresses).map(IpAddress::parse).toList());
  }

  private static Rule rule(Optional<String> source, String... hosts) {
    Match match =
        new Match(Optional.empty(), source.map(Prefix::parse), Optional.empty(), PortRange.ANY);
    List<Target> targets =
        Arrays.stream(hosts)
            .map(
                host ->
                    new Target(
                        host, Optional.empty(), 53, 1, false, Optional.empty(), Optional.empty()))
            .toList();
    return new Rule("r", match, Action.DROP).withForward(Optional.of(Forward.to(targets)));
  }

  private static List<String> addresses(List<Rule> rules) {
    return rules.get(0).forward().orElseThrow().targets().stream()
        .map(target -> target.address().map(IpAddress::toString).orElse("-"))
        .toList();
  }

  private List<String> resolve(Rule rule) {
    names.want(List.of(rule));
    names.awaitAnswers(PATIENCE);
    return addresses(names.fill(List.of(rule)));
  }

  @Test
  void theFirstAddressUnlessTheRuleIsOfOneVersion() {
    say("a", "2001:db8::1", "10.0.0.1");
    assertThat(resolve(rule(Optional.empty(), "a", "b"))).containsExactly("2001:db8::1", "-");
    assertThat(resolve(rule(Optional.of("10.0.0.0/8"), "a"))).containsExactly("10.0.0.1");
    assertThat(resolve(rule(Optional.of("2001:db8::/32"), "a"))).containsExactly("2001:db8::1");
  }

  @Test
  void anAddressStaysWhileItIsAmongTheAnswers() {
    say("a", "10.0.0.1", "10.0.0.2");
    Rule rule = rule(Optional.empty(), "a");
    assertThat(resolve(rule)).containsExactly("10.0.0.1");
    List<Rule> filled = names.fill(List.of(rule));
    long before = names.version();
    say("a", "10.0.0.2", "10.0.0.1");
    TestBench.await("another answer", () -> names.version() > before);
    assertThat(addresses(names.fill(filled))).containsExactly("10.0.0.1");
    say("a", "10.0.0.3");
    TestBench.await("the address", () -> addresses(names.fill(filled)).equals(List.of("10.0.0.3")));
  }

  @Test
  void aNameServerThatFailsTakesNothingAway() throws InterruptedException {
    say("a", "10.0.0.1");
    Rule rule = rule(Optional.empty(), "a");
    resolve(rule);
    CountDownLatch askedAgain = new CountDownLatch(3);
    names.close();
    names =
        new HostNames(
            host -> {
              askedAgain.countDown();
              return ask(host);
            },
            Duration.ofMillis(5));
    resolve(rule);
    server.clear();
    assertThat(askedAgain.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(addresses(names.fill(List.of(rule)))).containsExactly("10.0.0.1");
  }

  @Test
  void literalsAreNotAskedFor() {
    Rule rule =
        new Rule("r", Match.ANY, Action.DROP)
            .withForward(Optional.of(Forward.to(List.of(Target.of(IpAddress.parse("::1"), 53)))));
    List<String> asked = new CopyOnWriteArrayList<>();
    names =
        new HostNames(
            host -> {
              asked.add(host);
              return ask(host);
            },
            Duration.ofSeconds(30));
    names.want(List.of(rule));
    assertThat(resolve(rule(Optional.empty(), "a"))).containsExactly("-");
    assertThat(names.fill(List.of(rule))).containsExactly(rule);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void aSlowServerIsNotWaitedForLonger() {
    CountDownLatch never = new CountDownLatch(1);
    names =
        new HostNames(
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new UnknownHostException(host);
              }
              return List.of();
            },
            Duration.ofSeconds(30));
    Rule rule = rule(Optional.empty(), "a");
    names.want(List.of(rule));
    long start = System.nanoTime();
    names.awaitAnswers(Duration.ofMillis(50));
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    assertThat(addresses(names.fill(List.of(rule)))).containsExactly("-");
  }
}
