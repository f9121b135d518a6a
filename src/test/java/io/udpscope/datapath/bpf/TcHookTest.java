package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Action;
import io.udpscope.model.Direction;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import io.udpscope.patience.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The datapath on tc's hooks of a real interface, beside what others have there. */
@Tag("bpf")
class TcHookTest {
  private static final Rule DROP_5005 =
      new Rule("telemetry", Match.ports(new PortRange(5005, 5005)), Action.DROP);

  /** Another's filter drops what goes to port 5006. */
  private static final String DROPS_5006 = "4,40 0 0 36,21 0 1 5006,6 0 0 2,6 0 0 4294967295";

  private final TwoNetworks networks = new TwoNetworks();

  @AfterEach
  void close() {
    networks.close();
  }

  private BpfDatapath open(HookChoice choice, boolean sent, Rule... rules) {
    return open(choice, sent, TcWay.LINK_ELSE_FILTER, rules);
  }

  private BpfDatapath open(HookChoice choice, boolean sent, TcWay way, Rule... rules) {
    return networks.here.call(
        () -> {
          BpfDatapath datapath = BpfDatapath.load(List.of("us0"));
          try {
            datapath.apply(List.of(rules));
            datapath.attach(choice, sent, way);
            return datapath;
          } catch (RuntimeException e) {
            datapath.close();
            throw e;
          }
        });
  }

  private List<String> attachedToTc() {
    return networks.programsOnTc("us0");
  }

  private static List<String> payloads(Tap tap, int count) {
    List<String> payloads = new ArrayList<>();
    PacketRecord packet = new PacketRecord();
    Patience.until(
        count + " records",
        () -> {
          tap.read(
              (buffer, offset, length) -> {
                packet.wrap(buffer, offset);
                payloads.add(packet.direction().word() + " " + new String(packet.payload()));
              },
              100);
          return payloads.size() >= count;
        });
    return payloads;
  }

