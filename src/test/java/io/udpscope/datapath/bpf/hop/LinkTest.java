package io.udpscope.datapath.bpf.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** VLAN devices, which not every kernel has, from messages as one with them sends them. */
class LinkTest {
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:05");

  /** Attributes one behind the other, each from its type and its value in hexadecimal. */
  private static byte[] attributes(Object... typesAndValues) {
    ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    for (int i = 0; i < typesAndValues.length; i += 2) {
      byte[] value =
          typesAndValues[i + 1] instanceof byte[] nested
              ? nested
              : HexFormat.of().parseHex((String) typesAndValues[i + 1]);
      int at = bytes.position();
      bytes.putShort((short) (4 + value.length)).putShort((short) (int) typesAndValues[i]);
      bytes.put(value).position(at + (4 + value.length + 3 & ~3));
    }
    byte[] written = new byte[bytes.position()];
    bytes.get(0, written);
    return written;
  }

  private static String number(int value) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value);
    return HexFormat.of().formatHex(bytes.array());
  }

  private static String text(String text) {
    return HexFormat.of().formatHex((text + "\0").getBytes());
  }

  private static Link vlan(String data, byte[] more) {
    byte[] nested = attributes(1, text("vlan"), 0x8002, HexFormat.of().parseHex(data));
    byte[] all = attributes(3, text("eth0.100"), 1, "020000000005", 4, number(1500), 5, number(2));
    byte[] info = attributes(18, nested);
    ByteBuffer message =
        ByteBuffer.allocate(Link.HEADER_BYTES + all.length + info.length + more.length)
            .order(ByteOrder.nativeOrder());
    message.putShort(Link.HEADER_TYPE, (short) 1).putInt(Link.HEADER_INDEX, 7);
    message.putInt(Link.HEADER_FLAGS, 1).position(Link.HEADER_BYTES);
    return Link.read(message.put(all).put(info).put(more));
  }

  @Test
  void aVlanDeviceHasATagAndADeviceBelow() {
    String data = HexFormat.of().formatHex(attributes(1, "6400", 5, "8100"));
    Link link = vlan(data, new byte[0]);
    assertThat(link.vlan()).contains(new Link.Vlan(new VlanTag(VlanTag.CUSTOMER, 100), 2));
    assertThat(link.name()).isEqualTo("eth0.100");
    assertThat(link.index()).isEqualTo(7);
    assertThat(link.up()).isTrue();
    assertThat(link.mtu()).isEqualTo(1500);
    assertThat(link.mac()).contains(MAC);
    assertThat(link.isRawIp()).isFalse();
  }

  @Test
  void aProvidersTagIsAnnouncedByAnotherNumber() {
    String data = HexFormat.of().formatHex(attributes(1, "feff", 5, "88a8"));
    assertThat(vlan(data, new byte[0]).vlan().orElseThrow().tag().protocol())
        .isEqualTo(VlanTag.PROVIDER);
  }

  @Test
  void aDeviceBelowInAnotherNetworkIsOutOfReach() {
    String data = HexFormat.of().formatHex(attributes(1, "6400", 5, "8100"));
    assertThat(vlan(data, attributes(37, number(0))).vlan().orElseThrow().lower()).isZero();
  }

  @Test
  void aMessageThatIsCutOffIsReadAsFarAsItGoes() {
    ByteBuffer message = ByteBuffer.allocate(Link.HEADER_BYTES + 8).order(ByteOrder.nativeOrder());
    message.putShort(Link.HEADER_BYTES, (short) 40).putShort(Link.HEADER_BYTES + 2, (short) 3);
    Link link = Link.read(message);
    assertThat(link.name()).isEmpty();
    assertThat(link.vlan()).isEqualTo(Optional.empty());
  }

  @Test
  void theLinkHeaderHasTheTagsFromTheOutsideIn() {
    VlanTag customer = new VlanTag(VlanTag.CUSTOMER, 100);
    VlanTag provider = new VlanTag(VlanTag.PROVIDER, 10);
    assertThat(header(false)).isEqualTo("020000000009" + "020000000005" + "0800");
    assertThat(header(true, customer))
        .isEqualTo("020000000009" + "020000000005" + "81000064" + "86dd");
    assertThat(header(false, provider, customer))
        .isEqualTo("020000000009" + "020000000005" + "88a8000a" + "81000064" + "0800");
  }

  private static String header(boolean ipv6, VlanTag... tags) {
    MacAddress to = MacAddress.parse("02:00:00:00:00:09");
    return HexFormat.of().formatHex(LinkHeader.of(to, MAC, List.of(tags), ipv6));
  }
}
