package io.udpscope.app;

/**
 * @param usedBytes of the packet store
 * @param spanNanos from its oldest packet to its newest
 */
public record StoreFill(long usedBytes, long capacityBytes, long packets, long spanNanos) {}
