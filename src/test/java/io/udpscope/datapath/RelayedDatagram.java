package io.udpscope.datapath;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayedRecord;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a record of the relay says, in values that can be compared.
 *
 * @param rule the name of the rule that decided
 * @param targets where it goes, with the ports that it goes to
 * @param payload in hexadecimal
 */
record RelayedDatagram(
    String rule,
    List<String> targets,
    boolean keepsSource,
    IpAddress source,
    int sourcePort,
    IpAddress destination,
    int destinationPort,
    int ttl,
    int tos,
    int segment,
    String payload) {

  /** As the relay understands a record. */
  static RelayedDatagram of(Datapath datapath, RelayTap tap, long address) {
    ByteBuffer head = NativeMemory.view(address, RelayedRecord.PAYLOAD);
    int ruleSlot = unsigned(head, RelayedRecord.RULE_SLOT);
    int generation = head.getInt(RelayedRecord.GENERATION);
    RelayForward forward = tap.forward(generation, ruleSlot).orElseThrow();
    boolean ipv6 = head.get(RelayedRecord.IPV6) == 1;
    byte[] payload = new byte[unsigned(head, RelayedRecord.LENGTH)];
    NativeMemory.view(address + RelayedRecord.PAYLOAD, payload.length).get(0, payload);
    return new RelayedDatagram(
        datapath.ruleName(ruleSlot).orElse("removed"),
        targets(head, forward),
        head.get(RelayedRecord.KEEPS_SOURCE) == 1,
        address(head, RelayedRecord.SOURCE, ipv6),
        unsigned(head, RelayedRecord.SOURCE_PORT),
        address(head, RelayedRecord.DESTINATION, ipv6),
        unsigned(head, RelayedRecord.DESTINATION_PORT),
        head.get(RelayedRecord.TTL) & 0xff,
        head.get(RelayedRecord.TOS) & 0xff,
        unsigned(head, RelayedRecord.SEGMENT),
        HexFormat.of().formatHex(payload));
  }

  private static List<String> targets(ByteBuffer head, RelayForward forward) {
    List<String> targets = new ArrayList<>();
    for (RelayTarget target : forward.targets()) {
      if (forward.toAll() || target.slot() == unsigned(head, RelayedRecord.TARGET_SLOT)) {
        int port = target.port() != 0 ? target.port() : unsigned(head, RelayedRecord.PORT);
        targets.add(target.address() + " port " + port);
      }
    }
    return targets;
  }

  private static int unsigned(ByteBuffer head, int at) {
    return head.getShort(at) & 0xffff;
  }

  private static IpAddress address(ByteBuffer head, int at, boolean ipv6) {
    byte[] bytes = new byte[ipv6 ? 16 : 4];
    head.get(at, bytes);
    return IpAddress.of(bytes);
  }

  /** The record that the relay should get of a packet. */
  static RelayedDatagram expected(Rule rule, List<Target> to, FrameReading reading, byte[] frame) {
    int udp = reading.transportOffset();
    int udpLength = (frame[udp + 4] & 0xff) << 8 | frame[udp + 5] & 0xff;
    int port = reading.destinationPort() + rule.portShift() & 0xffff;
    return new RelayedDatagram(
        rule.name(),
        to.stream()
            .map(
                target ->
                    target.address().orElseThrow()
                        + " port "
                        + (target.port() != 0 ? target.port() : port))
            .toList(),
        rule.forward().orElseThrow().source().equals(Source.KEEP),
        reading.source(),
        reading.sourcePort(),
        reading.destination(),
        reading.destinationPort(),
        reading.ttl(),
        tos(reading, frame),
        0,
        HexFormat.of()
            .formatHex(Arrays.copyOfRange(frame, udp + Frame.UDP_HEADER, udp + udpLength)));
  }

  private static int tos(FrameReading reading, byte[] frame) {
    int first = frame[reading.networkOffset()] & 0xff;
    int second = frame[reading.networkOffset() + 1] & 0xff;
    return reading.isIpv6() ? (first << 4 | second >> 4) & 0xff : second;
  }
}
