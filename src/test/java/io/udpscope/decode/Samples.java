package io.udpscope.decode;

import static io.udpscope.decode.Octets.ber;
import static io.udpscope.decode.Octets.join;

import io.udpscope.packets.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Datagrams of all protocols. Those of DNS and syslog were sent by dig, dnsmasq and logger, those
 * of RADIUS, STUN, QUIC and CoAP stand in RFCs, the others were written by the specifications.
 */
final class Samples {
  private static final byte[] FRAME =
      Frame.ethernet().ip("10.0.0.1", "10.0.0.2").udp(53, 4000).payload(22).bytes();
  private static final byte[] IP_PACKET =
      Frame.rawIp().ip("10.0.0.1", "10.0.0.2").udp(53, 4000).payload(22).bytes();
  private static final String INNER = "10.0.0.1:53 > 10.0.0.2:4000 UDP";
  private static final String NAME = "076578616d706c65036f726700";

  static final List<Sample> ALL = new ArrayList<>();

  private Samples() {}

  private static void add(
      String name, int from, int to, byte[] payload, String protocol, String text) {
    ALL.add(new Sample(name, from, to, payload, protocol, text));
  }

  private static void add(
      String name, int from, int to, String payload, String protocol, String text) {
    add(name, from, to, Octets.of(payload), protocol, text);
  }

  static {
    names();
    logs();
    time();
    media();
    traversal();
    addresses();
    management();
    tunnels();
    flows();
    things();
  }

  private static void names() {
    add(
        "dns query",
        40000,
        53,
        "a4710120000100000000000103777777"
            + NAME
            + "0001000100002904d000000000000c000a0008c257b2e77d69a512",
        "dns",
        "query A www.example.org");
    add(
        "dns mx",
        53,
        40000,
        "e34c85800001000100000001"
            + NAME
            + "000f0001c00c000f0001000000000012000a"
            + "026d78"
            + NAME
            + "00002904d0000000000000",
        "dns",
        "answer MX example.org 1 record");
    add(
        "dns srv",
        53,
        40000,
        "780285800001000100000001045f736970045f756470"
            + NAME
            + "00210001"
            + "c00c002100010000000000170000000013c403736970"
            + NAME
            + "00002904d0000000000000",
        "dns",
        "answer SRV _sip._udp.example.org 1 record");
    add(
        "dns aaaa",
        53,
        40000,
        "1a2b8180000100010000000003777777"
            + NAME
            + "001c0001c00c001c00010000003c0010 20010db8 00*11 07",
        "dns",
        "answer AAAA www.example.org 1 record");
    add(
        "dns refused",
        53,
        40000,
        "a4718185000100000000000103777777" + NAME + "0001000100002904d0000000000006000f0002000e",
        "dns",
        "answer A www.example.org REFUSED");
    add(
        "mdns query",
        5353,
        5353,
        "0000 0000 0001 0000 0000 0000 05 '_http' 04 '_tcp' 05 'local' 00 000c 8001",
        "mdns",
        "query PTR _http._tcp.local QU");
    add(
        "mdns answer",
        5353,
        5353,
        "0000 8400 0000 0001 0000 0000 05 'web-3' 05 'local' 00 0001 8001 00000078 0004 0a000005",
        "mdns",
        "answer A web-3.local 1 record");
    add(
        "llmnr query",
        40000,
        5355,
        "1a2b 0000 0001 0000 0000 0000 05 'web-3' 00 0001 0001",
        "llmnr",
        "query A web-3");
  }

  private static void logs() {
    add(
        "syslog 3164",
        40000,
        514,
        "'<13>Nov 21 16:46:00 vm app: hello world'",
        "syslog",
        "<13> vm app: hello world");
    add(
        "syslog 5424",
        40000,
        514,
        "'<13>1 2026-11-21T16:46:00.511612+00:00 vm app - - [timeQuality tzKnown=\"1\""
            + " isSynced=\"0\"] hello world'",
        "syslog",
        "<13> vm app: hello world");
    add("statsd", 40000, 8125, "'web.hits:1|c|@0.1'", "statsd", "web.hits:1|c|@0.1");
    add(
        "dogstatsd",
        40000,
        8125,
        "'web.ms:12.5|ms|#env:live,host:a' 0a 'users:alice|s' 0a",
        "statsd",
        "web.ms:12.5|ms|#env:live,host:a and 1 more");
    add(
        "dogstatsd event",
        40000,
        8125,
        "'_e{5,4}:title|text|#env:live'",
        "statsd",
        "_e{5,4}:title|text|#env:live");
    add("dogstatsd check", 40000, 8125, "'_sc|db.up|0|m:fine'", "statsd", "_sc|db.up|0|m:fine");
  }

