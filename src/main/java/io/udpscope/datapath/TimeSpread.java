package io.udpscope.datapath;

/**
 * How the datagrams of a file are spread over its own time.
 *
 * @param firstNanos of the earliest one, since 1970-01-01T00:00:00Z
 * @param lastNanos of the latest one
 * @param startNanos when the first of the stretches begins; not after {@code firstNanos}
 * @param stretchNanos how long each is
 * @param packets in each stretch, up to the one that the latest is in; shared, not to be written to
 */
public record TimeSpread(
    long firstNanos, long lastNanos, long startNanos, long stretchNanos, long[] packets) {}
