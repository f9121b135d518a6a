package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Action;
import io.udpscope.model.Hook;
import io.udpscope.model.Ledger;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.patience.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session on a real interface, between two networks of its own. */
@Tag("bpf")
class BpfDatapathTest {
  private static final Rule DROP_5005 =
      new Rule("telemetry", Match.ports(new PortRange(5005, 5005)), Action.DROP);

  @Test
  void capturesAndDropsWhatARealSocketSends() {
    try (TwoNetworks networks = new TwoNetworks()) {
      try (BpfDatapath datapath = networks.here.call(() -> BpfDatapath.load(List.of("us0")))) {
        datapath.apply(List.of(DROP_5005));
        Tap tap = datapath.openTap(TapOptions.DEFAULT);
        networks.here.run(() -> datapath.attach(HookChoice.AUTO));
        assertThat(datapath.attachments()).extracting(a -> a.hook()).containsExactly(Hook.NATIVE);

        networks.send(5005, "hello");

        List<String> payloads = new ArrayList<>();
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        PacketRecord packet = new PacketRecord();
        while (payloads.isEmpty() && System.nanoTime() < deadline) {
          datapath.await(TimeUnit.SECONDS.toNanos(1));
          tap.read(
              (buffer, offset, length) ->
                  payloads.add(new String(packet.wrap(buffer, offset).payload())),
              100);
        }
        assertThat(payloads).containsExactly("hello");
        Ledger ledger = datapath.ledger(tap);
        assertThat(ledger.matched().packets()).isEqualTo(1);
        assertThat(ledger.tap().read()).isEqualTo(1);
        Patience.until(
            "the interface has counted what the program has seen",
            () -> datapath.ledger(tap).nic() == datapath.ledger(tap).seen().packets());
        assertThat(datapath.ruleCounters().get("telemetry").dropped()).isEqualTo(1);
      }
    }
  }
}
