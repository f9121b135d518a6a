/**
 * The real datapath: loads the program, fills its maps, attaches it through BPF links, reads its
 * rings. Only {@code cli} names this package; everyone else sees {@link
 * io.udpscope.datapath.Datapath}.
 */
package io.udpscope.datapath.bpf;
