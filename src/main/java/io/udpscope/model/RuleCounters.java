package io.udpscope.model;

/** What a rule has decided since it came to be; {@code passed + dropped} is all of it. */
public record RuleCounters(Traffic traffic, long passed, long dropped) {
  public static final RuleCounters NONE = new RuleCounters(Traffic.NONE, 0, 0);
}
