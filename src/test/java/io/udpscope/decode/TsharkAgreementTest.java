package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.PcapngWriter;
import io.udpscope.model.Link;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our fields say what tshark's say of the same bytes, and it did not learn the protocols from us.
 */
class TsharkAgreementTest {
  private static final long TIME = 1_795_169_730_123_456_789L;

  /** Bytes of Ethernet, IPv4 and UDP before the payload. */
  private static final int HEADERS = 42;

  /** Brackets, line ends, zeros and an option's first byte may be taken for part of a value. */
  private static final int FRAMING = 2;

  private static final Pattern FIELD = Pattern.compile("<(field|proto) ");

  @TempDir static Path directory;

  /**
   * @param sample its name
   * @param protocol tshark's name of it
   * @param theirs a field of tshark's
   * @param ours labels of the same field, outermost first
   */
  private record Agreement(String sample, String protocol, String theirs, String... ours) {}

  private static final List<Agreement> AGREEMENTS =
      List.of(
          new Agreement("dns query", "dns", "dns.id", "id"),
          new Agreement("dns query", "dns", "dns.qry.name", "question", "name"),
          new Agreement("dns srv", "dns", "dns.resp.ttl", "answer", "time to live"),
          new Agreement("dns aaaa", "dns", "dns.aaaa", "answer", "data"),
          new Agreement("dns refused", "dns", "dns.count.add_rr", "additional"),
          new Agreement("mdns answer", "mdns", "dns.resp.name", "answer", "name"),
          new Agreement("mdns answer", "mdns", "dns.a", "answer", "data"),
          new Agreement("llmnr query", "llmnr", "dns.qry.name", "question", "name"),
          new Agreement("syslog 3164", "syslog", "syslog.facility", "priority", "facility"),
          new Agreement("syslog 5424", "syslog", "syslog.level", "priority", "severity"),
          new Agreement("ntp client", "ntp", "ntp.flags.mode", "mode"),
          new Agreement("ntp server", "ntp", "ntp.stratum", "stratum"),
          new Agreement("sip invite", "sip", "sip.Method", "method"),
          new Agreement("sip invite", "sip", "sip.r-uri", "uri"),
          new Agreement("sip invite", "sip", "sip.Call-ID", "Call-ID"),
          new Agreement("sip ringing", "sip", "sip.Status-Code", "status"),
          new Agreement("rtp", "rtp", "rtp.seq", "sequence number"),
          new Agreement("rtp", "rtp", "rtp.timestamp", "timestamp"),
          new Agreement("rtp", "rtp", "rtp.ssrc", "ssrc"),
          new Agreement("rtcp", "rtcp", "rtcp.senderssrc", "SR", "ssrc"),
          new Agreement("rtcp", "rtcp", "rtcp.ssrc.jitter", "SR", "report", "jitter"),
          new Agreement("rtcp", "rtcp", "rtcp.ssrc.cum_nr", "SR", "report", "lost in all"),
          new Agreement("rtcp", "rtcp", "rtcp.sdes.text", "SDES", "cname"),
          new Agreement("stun request", "stun", "stun.att.username", "username", "value"),
          new Agreement("stun answer", "stun", "stun.id", "transaction"),
          new Agreement("turn error", "stun", "stun.att.error.reason", "error", "reason"),
          new Agreement("quic initial", "quic", "quic.version", "version"),
          new Agreement("quic initial", "quic", "quic.dcid", "destination id"),
          new Agreement("quic initial", "quic", "quic.length", "length"),
          new Agreement("quic retry", "quic", "quic.scid", "source id"),
          new Agreement("quic versions", "quic", "quic.scid", "source id"),
          new Agreement("dhcp discover", "dhcp", "dhcp.option.dhcp", "message type"),
          new Agreement("dhcp discover", "dhcp", "dhcp.option.hostname", "host name"),
          new Agreement("dhcp discover", "dhcp", "dhcp.hw.mac_addr", "hardware address"),
          new Agreement("dhcp ack", "dhcp", "dhcp.ip.your", "your address"),
          new Agreement("dhcpv6 solicit", "dhcpv6", "dhcpv6.msgtype", "message type"),
          new Agreement("dhcpv6 solicit", "dhcpv6", "dhcpv6.xid", "transaction"),
          new Agreement(
              "dhcpv6 reply",
              "dhcpv6",
              "dhcpv6.iaaddr.ip",
              "addresses of an identity",
              "address",
              "address"),
          new Agreement("dhcpv6 relay", "dhcpv6", "dhcpv6.peeraddr", "peer"),
          new Agreement("snmp get", "snmp", "snmp.community", "community"),
          new Agreement("snmp get", "snmp", "snmp.request_id", "pdu", "request id"),
          new Agreement("snmp get", "snmp", "snmp.name", "pdu", "binding", "object"),
          new Agreement("snmp no such name", "snmp", "snmp.error_status", "pdu", "error"),
          new Agreement("snmp trap", "snmp", "snmp.name", "pdu", "binding", "object"),
          new Agreement("snmp v3", "snmp", "snmp.msgUserName", "security", "user"),
          new Agreement("radius request", "radius", "radius.code", "code"),
          new Agreement("radius request", "radius", "radius.User_Name", "User-Name"),
          new Agreement("radius request", "radius", "radius.NAS_IP_Address", "NAS-IP-Address"),
          new Agreement("radius reject", "radius", "radius.Reply_Message", "Reply-Message"),
          new Agreement("wireguard initiation", "wg", "wg.sender", "sender"),
          new Agreement("wireguard response", "wg", "wg.receiver", "receiver"),
          new Agreement("wireguard data", "wg", "wg.counter", "counter"),
          new Agreement("vxlan", "vxlan", "vxlan.vni", "vni"),
          new Agreement("gtp-u", "gtp", "gtp.teid", "teid"),
          new Agreement("gtp-u extended", "gtp", "gtp.message", "message type"),
          new Agreement("netflow v5", "cflow", "cflow.srcaddr", "flow", "source"),
          new Agreement("netflow v5", "cflow", "cflow.packets", "flow", "packets"),
          new Agreement("netflow v9", "cflow", "cflow.template_id", "template", "template"),
          new Agreement("ipfix", "cflow", "cflow.od_id", "domain"),
          new Agreement("sflow", "sflow", "sflow_245.agent", "agent"),
          new Agreement(
              "sflow", "sflow", "sflow.flow_sample.sampling_rate", "flow sample", "one of"),
          new Agreement("coap get", "coap", "coap.mid", "message id"),
          new Agreement("coap get", "coap", "coap.opt.uri_path", "Uri-Path"),
          new Agreement("coap get", "coap", "coap.opt.uri_query", "Uri-Query"),
          new Agreement("tftp read", "tftp", "tftp.source_file", "file"),
          new Agreement("tftp data", "tftp", "tftp.block", "block"),
          new Agreement("tftp error", "tftp", "tftp.error.message", "message"));

