/** {@code udpscope explain}: one packet, and what a session would do with it. */
package io.udpscope.cli.explain;
