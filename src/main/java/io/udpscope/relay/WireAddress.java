package io.udpscope.relay;

import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;

/**
 * An address in memory that native code and our own writers read.
 *
 * @param at where its bytes begin, as on the wire
 * @param memory keeps them there
 */
record WireAddress(long at, ByteBuffer memory) {
  static WireAddress of(IpAddress address) {
    ByteBuffer memory = NativeMemory.of(address.bytes());
    return new WireAddress(NativeMemory.address(memory), memory);
  }
}