  @Test
  void dropsAndCapturesWhatARealSocketSends() {
    try (BpfDatapath datapath = open(HookChoice.TC, false, DROP_5005)) {
      assertThat(datapath.attachments())
          .extracting(Attachment::hook, Attachment::reason)
          .containsExactly(tuple(Hook.TC, ""));
      Tap tap = datapath.openTap(TapOptions.DEFAULT);
      networks.send(5005, "hello");
      assertThat(payloads(tap, 1)).containsExactly("in hello");
      assertThat(datapath.ruleCounters().get("telemetry").dropped()).isEqualTo(1);
      assertThat(attachedToTc()).containsExactly("udpscope_ethern");
      assertThat(networks.hasProgram("us0")).isFalse();
    }
    assertThat(attachedToTc()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void filtersOfOthersStayAndStillActOnWhatPasses(TcWay way) {
    networks.here.exec("tc", "qdisc", "add", "dev", "us0", "clsact");
    networks.here.exec(
        "tc", "filter", "add", "dev", "us0", "ingress", "bpf", "da", "bytecode", DROPS_5006);
    String before = filters();
    try (Inbox inbox = Inbox.in(networks.here, 5005, 5006, 5007)) {
      try (BpfDatapath datapath = open(HookChoice.TC, true, way, DROP_5005)) {
        networks.send(5005, "we drop it");
        networks.send(5006, "they drop it");
        networks.send(5007, "nobody drops it");
        assertThat(inbox.next()).isEqualTo("nobody drops it");
        assertThat(datapath.ruleCounters().get("telemetry").dropped()).isEqualTo(1);
      }
      networks.send(5006, "they still drop it");
      networks.send(5005, "we do not any more");
      assertThat(inbox.next()).isEqualTo("we do not any more");
    }
    assertThat(filters()).isEqualTo(before);
    assertThat(attachedToTc()).isEmpty();
  }

  private String filters() {
    return networks.here.exec("tc", "filter", "show", "dev", "us0", "ingress");
  }

  @Test
  void asAFilterItIsShownByItsNameAndLeavesNothingBehind() {
    try (BpfDatapath datapath = open(HookChoice.TC, true, TcWay.FILTER, DROP_5005)) {
      Tap tap = datapath.openTap(TapOptions.DEFAULT);
      networks.send(5005, "hello");
      assertThat(payloads(tap, 1)).containsExactly("in hello");
      networks.sendThere(5005, "hello, too");
      assertThat(payloads(tap, 1)).containsExactly("out hello, too");
      assertThat(filters()).contains("udpscope direct-action");
      assertThat(attachedToTc()).isEmpty();
    }
    assertThat(filters()).isEmpty();
    assertThat(networks.here.exec("tc", "qdisc", "show", "dev", "us0")).doesNotContain("clsact");
  }

  @Test
  void aQdiscThatOthersUseByNowStays() {
    try (BpfDatapath datapath = open(HookChoice.TC, false, TcWay.FILTER)) {
      assertThat(datapath.attachments()).hasSize(1);
      networks.here.exec(
          "tc", "filter", "add", "dev", "us0", "egress", "bpf", "da", "bytecode", DROPS_5006);
    }
    assertThat(filters()).isEmpty();
    assertThat(networks.here.exec("tc", "filter", "show", "dev", "us0", "egress"))
        .contains("bytecode");
  }

  @Test
  void theFilterOfALivingSessionStaysAndThatOfADeadOneGoes() {
    try (BpfDatapath first = open(HookChoice.TC, true, TcWay.FILTER)) {
      assertThatThrownBy(() -> open(HookChoice.TC, false, TcWay.FILTER).close())
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("us0 already has another udpscope session");
      assertThat(first.attachments()).hasSize(1);
    }
    leaveAFilterBehind();
    assertThat(filters()).contains("udpscope");
    try (BpfDatapath datapath = open(HookChoice.TC, false, TcWay.FILTER)) {
      assertThat(datapath.attachments()).hasSize(1);
      assertThat(filters()).containsOnlyOnce("udpscope direct-action");
    }
    assertThat(filters()).isEmpty();
  }

  /** As a session does that is killed: its filter stays, its sign of life does not. */
  private void leaveAFilterBehind() {
    networks.here.run(
        () -> {
          try (Programs programs = new Programs(Set.of(LinkType.ETHERNET));
              Interfaces interfaces = new Interfaces();
              TcFilters filters = new TcFilters(interfaces.find("us0").index())) {
            filters.addQdisc();
            int program = programs.fd(EntryPoint.TC, LinkType.ETHERNET);
            assertThat(filters.add(Direction.IN, program, "udpscope")).isTrue();
          }
        });
  }

  @Test
  void whatThisHostSendsIsSeenBesideAnyHook() {
    for (HookChoice choice : List.of(HookChoice.NATIVE, HookChoice.GENERIC, HookChoice.TC)) {
      try (BpfDatapath datapath = open(choice, true, DROP_5005)) {
        Tap tap = datapath.openTap(TapOptions.DEFAULT);
        networks.send(5005, "in");
        assertThat(payloads(tap, 1)).as(choice.word()).containsExactly("in in");
        networks.sendThere(5005, "out");
        assertThat(payloads(tap, 1)).as(choice.word()).containsExactly("out out");
        assertThat(datapath.ruleCounters().get("telemetry").traffic().packets()).isEqualTo(1);
      }
      assertThat(attachedToTc()).isEmpty();
    }
  }

  @Test
  void aSecondSessionIsRefused() {
    try (BpfDatapath first = open(HookChoice.TC, false)) {
      assertThatThrownBy(() -> open(HookChoice.TC, false).close())
          .isInstanceOf(DatapathException.class)
          .hasMessageMatching(
              "us0 already has another udpscope session \\(program \\d+\\) on tc,"
                  + " which is left alone");
      assertThat(first.attachments()).hasSize(1);
    }
  }

  @Test
  void autoTakesTcWhereARuleCopies() {
    Forward forward = Forward.to(List.of(Target.of(IpAddress.parse("10.9.0.2"), 9)));
    Rule copying = DROP_5005.withAction(Action.PASS).withForward(Optional.of(forward));
    try (BpfDatapath datapath = open(HookChoice.AUTO, false, copying)) {
      assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.TC);
      assertThat(datapath.attachments().get(0).reason())
          .isEqualTo("native, generic: XDP cannot copy packets, as the rule telemetry wants");
    }
    try (BpfDatapath datapath = open(HookChoice.NATIVE, false, copying)) {
      assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.NATIVE);
    }
  }
}
