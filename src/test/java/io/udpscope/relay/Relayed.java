package io.udpscope.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayedRecord;
import java.nio.ByteBuffer;

/** A datagram as the program would give it to the relay: of rule 0 in generation 1, to target 0. */
record Relayed(
    byte[] payload,
    int generation,
    int rule,
    int target,
    int port,
    int segment,
    boolean keepsSource,
    int ttl,
    int tos,
    SocketAddress client,
    SocketAddress spokenTo,
    long ageNanos) {
  private static final SocketAddress CLIENT = at("192.0.2.7", 40_000);
  private static final SocketAddress SPOKEN_TO = at("192.0.2.1", 5_000);

  static Relayed of(byte[] payload) {
    return new Relayed(payload, 1, 0, 0, 5_000, 0, false, 64, 0, CLIENT, SPOKEN_TO, 0);
  }

  static Relayed of(String payload) {
    return of(payload.getBytes(ISO_8859_1));
  }

  static SocketAddress at(String address, int port) {
    return new SocketAddress(IpAddress.parse(address), port);
  }

  Relayed to(int slot) {
    return new Relayed(
        payload,
        generation,
        rule,
        slot,
        port,
        segment,
        keepsSource,
        ttl,
        tos,
        client,
        spokenTo,
        ageNanos);
  }

  Relayed byRule(int slot) {
    return new Relayed(
        payload,
        generation,
        slot,
        target,
        port,
        segment,
        keepsSource,
        ttl,
        tos,
        client,
        spokenTo,
        ageNanos);
  }

  Relayed inGeneration(int number) {
    return new Relayed(
        payload,
        number,
        rule,
        target,
        port,
        segment,
        keepsSource,
        ttl,
        tos,
        client,
        spokenTo,
        ageNanos);
  }

  /** After translation. */
  Relayed onPort(int translated) {
    return new Relayed(
        payload,
        generation,
        rule,
        target,
        translated,
        segment,
        keepsSource,
        ttl,
        tos,
        client,
        spokenTo,
        ageNanos);
  }

  Relayed inSegmentsOf(int bytes) {
    return new Relayed(
        payload,
        generation,
        rule,
        target,
        port,
        bytes,
        keepsSource,
        ttl,
        tos,
        client,
        spokenTo,
        ageNanos);
  }

  Relayed keepingSource() {
    return new Relayed(
        payload,
        generation,
        rule,
        target,
        port,
        segment,
        true,
        ttl,
        tos,
        client,
        spokenTo,
        ageNanos);
  }

  Relayed withHops(int hopLimit, int serviceType) {
    return new Relayed(
        payload,
        generation,
        rule,
        target,
        port,
        segment,
        keepsSource,
        hopLimit,
        serviceType,
        client,
        spokenTo,
        ageNanos);
  }

  Relayed between(SocketAddress from, SocketAddress to) {
    return new Relayed(
        payload,
        generation,
        rule,
        target,
        port,
        segment,
        keepsSource,
        ttl,
        tos,
        from,
        to,
        ageNanos);
  }

  Relayed aged(long nanos) {
    return new Relayed(
        payload,
        generation,
        rule,
        target,
        port,
        segment,
        keepsSource,
        ttl,
        tos,
        client,
        spokenTo,
        nanos);
  }

  ByteBuffer record() {
    ByteBuffer record = NativeMemory.allocate(RelayedRecord.PAYLOAD + payload.length);
    record.putLong(RelayedRecord.TIME, System.nanoTime() - ageNanos);
    record.putInt(RelayedRecord.GENERATION, generation);
    record.putShort(RelayedRecord.LENGTH, (short) payload.length);
    record.putShort(RelayedRecord.SEGMENT, (short) segment);
    record.putShort(RelayedRecord.RULE_SLOT, (short) rule);
    record.putShort(RelayedRecord.TARGET_SLOT, (short) target);
    record.putShort(RelayedRecord.PORT, (short) port);
    record.put(RelayedRecord.TTL, (byte) ttl);
    record.put(RelayedRecord.TOS, (byte) tos);
    record.put(RelayedRecord.IPV6, (byte) (client.address().isIpv6() ? 1 : 0));
    record.put(RelayedRecord.KEEPS_SOURCE, (byte) (keepsSource ? 1 : 0));
    record.putShort(RelayedRecord.SOURCE_PORT, (short) client.port());
    record.putShort(RelayedRecord.DESTINATION_PORT, (short) spokenTo.port());
    record.put(RelayedRecord.SOURCE, client.address().bytes());
    record.put(RelayedRecord.DESTINATION, spokenTo.address().bytes());
    return record.put(RelayedRecord.PAYLOAD, payload);
  }
}
