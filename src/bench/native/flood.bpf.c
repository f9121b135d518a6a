// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Sends each frame that it is given out of one interface, from ever another source to one of a few ports. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

enum {
	FIRST_PORT = 5000,
	PORTS = 8,
	SOURCES = 64,
};

const volatile __u32 interface;

static __u32 frames;

SEC("xdp")
int flood(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data + sizeof(struct ethhdr);
	struct udphdr *udp = (void *)(ip + 1);
	__u32 frame = frames++;
	__u8 source;

	if ((void *)(udp + 1) > data_end)
		return XDP_ABORTED;
	/* The sum of the address's last byte and the checksum stays the same (RFC 1624). */
	source = frame % SOURCES + 1;
	ip->check = bpf_htons(bpf_ntohs(ip->check) + ((__u8 *)&ip->saddr)[3] - source);
	((__u8 *)&ip->saddr)[3] = source;
	udp->source = bpf_htons(1024 + frame % 32768);
	udp->dest = bpf_htons(FIRST_PORT + frame / SOURCES % PORTS);
	return bpf_redirect(interface, 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
