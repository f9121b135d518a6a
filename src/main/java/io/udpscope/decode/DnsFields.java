package io.udpscope.decode;

import java.util.List;

/**
 * The fields of a DNS, mDNS or LLMNR message. Where each record stands is found here; what it holds
 * is said by dnsjava ({@link DnsRecords}).
 */
final class DnsFields {
  private static final String[] SECTIONS = {"answer", "authority", "additional"};
  private static final int FIXED_BYTES = 10;

  private final Payload payload;
  private final boolean mdns;
  private final boolean llmnr;
  private final FieldTree tree;
  private int at = DnsHeader.BYTES;

  DnsFields(Payload payload, String protocol) {
    this.payload = payload;
    this.mdns = protocol.equals("mdns");
    this.llmnr = protocol.equals("llmnr");
    this.tree = new FieldTree(payload);
  }

  List<FieldNode> fields() {
    tree.hex("id", 0, 2);
    flags();
    tree.number("questions", DnsHeader.QUESTIONS, 2).number("answers", DnsHeader.ANSWERS, 2);
    tree.number("authority", DnsHeader.AUTHORITY, 2);
    tree.number("additional", DnsHeader.ADDITIONAL, 2);
    boolean whole = true;
    for (int left = payload.u16(DnsHeader.QUESTIONS); left > 0 && whole; left--) {
      whole = question();
    }
    DnsRecords records = DnsRecords.of(payload);
    for (int section = 0; section < SECTIONS.length && whole; section++) {
      int count = payload.u16(DnsHeader.ANSWERS + 2 * section);
      for (int i = 0; i < count && whole; i++) {
        whole = record(SECTIONS[section], records.data(section, i));
      }
    }
    return tree.rest("rest", at).fields();
  }

  private void flags() {
    int flags = payload.u16(DnsHeader.FLAGS);
    boolean response = (flags & DnsHeader.RESPONSE) != 0;
    tree.open("flags", DnsHeader.FLAGS, 2, "0x" + HexText.of(flags, 4));
    tree.add("direction", 2, 1, response ? "answer" : "question");
    tree.add("operation", 2, 1, DnsHeader.opcodeName(flags));
    String first = llmnr ? "conflict" : "authoritative";
    String third = llmnr ? "tentative" : "recursion desired";
    tree.add("bits", 2, 2, BitNames.of(flags, 10, first, "truncated", third));
    tree.add(
        "more bits",
        3,
        1,
        BitNames.of(flags, 7, "recursion available", "", "authentic data", "checking disabled"));
    tree.add("result", 3, 1, DnsHeader.responseCode(flags)).close();
  }

  /**
   * @return whether another may follow
   */
  private boolean question() {
    DnsName name = DnsName.read(payload, at);
    if (tree.isFull() || name == null || name.isCut() || !payload.holds(name.end(), 4)) {
      return false;
    }
    int end = name.end();
    String type = DnsType.name(payload.u16(end));
    tree.open("question", at, end + 4 - at, name.text() + " " + type);
    tree.add("name", at, end - at, name.text()).add("type", end, 2, type);
    classField(end + 2, "unicast answer wanted (QU)");
    tree.close();
    at = end + 4;
    return true;
  }

  private void classField(int from, String meaningOfTheBit) {
    int value = payload.u16(from);
    boolean marked = mdns && (value & DnsType.MDNS_BIT) != 0;
    String name = DnsType.className(marked ? value & ~DnsType.MDNS_BIT : value);
    tree.add("class", from, 2, marked ? name + ", " + meaningOfTheBit : name);
  }

  /**
   * @param words what it holds; empty if that is not known
   * @return whether another may follow
   */
  private boolean record(String section, String words) {
    DnsName name = DnsName.read(payload, at);
    if (tree.isFull() || name == null || name.isCut() || !payload.holds(name.end(), FIXED_BYTES)) {
      return false;
    }
    int end = name.end();
    int type = payload.u16(end);
    int length = payload.u16(end + 8);
    int from = end + FIXED_BYTES;
    boolean address = type == DnsType.AAAA && length == 16 && payload.holds(from, length);
    // dnsjava writes addresses of IPv6 otherwise than RFC 5952 wants them.
    String data = address ? payload.address(from, length).toString() : words;
    String text = name.text() + " " + DnsType.name(type) + " " + data;
    tree.open(section, at, from + length - at, text.strip());
    tree.add("name", at, end - at, name.text()).add("type", end, 2, DnsType.name(type));
    if (type == DnsType.OPT) {
      extension(end);
    } else {
      classField(end + 2, "replaces others (cache flush)");
      tree.read("time to live", end + 4, 4, seconds -> seconds + " s");
    }
    tree.number("length", end + 8, 2);
    data(from, length, data);
    tree.close();
    at = from + length;
    return payload.holds(at, 0);
  }

  private void data(int from, int length, String data) {
    if (data.isEmpty()) {
      tree.bytes("data", from, length);
    } else {
      tree.add("data", from, length, data);
    }
  }

  /** OPT uses class and time to live for its own ends (RFC 6891, 6.1.3). */
  private void extension(int nameEnd) {
    tree.number("UDP payload size", nameEnd + 2, 2);
    tree.number("extended result", nameEnd + 4, 1).number("version", nameEnd + 5, 1);
    tree.read("bits", nameEnd + 6, 2, bits -> BitNames.of(bits, 15, "DNSSEC ok"));
  }
}