  private static void time() {
    String times = "eeab000080000000 eeab000100000000 eeab000200000000 eeab000340000000";
    add("ntp client", 123, 123, "23 00 06 e9 00*36 eeab000340000000", "ntp", "v4 client");
    add(
        "ntp server",
        123,
        40000,
        "24 02 06 e9 00000a2b 00000521 0a000001" + times,
        "ntp",
        "v4 server stratum 2");
    add(
        "ntp kiss",
        123,
        40000,
        "e4 00 06 e9 00000000 00000000 'RATE'" + times,
        "ntp",
        "v4 server kiss of death RATE");
    add(
        "ntp lost",
        123,
        40000,
        "e4 10 06 e9 00000a2b 00000521 00000000" + times,
        "ntp",
        "v4 server stratum 16 unsynchronised");
  }

  private static void media() {
    add(
        "sip invite",
        5060,
        5060,
        "'INVITE sip:bob@example.org SIP/2.0' 0d0a 'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1'"
            + " 0d0a 'From: <sip:alice@example.org>;tag=1' 0d0a 'To: <sip:bob@example.org>' 0d0a"
            + " 'Call-ID: 42@10.0.0.1' 0d0a 'CSeq: 1 INVITE' 0d0a 'Content-Type: application/sdp' 0d0a 0d0a"
            + "'v=0' 0d0a 'c=IN IP4 10.0.0.1' 0d0a 'm=audio 30000 RTP/AVP 0' 0d0a",
        "sip",
        "INVITE sip:bob@example.org");
    add(
        "sip ringing",
        5060,
        5060,
        "'SIP/2.0 180 Ringing' 0d0a 'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1' 0d0a"
            + " 'From: <sip:alice@example.org>;tag=1' 0d0a 'To: <sip:bob@example.org>;tag=2' 0d0a"
            + " 'Call-ID: 42@10.0.0.1' 0d0a 'CSeq: 1 INVITE' 0d0a 0d0a",
        "sip",
        "180 Ringing to INVITE");
    add(
        "rtp",
        40000,
        30000,
        "8080 1234 00000640 0f2e3d4c d5*160",
        "rtp",
        "PCMU seq 4660 time 1600 ssrc 0f2e3d4c mark");
    add(
        "rtcp",
        40001,
        30001,
        "81c8000c 0f2e3d4c eeab000340000000 00000640 0000000a 00000640"
            + "11223344 08 00000c 00001234 00000078 00000000 00000000"
            + "81ca0006 0f2e3d4c 01 10 'user@example.org' 0000",
        "rtcp",
        "SR, SDES ssrc 0f2e3d4c lost 3 % jitter 120");
  }

  private static void traversal() {
    add(
        "stun request",
        40000,
        3478,
        "0001005821 12a442b7e7a701bc34d686fa87dfae 80220010 'STUN test client' 002400046e0001ff"
            + " 80290008932ff9b151263b36 00060009 'evtj:h6vY' 202020"
            + " 000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004e57a3bcf",
        "stun",
        "binding request evtj:h6vY");
    add(
        "stun answer",
        3478,
        40000,
        "0101003c2112a442b7e7a701bc34d686fa87dfae 8022000b 'test vector' 20"
            + " 002000080001a147e112a643 000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
            + " 80280004c07d4c96",
        "stun",
        "binding success 192.0.2.1:32853");
    add(
        "turn error",
        3478,
        40000,
        "011300182112a442b7e7a701bc34d686fa87dfae 00090010 00000401 'Unauthorized' 80280000",
        "stun",
        "allocate error 401 Unauthorized");
    add("turn data", 40000, 3478, "4001 0005 'hello'", "turn", "channel 0x4001 data 5 bytes");
    add(
        "quic initial",
        40000,
        443,
        "c000000001088394c8f03e5157080000449e7b9aec34 5a*1178",
        "quic",
        "v1 initial dcid 8394c8f03e515708");
    add(
        "quic retry",
        443,
        40000,
        "ff000000010008f067a5502a4262b5 'token' 04a265ba2eff4d829058fb3f0f2496ba",
        "quic",
        "v1 retry scid f067a5502a4262b5");
    add(
        "quic versions",
        443,
        40000,
        "80 00000000 04 01020304 02 0506 00000001 6b3343cf",
        "quic",
        "version negotiation v1, v2 dcid 01020304 scid 0506");
    add("quic short", 40000, 443, "41 5a*40", "quic", "protected");
  }

