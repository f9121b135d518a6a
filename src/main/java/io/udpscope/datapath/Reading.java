package io.udpscope.datapath;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a file of packets was read.
 *
 * @param percent 0 to 100; empty if nobody knows how much there is
 * @param isDone there is no more of it
 * @param packets of all kinds
 * @param times of its datagrams; empty if there was none so far
 */
public record Reading(
    OptionalInt percent, boolean isDone, long packets, Optional<TimeSpread> times) {}
