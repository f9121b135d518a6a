/**
 * Sends from sockets what the program in the kernel leaves to them. Its thread reads the relay's
 * ring, sorts the datagrams by socket, and sends them out of the ring's own memory, many with each
 * call.
 *
 * <p>{@link io.udpscope.relay.Relay} is what others call; {@link io.udpscope.relay.DutyCycle} is
 * where to begin reading.
 */
package io.udpscope.relay;
