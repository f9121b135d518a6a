package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.ProgramRun.Decision;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.NextHop.State;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where forwarded packets go while their session is silent, because it is stopped or gets no
 * processor: on, as long as nobody says otherwise, and not for ever.
 */
@Tag("bpf")
class SilentSessionTest {
  private static final String TARGET = "10.8.0.2";
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:08:02");
  private static final MacAddress MOVED = MacAddress.parse("02:00:00:00:08:99");
  private static final long A_WHILE = 30;
  private static final long TOO_LONG = Limits.HOPS_KEPT_SECONDS + 1;

  private final TwoNetworks networks = new TwoNetworks();
  private BpfDatapath datapath;
  private SessionProgram program;

  @BeforeEach
  void linkToTarget() {
    NetworkNamespace.linkPair(
        networks.here.end("way0", "10.8.0.1/24"), networks.there.end("way1", TARGET + "/24"));
    here("ip neigh replace " + TARGET + " lladdr " + MAC + " dev way0 nud reachable");
  }

  @AfterEach
  void close() {
    networks.here.run(datapath::close);
    networks.close();
  }

  private void here(String command) {
    networks.here.exec(command.split(" "));
  }

  private void mayForward(boolean forward) {
    networks.here.call(
        () -> {
          write("ipv4/ip_forward", forward);
          write("ipv6/conf/all/forwarding", forward);
          return null;
        });
  }

  private static void write(String setting, boolean on) throws IOException {
    Files.writeString(Path.of("/proc/sys/net", setting), on ? "1" : "0");
  }

  private void forwardTo(HookChoice hook, Target target) {
    Forward forward = Forward.to(List.of(target));
    Rule rule =
        new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP)
            .withForward(Optional.of(forward));
    datapath =
        networks.here.call(
            () -> {
              BpfDatapath loaded = BpfDatapath.load(List.of("us0"));
              loaded.apply(List.of(rule));
              loaded.attach(hook);
              program = SessionProgram.on(Interfaces.find(Set.of("us0")).get(0));
              return loaded;
            });
    assertThat(datapath.targets().get("dns").get(0).nextHop().state()).isEqualTo(State.READY);
  }

  private void forwardTo(HookChoice hook) {
    forwardTo(hook, Target.of(IpAddress.parse(TARGET), 53));
  }

  /** As if the session had said for the last time so many seconds ago that the ways are good. */
  private void silentFor(long seconds) {
    try (MapsOfProgram maps = new MapsOfProgram(program.id());
        Mapping control = Mapping.writable(maps.fd("control"), 0, ControlLayout.SIZE)) {
      long until = System.nanoTime() - TimeUnit.SECONDS.toNanos(seconds);
      control.buffer().putLong(ControlLayout.HOPS_GOOD_UNTIL_NS, until);
    }
  }

  private ProgramRun run() {
    return networks.here.call(
        () -> {
          int fd = LibBpf.functions().bpf_prog_get_fd_by_id(program.id());
          try {
            int ifindex = datapath.attachments().get(0).ifindex();
            ProgramRun.Setup from = ProgramRun.Setup.ONCE.withInterface(ifindex, 0);
            return TestRun.run(program.entry(), fd, Frames.udp(53, 4), from);
          } finally {
            Libc.close(fd);
          }
        });
  }

  private void goesTo(MacAddress mac) {
    ProgramRun run = run();
    assertThat(run.decision()).isEqualTo(Decision.REDIRECT);
    assertThat(run.frame()).startsWith(mac.bytes());
  }

  private void passes(Failure failure) {
    Map<Failure, Long> before = failed();
    assertThat(run().decision()).isEqualTo(Decision.PASS);
    assertThat(failed()).containsEntry(failure, before.getOrDefault(failure, 0L) + 1);
  }

  private Map<Failure, Long> failed() {
    return datapath.ruleCounters().get("dns").failed();
  }

  @ParameterizedTest
  @EnumSource(names = {"GENERIC", "TC"})
  void theWayIsKeptForAMinuteWhereTheKernelDoesNotForward(HookChoice hook) {
    mayForward(false);
    forwardTo(hook);
    goesTo(MAC);
    silentFor(A_WHILE);
    goesTo(MAC);
    silentFor(TOO_LONG);
    passes(Failure.UNTENDED);
    networks.here.run(datapath::events);
    silentFor(-A_WHILE);
    goesTo(MAC);
  }

  @ParameterizedTest
  @EnumSource(names = {"GENERIC", "TC"})
  void theKernelsNeighbourIsFollowedWhereItForwards(HookChoice hook) {
    mayForward(true);
    forwardTo(hook);
    here("ip neigh replace " + TARGET + " lladdr " + MOVED + " dev way0 nud reachable");
    silentFor(A_WHILE);
    goesTo(MOVED);
    here("ip neigh del " + TARGET + " dev way0");
    passes(Failure.NO_NEIGHBOUR);
    here("ip route del 10.8.0.0/24 dev way0");
    passes(Failure.NO_ROUTE);
    silentFor(TOO_LONG);
    passes(Failure.UNTENDED);
  }

  @ParameterizedTest
  @EnumSource(names = {"GENERIC", "TC"})
  void nothingIsSentByAnInterfaceThatIsNoMore(HookChoice hook) {
    mayForward(false);
    forwardTo(hook);
    here("ip link del way0");
    silentFor(A_WHILE);
    passes(Failure.NO_ROUTE);
  }

  /** Somebody has said where it is: no table of the kernel knows better. */
  @ParameterizedTest
  @EnumSource(names = {"GENERIC", "TC"})
  void aMacOfTheRuleStandsWhateverTheKernelSays(HookChoice hook) {
    mayForward(true);
    forwardTo(hook, Target.of(IpAddress.parse("192.0.2.9"), 53).via("way0", MOVED));
    silentFor(A_WHILE);
    goesTo(MOVED);
    silentFor(TOO_LONG);
    passes(Failure.UNTENDED);
  }
}
