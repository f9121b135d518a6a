package io.udpscope.cli.output;

/**
 * How packets are printed as text.
 *
 * @param hexDump the bytes below each packet
 * @param color where a terminal shows it
 * @param ascii no characters beyond ASCII
 */
public record OutputLook(boolean hexDump, boolean color, boolean ascii) {}
