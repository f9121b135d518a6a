/** Packets as text, JSON, hex dumps and pcapng, into pipes and files, with rotation. */
package io.udpscope.cli.output;