  /** A field of tshark's: what it shows, and where it stands in the payload. */
  private record Theirs(String show, int from, int length) {}

  @TestFactory
  Stream<DynamicTest> agreesWithTshark() throws Exception {
    Map<String, Map<String, Theirs>> theirs = dissectedByTshark();
    return AGREEMENTS.stream()
        .map(
            agreement ->
                DynamicTest.dynamicTest(
                    agreement.sample + " " + agreement.theirs,
                    () -> check(agreement, theirs.get(agreement.sample))));
  }

  private static void check(Agreement agreement, Map<String, Theirs> packet) {
    Sample sample =
        Samples.ALL.stream()
            .filter(s -> s.name().equals(agreement.sample))
            .findFirst()
            .orElseThrow();
    List<FieldNode> fields = Decoders.dissect(sample.packet()).orElseThrow().fields();
    FieldNode ours = FieldChecks.find(fields, agreement.ours);
    Theirs theirs = packet.get(agreement.theirs);

    assertThat(packet).containsKeys("proto " + agreement.protocol, agreement.theirs);
    assertThat(comparable(ours.text())).isEqualTo(comparable(theirs.show));
    assertThat(Math.abs(ours.from() - theirs.from)).as("first byte").isLessThanOrEqualTo(FRAMING);
    assertThat(Math.abs(ours.from() + ours.length() - theirs.from - theirs.length))
        .as("last byte")
        .isLessThanOrEqualTo(FRAMING);
  }

  /** A number without its base, its unit or its name. */
  private static String comparable(String text) {
    String number =
        text.replaceFirst(".*\\(([0-9]+)\\)$", "$1")
            .replaceFirst("^(\\d+) (s|packets)$", "$1")
            .replaceFirst("^v1$", "1")
            .replace(":", "");
    if (number.matches("0x[0-9a-f]+")) {
      return Long.toString(Long.parseLong(number.substring(2), 16));
    }
    return number.replaceFirst("^\\d{3} (?=[A-Z])", "");
  }

  /** By the sample's name: of each field of tshark's the first one. */
  private static Map<String, Map<String, Theirs>> dissectedByTshark() throws Exception {
    Path file = directory.resolve("samples.pcapng");
    try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(file), "test", 65535)) {
      writer.addInterface(2, "eth0", Link.ETHERNET, Optional.empty());
      for (Sample sample : Samples.ALL) {
        Frame frame = Frame.ethernet().ip("10.0.0.7", "10.0.0.2");
        frame.udp(sample.from(), sample.to()).payload(sample.payload());
        writer.write(Records.of(frame, false), TIME, sample.name());
      }
    }
    Map<String, Map<String, Theirs>> packets = new LinkedHashMap<>();
    Map<String, Theirs> packet = Map.of();
    int next = 0;
    for (String line : tshark(file)) {
      if (line.contains("<packet>")) {
        packet = new LinkedHashMap<>();
        packets.put(Samples.ALL.get(next++).name(), packet);
      }
      Matcher field = FIELD.matcher(line);
      if (field.find()) {
        String name = (field.group(1).equals("proto") ? "proto " : "") + attribute(line, "name");
        String size = attribute(line, "size");
        int from = size.isEmpty() ? 0 : Integer.parseInt(attribute(line, "pos")) - HEADERS;
        int length = size.isEmpty() ? 0 : Integer.parseInt(size);
        packet.putIfAbsent(name, new Theirs(attribute(line, "show"), from, length));
      }
    }
    return packets;
  }

  private static String attribute(String line, String name) {
    Matcher matcher = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(line);
    String value = matcher.find() ? matcher.group(1) : "";
    return value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  /** PDML: an element a line. */
  private static List<String> tshark(Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    for (String port : List.of("30000,rtp", "30001,rtcp", "40001,tftp")) {
      command.addAll(List.of("-d", "udp.port==" + port));
    }
    command.addAll(List.of("-T", "pdml"));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("errors"))).isEqualTo(0);
    return Files.readAllLines(output);
  }
}
