package io.udpscope.model;

/**
 * How the relay of a session is doing.
 *
 * @param alive the program gives packets to it; else they pass
 * @param ring records that the program put into its ring, those that found it full, and those that
 *     the relay has taken out
 */
public record RelayState(boolean alive, TapCounters ring) {}
