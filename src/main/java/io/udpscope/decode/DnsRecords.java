package io.udpscope.decode;

import java.io.IOException;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What the records of a DNS message hold, in presentation format, by dnsjava. */
final class DnsRecords {
  private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};
  private static final int MAX_TEXT = 400;

  /** The largest message there is by intent, one of mDNS (RFC 6762, 17); forged ones cost time. */
  private static final int MAX_BYTES = 9000;

  private final Message message;

  private DnsRecords(Message message) {
    this.message = message;
  }

  /** All records up to the first one that dnsjava cannot read, or none. */
  static DnsRecords of(Payload payload) {
    byte[] bytes = payload.copy(0, Math.min(MAX_BYTES, payload.length()));
    // To dnsjava a message that says it is truncated may end anywhere, as a cut capture does.
    bytes[DnsHeader.FLAGS] |= DnsHeader.TRUNCATED >> 8;
    try {
      return new DnsRecords(new Message(bytes));
    } catch (IOException | RuntimeException e) {
      // Some of its record types let exceptions of all kinds out on bytes that are no such record.
      return new DnsRecords(new Message());
    }
  }

  /**
   * @param section 0 for answer, 1 for authority, 2 for additional
   * @return empty if that record was not read
   */
  String data(int section, int index) {
    List<Record> records = message.getSection(SECTIONS[section]);
    if (index >= records.size()) {
      return "";
    }
    try {
      String text = records.get(index).rdataToString();
      return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    } catch (RuntimeException e) {
      return "";
    }
  }
}
