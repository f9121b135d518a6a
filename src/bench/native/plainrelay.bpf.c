// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Takes the UDP packets to one port out of the traffic and puts their payload into a ring. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "plainrelay.h"

const volatile __u16 port; /* host byte order */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} ring SEC(".maps");

SEC("xdp")
int take(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *ethernet = data;
	struct iphdr *ip = (void *)(ethernet + 1);
	struct udphdr *udp = (void *)(ip + 1);
	struct datagram *datagram;
	__u32 bytes;

	if ((void *)(udp + 1) > data_end || ethernet->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != 5 ||
	    ip->protocol != IPPROTO_UDP || udp->dest != bpf_htons(port))
		return XDP_PASS;
	bytes = bpf_ntohs(udp->len) - sizeof(*udp);
	if (bytes - 1 >= PLAINRELAY_PAYLOAD)
		return XDP_PASS;
	datagram = bpf_ringbuf_reserve(&ring, sizeof(*datagram), 0);
	if (!datagram)
		return XDP_DROP;
	datagram->bytes = bytes;
	if (bpf_xdp_load_bytes(ctx, (void *)(udp + 1) - data, datagram->payload, bytes)) {
		bpf_ringbuf_discard(datagram, 0);
		return XDP_PASS;
	}
	bpf_ringbuf_submit(datagram, 0);
	return XDP_DROP;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
