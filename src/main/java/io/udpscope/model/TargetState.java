package io.udpscope.model;

/**
 * One target of a rule in force.
 *
 * @param sent packets that left for it, copies included; bytes are those of the frames that came in
 */
public record TargetState(Target target, Traffic sent, NextHop nextHop) {}
