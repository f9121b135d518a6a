/**
 * Who talks with whom: counters by conversation, by address and by port, of all captured packets.
 */
package io.udpscope.capture.flow;
