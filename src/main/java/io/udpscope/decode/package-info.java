/** One line a packet: what its payload says, for protocols that are recognised. */
package io.udpscope.decode;
