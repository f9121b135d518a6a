package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.PacketRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of real datagrams, on their ports and where the port says nothing. */
class SamplesTest {
  /** One shape, several ports: without the port they cannot be told apart. */
  private static final Set<String> DNS = Set.of("dns", "mdns", "llmnr");

  static List<Sample> samples() {
    return Samples.ALL;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void lineOnItsPort(Sample sample) {
    Summary summary = Decoders.summarize(sample.packet()).orElseThrow();

    assertThat(summary.protocol()).isEqualTo(sample.protocol());
    assertThat(summary.text()).isEqualTo(sample.text());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void onANeutralPortItIsItselfOrNothing(Sample sample) {
    Optional<Summary> summary = Decoders.summarize(sample.onNeutralPorts());

    Set<String> own = DNS.contains(sample.protocol()) ? DNS : Set.of(sample.protocol());
    assertThat(summary.map(Summary::protocol).map(own::contains))
        .isIn(Optional.of(true), Optional.empty());
  }

  /** These have no shape of their own, or share it with too much else. */
  @Test
  void mostAreKnownByTheirShape() {
    Set<String> unknown =
        Samples.ALL.stream()
            .filter(sample -> Decoders.summarize(sample.onNeutralPorts()).isEmpty())
            .map(Sample::name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unknown)
        .containsExactly(
            "coap content",
            "mdns answer",
            "mdns query",
            "ntp client",
            "ntp kiss",
            "ntp lost",
            "ntp server",
            "quic short",
            "turn data");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void fieldsLieInThePayloadAndWithinEachOther(Sample sample) {
    Dissection dissection = Decoders.dissect(sample.packet()).orElseThrow();

    assertThat(dissection.summary().text()).isEqualTo(sample.text());
    assertThat(dissection.fields()).isNotEmpty();
    FieldChecks.check(dissection.fields(), 0, sample.payload().length);
  }

  /** However little of it is here, there are fewer fields and no wrong ones. */
  @ParameterizedTest
  @MethodSource("samples")
  void cutAnywhere(Sample sample) {
    for (int captured = 1; captured < sample.payload().length; captured++) {
      PacketRecord cut = Datagram.cut(sample.from(), sample.to(), sample.payload(), captured);
      Optional<Dissection> dissection = Decoders.dissect(cut);
      if (dissection.isPresent()) {
        FieldChecks.check(dissection.get().fields(), 0, captured);
      }
    }
  }

  @Test
  void everyDecoderHasASample() {
    Set<String> protocols =
        Samples.ALL.stream().map(Sample::protocol).collect(Collectors.toCollection(TreeSet::new));

    assertThat(protocols)
        .containsExactly(
            "coap",
            "dhcp",
            "dhcpv6",
            "dns",
            "gtp-u",
            "ipfix",
            "llmnr",
            "mdns",
            "netflow",
            "ntp",
            "quic",
            "radius",
            "rtcp",
            "rtp",
            "sflow",
            "sip",
            "snmp",
            "statsd",
            "stun",
            "syslog",
            "tftp",
            "turn",
            "vxlan",
            "wireguard");
  }
}
