package io.udpscope.capture.filter;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what libpcap would ask a name server about. Nobody wants that while a filter is typed: it
 * takes as long as the network pleases, it is traffic of our own among what is looked at, and every
 * beginning of a name is another question. Words as in pcap-filter(7) and libpcap's scanner.l;
 * services and protocols, which are looked up in files of this host, may be named.
 */
final class FilterWords {
  private static final Pattern WORD = Pattern.compile("\\\\?[A-Za-z0-9:$][-_.:A-Za-z0-9]*");

  private static final Pattern NUMBER =
      Pattern.compile("\\$?[0-9]+(\\.[0-9]+){0,3}|0[xX][0-9A-Fa-f]+|\\$[0-9A-Fa-f]{1,2}");

  private static final Pattern ETHERNET_ADDRESS =
      Pattern.compile(
          "[0-9A-Fa-f]{1,2}([-.][0-9A-Fa-f]{1,2}){5}"
              + "|[0-9A-Fa-f]{4}(\\.[0-9A-Fa-f]{4}){2}"
              + "|[0-9A-Fa-f]{12}");

  /** Two colons at least. */
  private static final Pattern COLONS =
      Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*");

  /** After these, a name is that of a service, a protocol or the like. */
  private static final Set<String> NAMED_HERE =
      words(
          "port portrange proto protochain type subtype direction dir on ifname rset ruleset reason"
              + " action");

  /** After these, a name is that of a host, until another word says otherwise. */
  private static final Set<String> QUALIFIERS =
      words(
          "host net mask gateway src dst link ether ppp slip fddi tr wlan arp rarp ip sctp tcp udp"
              + " icmp igmp igrp pim vrrp carp radio ip6 icmp6 ah esp atalk aarp decnet lat sca"
              + " moprc mopdl iso esis es-is isis is-is l1 l2 iih lsp snp csnp psnp clnp stp ipx"
              + " netbeui address1 addr1 address2 addr2 address3 addr3 address4 addr4 ra ta");

  private static final Set<String> OTHERS =
      words(
          "less greater byte broadcast multicast and or not len length inbound outbound ifindex"
              + " vlan mpls pppoed pppoes geneve vxlan lane llc metac bcc oam oamf4 oamf4ec oamf4sc"
              + " sc ilmic vpi vci connectmsg metaconnect rnr rulenum srnr subrulenum fisu lssu lsu"
              + " msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls icmptype icmpcode"
              + " icmp6type icmp6code tcpflags");

  /** Numbers by name: {@code icmp-echo}, {@code icmp6-redirect}, {@code tcp-syn}. */
  private static final Pattern NAMED_NUMBER = Pattern.compile("(icmp6?|tcp)-[a-z0-9]+");

  private FilterWords() {}

  private static Set<String> words(String all) {
    return Set.of(all.split(" "));
  }

  /** The first word that libpcap would take for the name of a host or a network. */
  static Optional<String> hostName(String expression) {
    boolean namedHere = false;
    Matcher words = WORD.matcher(expression);
    while (words.find()) {
      if (COLONS.matcher(words.group()).matches()) {
        continue;
      }
      for (String piece : words.group().split(":")) {
        String word = piece.replaceFirst("[-_]+$", "");
        if (NAMED_HERE.contains(word)) {
          namedHere = true;
        } else if (QUALIFIERS.contains(word)) {
          namedHere = false;
        } else if (!namedHere && !isKnown(word)) {
          return Optional.of(word);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isKnown(String word) {
    return word.isEmpty()
        || OTHERS.contains(word)
        || NUMBER.matcher(word).matches()
        || ETHERNET_ADDRESS.matcher(word).matches()
        || NAMED_NUMBER.matcher(word).matches();
  }
}
