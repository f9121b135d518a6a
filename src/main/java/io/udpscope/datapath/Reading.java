package io.udpscope.datapath;

import java.util.OptionalInt;

/**
 * How far a file of packets was read.
 *
 * @param percent 0 to 100; empty if nobody knows how much there is
 * @param isDone there is no more of it
 * @param packets of all kinds
 */
public record Reading(OptionalInt percent, boolean isDone, long packets) {}
