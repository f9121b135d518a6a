package io.udpscope.app.find;

/**
 * Something to look for in the payloads of the packets that are shown.
 *
 * @param ticket comes back in {@link SearchNews}
 * @param sought as it was typed
 * @param row of the store where it begins
 * @param inclusive that row is looked at first; else last
 * @param forward to newer packets
 * @param end a row of the store: neither it nor what came later
 */
public record SearchRequest(
    long ticket, String sought, long row, boolean inclusive, boolean forward, long end) {}
