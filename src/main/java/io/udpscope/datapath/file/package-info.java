/** The datapath over a file of packets: nothing is attached, and nothing can be changed. */
package io.udpscope.datapath.file;
