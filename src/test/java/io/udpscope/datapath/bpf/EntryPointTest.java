package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Action;
import io.udpscope.model.Direction;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both objects of a session obey the same rules and count together. */
@Tag("bpf")
class EntryPointTest {
  private static final Rule DROP = new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP);

  private BpfDatapath datapath;

  @BeforeEach
  void load() {
    datapath = BpfDatapath.load(LinkType.ETHERNET);
  }

  @AfterEach
  void close() {
    datapath.close();
  }

  private ProgramRun.Decision decision(EntryPoint entry, int port) {
    byte[] frame = Frames.udp(port, 4);
    ProgramRun run = datapath.run(entry, LinkType.ETHERNET, frame, ProgramRun.Setup.ONCE);
    assertThat(run.frame()).isEqualTo(frame);
    return run.decision();
  }

  @Test
  void xdpAndTcShareRulesAndCounters() {
    datapath.apply(List.of(DROP));
    assertThat(decision(EntryPoint.XDP, 53)).isEqualTo(ProgramRun.Decision.DROP);
    assertThat(decision(EntryPoint.TC, 53)).isEqualTo(ProgramRun.Decision.DROP);
    assertThat(decision(EntryPoint.TC, 54)).isEqualTo(ProgramRun.Decision.PASS);
    assertThat(datapath.ruleCounters().get("dns").dropped()).isEqualTo(2);

    datapath.apply(List.of());
    assertThat(decision(EntryPoint.TC, 53)).isEqualTo(ProgramRun.Decision.PASS);
  }

  @Test
  void whatThisHostSendsIsOnlySeen() {
    datapath.apply(List.of(DROP));
    Tap tap = datapath.openTap(TapOptions.DEFAULT);
    assertThat(decision(EntryPoint.TC_OUT, 53)).isEqualTo(ProgramRun.Decision.PASS);
    List<Direction> directions = new ArrayList<>();
    PacketRecord packet = new PacketRecord();
    tap.read(
        (buffer, offset, length) -> directions.add(packet.wrap(buffer, offset).direction()), 10);
    assertThat(directions).containsExactly(Direction.OUT);
    assertThat(datapath.ruleCounters().get("dns").traffic().packets()).isZero();
    assertThat(datapath.ledger(tap).seen().packets()).isZero();
  }
}
