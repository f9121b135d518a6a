/** A datapath without a kernel behind it. */
package io.udpscope.datapath.replay;
