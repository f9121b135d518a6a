package io.udpscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import io.udpscope.packets.InternetChecksum;
import io.udpscope.packets.Records;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What goes to somebody else says neither who spoke nor what was said. */
class RedactionTest {
  private final Redaction redaction = new Redaction();

  @Test
  void givesTheSameAddressTheSameOneEverywhere() {
    String text = "10.0.0.7:40112 → [2001:db8::9]:53, again 10.0.0.7, and 10.0.0.8/32.";
    assertThat(redaction.of(text))
        .isEqualTo("240.0.0.1:40112 → [100::1]:53, again 240.0.0.1, and 240.0.0.2/32.");
    assertThat(redaction.of(IpAddress.parse("10.0.0.8")).toString()).isEqualTo("240.0.0.2");
  }

  @Test
  void leavesAloneWhatOnlyLooksLikeAnAddress() {
    String text =
        "02:13:45.120331 rule a:b version 1.2.3 ports 5005:6005 any:53 0.0.0.0 127.0.0.1 ::1";
    assertThat(redaction.of(text)).isEqualTo(text);
  }

  @Test
  void findsAddressesWithALotAroundThem() {
    assertThat(redaction.of("02:42:ac:11:00:03 src=fe80::42:acff:fe11:3%eth0 ::ffff:10.1.2.3."))
        .isEqualTo("06:ed:ac:00:00:01 src=100::1%eth0 100::2.");
    assertThat(redaction.of("{\"src\":\"192.0.2.0/24\"}")).isEqualTo("{\"src\":\"240.0.0.1/24\"}");
  }

  @Test
  void leavesNoHalfOfAnAddressInANarrowColumn() {
    assertThat(redaction.ofColumns("10.0.0.… dns ~:db8::53 fe80::1:… query example…"))
        .isEqualTo("… dns … … query example…");
  }

  @Test
  void neverGivesOutAnAddressThatIsSomebodys() {
    Set<String> given = new HashSet<>();
    for (String address : new String[] {"240.0.0.1", "240.0.0.2", "100::1", "10.0.0.1"}) {
      given.add(redaction.of(IpAddress.parse(address)).toString());
    }
    assertThat(given).hasSize(4).doesNotContain("240.0.0.1", "100::1", "10.0.0.1");
  }

  @Property(tries = 200)
  void leavesNothingOfThePayloadAndOfTheAddresses(
      @ForAll @Size(4) byte[] source, @ForAll @Size(4) byte[] destination, @ForAll byte secret) {
    source[0] = (byte) (source[0] & 0x7f | 1); // neither nobody nor everybody
    destination[0] |= 1;
    IpAddress from = IpAddress.of(source);
    IpAddress to = IpAddress.of(destination);
    Frame frame = Frame.ethernet().vlan(3).ip(from.toString(), to.toString()).udp(1, 2);
    PacketRecord packet = redaction.of(Records.of(frame.payload(40 + (secret & 0x3f)), false));
    assertThat(packet.captured()).isEqualTo(packet.payloadOffset());
    assertThat(packet.length()).isGreaterThan(packet.captured() + 39);
    if (!from.isLoopback()) {
      assertThat(packet.source()).isNotEqualTo(from).isEqualTo(redaction.of(from));
    }
    byte[] header = packet.frame(packet.networkOffset(), 20);
    assertThat(new InternetChecksum().add(header).value()).isZero();
  }
}
