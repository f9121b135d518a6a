package io.udpscope.app;

/**
 * What does not change while a session lasts.
 *
 * @param interfaces as the user named them, separated by commas
 * @param readOnly no key changes traffic
 */
public record SessionFacts(String interfaces, String host, boolean readOnly) {}