  private static void addresses() {
    String hardware = "000b8201fc42 00*10 00*192 63825363";
    add(
        "dhcp discover",
        68,
        67,
        "01010600 3903f326 0000 0000 00*16 "
            + hardware
            + "350101 3d0701000b8201fc42 32040a090007 0c05 'web-3' 3704 0103062a ff",
        "dhcp",
        "DISCOVER 00:0b:82:01:fc:42 wants 10.9.0.7 host web-3");
    add(
        "dhcp ack",
        67,
        68,
        "02010600 3903f326 0000 0000 00000000 0a090007 0a090001 00000000"
            + hardware
            + "350105 36040a090001 330400000e10 0104ffffff00 03040a090001 ff",
        "dhcp",
        "ACK 00:0b:82:01:fc:42 gets 10.9.0.7 from 10.9.0.1");
    String solicit =
        "01100874 0001000e000100011c39cf88080027fe8f95 0006000400170018 000800020000"
            + " 0019000c27fe8f9500000e1000001518";
    add("dhcpv6 solicit", 546, 547, solicit, "dhcpv6", "SOLICIT");
    add(
        "dhcpv6 reply",
        547,
        546,
        "07100874 00030028 27fe8f95 00000e10 00001518 00050018 20010db8 00*11 05 00001c20 00001d4c",
        "dhcpv6",
        "REPLY 2001:db8::5");
    byte[] relayed = Octets.of(solicit);
    byte[] relay = Octets.of("0c00 20010db8 00*11 01 fe80 00*13 02 0009 0034", relayed);
    add("dhcpv6 relay", 547, 547, relay, "dhcpv6", "RELAY-FORW of SOLICIT");
  }

  private static void management() {
    String get = "020412345678 020100 020100 300e 300c 0608 2b06010201010100 0500";
    add(
        "snmp get",
        40000,
        161,
        "3029 020101 0406 'public' a01c" + get,
        "snmp",
        "v2c get 1.3.6.1.2.1.1.1.0");
    add(
        "snmp no such name",
        161,
        40000,
        "3029 020100 0406 'public' a21c" + get.replaceFirst("020100 020100", "020102 020101"),
        "snmp",
        "v1 response noSuchName 1.3.6.1.2.1.1.1.0");
    byte[] upTime = ber(0x30, Octets.of("0608 2b06010201010300 4302 04d2"));
    byte[] trap = ber(0x30, Octets.of("060a 2b060106030101040100 0609 2b0601060301010503"));
    byte[] bindings = ber(0x30, upTime, trap);
    byte[] pdu = ber(0xa7, Octets.of("020101 020100 020100"), bindings);
    byte[] linkDown = ber(0x30, Octets.of("020101 0406 'public'"), pdu);
    add("snmp trap", 40000, 162, linkDown, "snmp", "v2c trap 1.3.6.1.6.3.1.1.5.3 and 1 more");
    byte[] security =
        ber(
            0x30,
            Octets.of("0405 8000000001 020103 020200c8 0405 'admin' 0404 01020304 0404 05060708"));
    byte[] v3 =
        ber(
            0x30,
            Octets.of("020103 300f 020301e240 02020578 040103 020103"),
            ber(4, security),
            Octets.of("0410 5a*16"));
    add("snmp v3", 40000, 161, v3, "snmp", "v3 user admin encrypted");
    add(
        "radius request",
        40000,
        1812,
        "0100 0038 0f403f9473978057bd83d5cb98f4227a 0106 'nemo' 02120dbe708d93d413ce3196e43f782a0aee"
            + " 0406c0a80110 050600000003",
        "radius",
        "Access-Request user nemo nas 192.168.1.16 id 0");
    add(
        "radius reject",
        1812,
        40000,
        "0307 001e 00*16 120a 'no entry'",
        "radius",
        "Access-Reject says no entry id 7");
  }

