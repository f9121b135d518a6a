package io.udpscope.datapath.bpf;

/**
 * A consumer's place among the session's rings, and its ring.
 *
 * @param index in the maps {@code rings}, {@code tap_counters} and {@code control.taps}
 * @param fd for polling; whoever reads the ring does not close it
 * @param <R> the ring
 */
record TapRing<R extends RecordRing<?>>(int index, int fd, R ring, WakeFlag wakeFlag) {}
