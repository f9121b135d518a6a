package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * sFlow version 5 (sflow.org): {@code agent 10.0.0.1 7 samples, 10.0.0.1:53 > … UDP}, the packet
 * being the first one that was sampled.
 */
public final class SflowDecoder implements ProtocolDecoder {
  private static final int VERSION = 5;
  private static final int AGENT = 8;
  private static final int SAMPLE_HEADER = 8;

  /** Of what comes behind the agent's address: sub-agent, sequence, up time, samples. */
  private static final int BEHIND_ADDRESS = 16;

  private static final int FLOW = 1;
  private static final int COUNTERS = 2;
  private static final int LONG_FLOW = 3;
  private static final int LONG_COUNTERS = 4;
  private static final int RAW_HEADER = 1;
  private static final int ETHERNET = 1;

  @Override
  public int[] ports() {
    return new int[] {6343};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < AGENT + 4 + BEHIND_ADDRESS || !hasShape(payload)) {
      return Optional.empty();
    }
    int from = samples(payload);
    long count = payload.u32(from - 4);
    StringBuilder text = new StringBuilder(80).append("agent ").append(agent(payload));
    text.append(' ').append(count).append(count == 1 ? " sample" : " samples");
    String packet = firstPacket(payload, from);
    return Optional.of(new Summary("sflow", text + (packet.isEmpty() ? "" : ", " + packet)));
  }

  private static boolean hasShape(Payload payload) {
    long kind = payload.u32(4);
    if (payload.u32(0) != VERSION || kind != 1 && kind != 2) {
      return false;
    }
    int from = samples(payload);
    return payload.holds(from - 4, 4)
        && payload.u32(from - 4) <= payload.claimed() / SAMPLE_HEADER
        && from <= payload.claimed();
  }

  private static int addressBytes(Payload payload) {
    return payload.u32(4) == 1 ? 4 : 16;
  }

  private static String agent(Payload payload) {
    return payload.address(AGENT, addressBytes(payload)).toString();
  }

  private static int samples(Payload payload) {
    return AGENT + addressBytes(payload) + BEHIND_ADDRESS;
  }

  /** Behind the sample or record that begins here; behind all if its length is forged. */
  private static int next(Payload payload, int at) {
    return (int) Math.min(payload.length(), at + SAMPLE_HEADER + payload.u32(at + 4));
  }

  private static String firstPacket(Payload payload, int from) {
    for (int at = from; payload.holds(at, SAMPLE_HEADER); at = next(payload, at)) {
      int end = next(payload, at);
      int record = records(payload, at);
      while (record > 0 && record < end && payload.holds(record, SAMPLE_HEADER)) {
        if (isEthernetHeader(payload, record)) {
          return InnerPacket.ofEthernet(payload, record + 24);
        }
        record = next(payload, record);
      }
    }
    return "";
  }

  private static boolean isEthernetHeader(Payload payload, int record) {
    return payload.holds(record, 24)
        && payload.u32(record) == RAW_HEADER
        && payload.u32(record + 8) == ETHERNET;
  }

  /** Where a flow sample's records begin, or -1 where there are none. */
  private static int records(Payload payload, int sample) {
    long type = payload.u32(sample);
    int from = sample + SAMPLE_HEADER + (type == FLOW ? 32 : 44);
    boolean flow = type == FLOW || type == LONG_FLOW;
    return flow && payload.holds(from, SAMPLE_HEADER) ? from : -1;
  }

  private static String typeName(long type) {
    return switch ((int) type) {
      case FLOW, LONG_FLOW -> "flow sample";
      case COUNTERS, LONG_COUNTERS -> "counters";
      default -> "sample of type " + type;
    };
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    int bytes = addressBytes(payload);
    int at = AGENT + bytes;
    tree.number("version", 0, 4).number("address kind", 4, 4).address("agent", AGENT, bytes);
    tree.number("sub-agent", at, 4).number("sequence", at + 4, 4);
    tree.read("up time", at + 8, 4, millis -> millis + " ms").number("samples", at + 12, 4);
    at = samples(payload);
    while (payload.holds(at, SAMPLE_HEADER) && !tree.isFull()) {
      int end = next(payload, at);
      tree.open(typeName(payload.u32(at)), at, end - at, "");
      tree.number("type", at, 4).number("length", at + 4, 4).number("sequence", at + 8, 4);
      int records = records(payload, at);
      if (records > 0) {
        flow(tree, payload, at, records, end);
      } else if (at + 12 < end) {
        tree.bytes("content", at + 12, end - at - 12);
      }
      tree.close();
      at = end;
    }
    return tree.fields();
  }

  private static void flow(FieldTree tree, Payload payload, int sample, int records, int end) {
    int rate = payload.u32(sample) == FLOW ? sample + 16 : sample + 20;
    tree.read("one of", rate, 4, packets -> packets + " packets");
    tree.number("pool", rate + 4, 4).number("drops", rate + 8, 4);
    for (int at = records; at + SAMPLE_HEADER <= end && !tree.isFull(); at = next(payload, at)) {
      int recordEnd = Math.min(end, next(payload, at));
      boolean packet = isEthernetHeader(payload, at);
      tree.open(packet ? "packet" : "record", at, recordEnd - at, "");
      tree.number("type", at, 4).number("length", at + 4, 4);
      if (packet) {
        tree.number("frame length", at + 12, 4).number("stripped", at + 16, 4);
        tree.number("header length", at + 20, 4);
        InnerPacket.ethernetFields(tree, payload, at + 24, recordEnd);
      } else {
        tree.bytes("content", at + 8, recordEnd - at - 8);
      }
      tree.close();
    }
  }
}
