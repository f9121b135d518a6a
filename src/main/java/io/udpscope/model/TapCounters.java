package io.udpscope.model;

/**
 * @param reserved records that found room in the ring
 * @param lost records that did not
 * @param read records that the reader has taken out of it
 */
public record TapCounters(long reserved, long lost, long read) {}
