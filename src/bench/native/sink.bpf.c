// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Counts the UDP packets that arrive, and those among them that are not what was sent. They end here. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "sink.h"

const volatile struct sink expected;

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sink_counts);
} counts SEC(".maps");

static __always_inline int is_right(const struct udphdr *udp, const __u64 *payload)
{
	if (udp->dest != bpf_htons(expected.port) || udp->len != bpf_htons(sizeof(*udp) + SINK_PAYLOAD))
		return 0;
	for (int i = 0; i < SINK_WORDS; i++)
		if (payload[i] != expected.payload[i])
			return 0;
	return 1;
}

SEC("tc")
int sink(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *data_end = (void *)(long)skb->data_end;
	struct iphdr *ip = data + sizeof(struct ethhdr);
	struct udphdr *udp = (void *)(ip + 1);
	struct sink_counts *count = bpf_map_lookup_elem(&counts, &(__u32){ 0 });

	if (!count || skb->protocol != bpf_htons(ETH_P_IP) || (void *)(udp + 1) > data_end ||
	    ip->protocol != IPPROTO_UDP)
		return TC_ACT_OK;
	if ((void *)(udp + 1) + SINK_PAYLOAD <= data_end && ip->ihl == 5 && is_right(udp, (void *)(udp + 1)))
		count->right++;
	else
		count->wrong++;
	return TC_ACT_SHOT;
}

/* The same for a socket, which the kernel hands a packet from the UDP header on. */
SEC("socket")
int socket_sink(struct __sk_buff *skb)
{
	struct {
		struct udphdr udp;
		__u64 payload[SINK_WORDS];
	} datagram;
	struct sink_counts *count = bpf_map_lookup_elem(&counts, &(__u32){ 0 });

	if (!count)
		return 0;
	if (skb->len == sizeof(datagram) && !bpf_skb_load_bytes(skb, 0, &datagram, sizeof(datagram)) &&
	    is_right(&datagram.udp, datagram.payload))
		count->right++;
	else
		count->wrong++;
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
