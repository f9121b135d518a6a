package io.udpscope.cli;

import io.udpscope.model.Action;
import io.udpscope.model.Hook;
import io.udpscope.model.PacketRecord;
import java.util.Optional;

/**
 * A packet with what its record only has as numbers. Valid while the record is.
 *
 * @param epochNanos wall-clock time
 * @param hook of the interface; empty if that is gone
 */
record CapturedPacket(
    PacketRecord record,
    long epochNanos,
    String interfaceName,
    Optional<Hook> hook,
    String rule,
    Action action) {}
