package io.udpscope.cli;

import io.udpscope.model.Action;
import io.udpscope.model.PacketRecord;

/**
 * A packet with what its record only has as numbers. Valid while the record is.
 *
 * @param epochNanos wall-clock time
 */
record CapturedPacket(
    PacketRecord record, long epochNanos, String interfaceName, String rule, Action action) {}
