/**
 * Rules and their targets, laid out as the program's tables; nothing here is a map of the kernel.
 */
package io.udpscope.datapath.bpf.rule;
