package io.udpscope.model;

/**
 * The process that holds a socket.
 *
 * @param name as in /proc/PID/comm: whatever the process says it is, and so not to be trusted with
 *     a terminal
 */
public record SocketOwner(long pid, String name) {}
