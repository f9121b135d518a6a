/**
 * The datapath on real interfaces, with real senders, in networks that exist for the test alone.
 */
package io.udpscope.netns.datapath;
