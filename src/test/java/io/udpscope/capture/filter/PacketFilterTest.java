package io.udpscope.capture.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketFilterTest {
  private static String problem(String expression) {
    try {
      PacketFilter.compile(expression).close();
      return "";
    } catch (FilterException e) {
      return e.getMessage();
    }
  }

  @Test
  void saysWhatLibpcapSays() {
    assertThat(problem("port 99999")).isEqualTo("illegal port number 99999 > 65535");
    assertThat(problem("udp and")).contains("syntax error");
    assertThat(problem("host 1.2.3.4.5")).isNotEmpty();
    assertThat(problem("port nosuchservice")).contains("unknown port 'nosuchservice'");
  }

  /** The name server of the test would never answer: nobody may ask it. */
  @ParameterizedTest
  @CsvSource({
    "host example.org,example.org",
    "example.org,example.org",
    "port 53 and src web-3,web-3",
    "net internal,internal",
    "port 53 or udp foo,foo",
    "gateway gw,gw",
    "ether host printer,printer",
    "host \\udp,\\udp",
    "not (port 53 and host a.b_c),a.b_c",
    "host dead:beef,dead",
    "host x:y:z,x",
    "prt 53,prt"
  })
  void looksUpNoNames(String expression, String name) {
    assertThat(problem(expression))
        .isEqualTo("\"" + name + "\" is no keyword and no address, and names are not looked up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp port domain",
        "port 53 or domain",
        "ip proto \\udp and src port syslog",
        "host 2001:db8::1 or host ::ffff:10.0.0.1 or net fe80::/10",
        "ether host 02:42:ac:11:00:02 or ether host 2-42-ac-11-0-2 or ether host 0242.ac11.0002",
        "ether host 0242ac110002",
        "src net 10 or dst net 10.1/16 or net 192.168.0.0 mask 255.255.0.0",
        "udp[8:4] = 0xdeadbeef or ip[6:2] & 0x1fff != 0",
        "vlan 7 and (len >= 0x40 || less 100) && !ip6",
        "icmp[icmptype] = icmp-unreach or icmp6[icmp6type] == icmp6-echo or tcp[tcpflags] & tcp-syn != 0",
        "mpls or len > 1",
        "pppoes",
        "geneve",
        "ether broadcast or ip multicast"
      })
  void takesWhatLibpcapTakesWithoutANameServer(String expression) {
    assertThat(problem(expression)).isEmpty();
  }
}
