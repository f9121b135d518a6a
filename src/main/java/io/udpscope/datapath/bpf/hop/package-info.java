/**
 * The way to a target: route, neighbour, the link's header, and whether the driver can send there.
 */
package io.udpscope.datapath.bpf.hop;