  private static void tunnels() {
    add(
        "wireguard initiation",
        51820,
        51820,
        "01000000 451cd33a 5a*140",
        "wireguard",
        "handshake initiation sender 0x3ad31c45");
    add(
        "wireguard response",
        51820,
        51820,
        "02000000 2d4ced11 451cd33a 5a*80",
        "wireguard",
        "handshake response sender 0x11ed4c2d receiver 0x3ad31c45");
    add(
        "wireguard data",
        51820,
        51820,
        "04000000 2d4ced11 0700000000000000 5a*48",
        "wireguard",
        "data receiver 0x11ed4c2d counter 7");
    add("vxlan", 40000, 4789, Octets.of("08000000 00002a00", FRAME), "vxlan", "vni 42 " + INNER);
    add(
        "gtp-u",
        2152,
        2152,
        Octets.of("30ff 0032 11223344", IP_PACKET),
        "gtp-u",
        "G-PDU teid 0x11223344 " + INNER);
    add(
        "gtp-u extended",
        2152,
        2152,
        Octets.of("34ff 003a 11223344 00000085 01000900", IP_PACKET),
        "gtp-u",
        "G-PDU teid 0x11223344 " + INNER);
    add(
        "gtp-u echo",
        2152,
        2152,
        "3201 0004 00000000 00070000",
        "gtp-u",
        "echo request teid 0x00000000");
  }

  private static void flows() {
    add(
        "netflow v5",
        40000,
        2055,
        "0005 0001 000f4240 6a000000 00000000 00000007 00 00 0000"
            + "0a000001 0a000002 00000000 0001 0002 0000000c 00000400 000f0000 000f4000"
            + "0035 0fa0 00 00 11 00 0000 0000 18 18 0000",
        "netflow",
        "v5 1 flow 10.0.0.1:53 > 10.0.0.2:4000 UDP 12 packets");
    String template = "0100 0003 0008 0004 000c 0004 0001 0004";
    String data = "0100 0010 0a000001 0a000002 00000400";
    add(
        "netflow v9",
        40000,
        2055,
        "0009 0002 000f4240 6a000000 00000007 00000001 0000 0014" + template + data,
        "netflow",
        "v9 source 1 template 256 data 256");
    add(
        "ipfix",
        40000,
        4739,
        "000a 0034 6a000000 00000007 00000001 0002 0014" + template + data,
        "ipfix",
        "domain 1 template 256 data 256");
    byte[] sample =
        join(
            Octets.of("00000005 00000001 0a000001 00000000 00000007 000f4240 00000001"),
            Octets.of("00000001 00000078 00000003 00000002 00000190 000004b0 00000000"),
            Octets.of("00000001 00000002 00000001 00000001 00000050 00000001 00000044"),
            Octets.of("00000004 00000040"),
            FRAME);
    add("sflow", 40000, 6343, sample, "sflow", "agent 10.0.0.1 1 sample, " + INNER);
  }

  private static void things() {
    add(
        "coap get",
        40000,
        5683,
        "40017d34 bb 'temperature' 44 'u=C&'",
        "coap",
        "CON GET /temperature?u=C&");
    add("coap content", 5683, 40000, "60457d34 ff '22.3 C'", "coap", "ACK 2.05 Content");
    add(
        "tftp read",
        40000,
        69,
        "0001 'boot.img' 00 'octet' 00 'blksize' 00 '1428' 00",
        "tftp",
        "read boot.img octet blksize=1428");
    add(
        "tftp options",
        40001,
        40000,
        "0006 'blksize' 00 '1428' 00 'tsize' 00 '700' 00",
        "tftp",
        "options blksize=1428 tsize=700");
    add("tftp data", 40001, 40000, "0003 0005 78*512", "tftp", "data block 5 512 bytes");
    add("tftp ack", 40000, 40001, "0004 0005", "tftp", "ack block 5");
    add(
        "tftp error",
        40001,
        40000,
        "0005 0001 'file /nofile not found' 00",
        "tftp",
        "error 1 file /nofile not found");
  }
}
