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

static __always_inline int is_right(const struct iphdr *ip, const struct udphdr *udp, const __u64 *payload)
{
	if (ip->ihl != 5 || udp->dest != bpf_htons(expected.port) ||
	    udp->len != bpf_htons(sizeof(*udp) + SINK_PAYLOAD))
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
	if ((void *)(udp + 1) + SINK_PAYLOAD <= data_end && is_right(ip, udp, (void *)(udp + 1)))
		count->right++;
	else
		count->wrong++;
	return TC_ACT_SHOT;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
