package io.udpscope.decode;

import io.udpscope.model.PacketRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All decoders there are. Loaded with the first packet, not when a screen or a command starts. */
public final class Decoders {
  private static final Reading<Summary> SUMMARY = ProtocolDecoder::decode;
  private static final Reading<Dissection> ALL_OF_IT = Decoders::dissect;

  private Decoders() {}

  /** What is wanted of the decoder that recognises a payload. */
  private interface Reading<T> {
    Optional<T> with(ProtocolDecoder decoder, Payload payload, boolean expected);
  }

  /**
   * What the packet's payload says, by the decoder of its destination port, of its source port, or
   * the first one that knows its shape. Never throws, whatever the bytes are. From any thread.
   */
  public static Optional<Summary> summarize(PacketRecord packet) {
    return read(Payload.of(packet), SUMMARY);
  }

  /** The summary that {@link #summarize} gives, with the payload's fields. From any thread. */
  public static Optional<Dissection> dissect(PacketRecord packet) {
    return read(Payload.of(packet), ALL_OF_IT);
  }

  private static Optional<Dissection> dissect(
      ProtocolDecoder decoder, Payload payload, boolean expected) {
    return decoder
        .decode(payload, expected)
        .map(summary -> new Dissection(summary, fields(decoder, payload)));
  }

  private static List<FieldNode> fields(ProtocolDecoder decoder, Payload payload) {
    try {
      return decoder.fields(payload);
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private static <T> Optional<T> read(Payload payload, Reading<T> reading) {
    if (payload.length() == 0) {
      return Optional.empty();
    }
    ProtocolDecoder first = Loaded.BY_PORT[payload.destinationPort()];
    ProtocolDecoder second = Loaded.BY_PORT[payload.sourcePort()];
    Optional<T> result = attempt(first, payload, true, reading);
    if (result.isEmpty() && second != first) {
      result = attempt(second, payload, true, reading);
    }
    for (int i = 0; result.isEmpty() && i < Loaded.ALL.length; i++) {
      result = attempt(Loaded.ALL[i], payload, false, reading);
    }
    return result;
  }

  /** A decoder, which any jar may have brought, costs its summary if it trips, not the session. */
  private static <T> Optional<T> attempt(
      ProtocolDecoder decoder, Payload payload, boolean expected, Reading<T> reading) {
    if (decoder == null) {
      return Optional.empty();
    }
    try {
      return reading.with(decoder, payload, expected);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static final class Loaded {
    static final ProtocolDecoder[] ALL;
    static final ProtocolDecoder[] BY_PORT = new ProtocolDecoder[65536];

    static {
      List<ProtocolDecoder> decoders = new ArrayList<>();
      for (ProtocolDecoder decoder :
          ServiceLoader.load(ProtocolDecoder.class, Decoders.class.getClassLoader())) {
        decoders.add(decoder);
        for (int port : decoder.ports()) {
          BY_PORT[port] = BY_PORT[port] == null ? decoder : BY_PORT[port];
        }
      }
      ALL = decoders.toArray(new ProtocolDecoder[0]);
    }
  }
}
