package io.udpscope.decode;

import io.udpscope.model.PacketRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** All decoders there are. Loaded with the first packet, not when a screen or a command starts. */
public final class Decoders {
  private Decoders() {}

  /**
   * What the packet's payload says, by the decoder of its destination port, of its source port, or
   * the first one that knows its shape. Never throws, whatever the bytes are. From any thread.
   */
  public static Optional<Summary> summarize(PacketRecord packet) {
    return summarize(Payload.of(packet));
  }

  static Optional<Summary> summarize(Payload payload) {
    if (payload.length() == 0) {
      return Optional.empty();
    }
    ProtocolDecoder first = Loaded.BY_PORT.get(payload.destinationPort());
    ProtocolDecoder second = Loaded.BY_PORT.get(payload.sourcePort());
    Optional<Summary> summary = attempt(first, payload, true);
    if (summary.isEmpty() && second != first) {
      summary = attempt(second, payload, true);
    }
    for (int i = 0; summary.isEmpty() && i < Loaded.ALL.length; i++) {
      summary = attempt(Loaded.ALL[i], payload, false);
    }
    return summary;
  }

  /** A decoder that trips over a packet costs its summary, not the session. */
  private static Optional<Summary> attempt(
      ProtocolDecoder decoder, Payload payload, boolean expected) {
    if (decoder == null) {
      return Optional.empty();
    }
    try {
      return decoder.decode(payload, expected);
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static final class Loaded {
    static final ProtocolDecoder[] ALL;
    static final Map<Integer, ProtocolDecoder> BY_PORT = new HashMap<>();

    static {
      List<ProtocolDecoder> decoders = new ArrayList<>();
      for (ProtocolDecoder decoder :
          ServiceLoader.load(ProtocolDecoder.class, Decoders.class.getClassLoader())) {
        decoders.add(decoder);
        for (int port : decoder.ports()) {
          BY_PORT.putIfAbsent(port, decoder);
        }
      }
      ALL = decoders.toArray(new ProtocolDecoder[0]);
    }
  }
}
