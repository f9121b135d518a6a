// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Sends each frame that it is given out of one interface, from ever another source to one of a few ports.
 * The headers are written anew each time: a frame's memory comes back as the receiver left it.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "flood.h"

const volatile struct flood flood_of;

static __u32 frames;

/* A checksum after `more` was added to the words that it is of (RFC 1624). */
static __always_inline __be16 grown(__be16 check, __u32 more)
{
	__u32 sum = (~bpf_ntohs(check) & 0xffff) + more;

	return bpf_htons(~((sum & 0xffff) + (sum >> 16)));
}

SEC("xdp")
int flood(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data + sizeof(struct ethhdr);
	struct udphdr *udp = (void *)(ip + 1);
	__u64 *words = data;
	__u32 frame = frames++;
	__u32 source = frame % FLOOD_SOURCES + 1;
	__u32 source_port = frame & flood_of.source_ports_mask;
	__u32 port = frame / FLOOD_SOURCES & flood_of.ports_mask;

	if (data + sizeof(flood_of.headers) > data_end)
		return XDP_ABORTED;
	for (int i = 0; i < FLOOD_HEADER_WORDS; i++)
		words[i] = flood_of.headers[i];
	((__u8 *)&ip->saddr)[3] = source;
	ip->check = grown(ip->check, source);
	udp->source = bpf_htons(FLOOD_FIRST_SOURCE_PORT + source_port);
	udp->dest = bpf_htons(bpf_ntohs(udp->dest) + port);
	udp->check = grown(udp->check, source + source_port + port) ?: 0xffff;
	return bpf_redirect(flood_of.interface, 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
