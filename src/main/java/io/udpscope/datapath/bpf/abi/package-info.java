/**
 * The structs that the program and this process share, as named offsets and sizes, and the check
 * that they are those of the compiled object. The truth is {@code native/include/udpscope_abi.h}.
 */
package io.udpscope.datapath.bpf.abi;
