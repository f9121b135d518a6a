/**
 * Reads capture files, pcap and pcapng, packet by packet, into the records that the rest knows.
 * Whatever is in a file, memory stays within bounds and nothing but a reason comes out.
 */
package io.udpscope.capture.file;
