/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which of its targets a forward takes for a packet. The same rules choose the same on every host. */
#ifndef UDPSCOPE_BALANCE_H
#define UDPSCOPE_BALANCE_H

#include "maps.h"
#include "parse.h"

/* Every bit of the word moves about half of the result's: "lowbias32" of Wellons' hash-prospector. */
static __always_inline __u32 mix(__u32 word)
{
	word ^= word >> 16;
	word *= 0x7feb352d;
	word ^= word >> 15;
	word *= 0x846ca68b;
	return word ^ word >> 16;
}

static __always_inline __u32 flow_hash(const struct packet *packet, __u8 strategy)
{
	__u32 hash;

	if (packet->ipv6) {
		const __u64 high = bpf_be64_to_cpu(packet->source.ipv6[0]);
		const __u64 low = bpf_be64_to_cpu(packet->source.ipv6[1]);

		hash = mix(high >> 32);
		hash = mix(hash ^ (__u32)high);
		hash = mix(hash ^ low >> 32);
		hash = mix(hash ^ (__u32)low);
	} else {
		hash = mix(bpf_ntohl(packet->source.ipv4));
	}
	return strategy == UDPSCOPE_SOURCE_PORT ? mix(hash ^ packet->source_port) : hash;
}

/* Counts the turns of a rule, whatever the CPU. */
static __always_inline __u64 next_turn(__u32 rule_slot)
{
	__u64 *turn = bpf_map_lookup_elem(&turns, &rule_slot);

	if (!turn)
		return 0;
	return udpscope_explains ? *turn : __sync_fetch_and_add(turn, 1);
}

/* The target for the packet; NULL if every one is down. */
static __always_inline const struct udpscope_target *choose_target(const struct packet *packet,
								    const struct udpscope_generation *generation,
								    const struct udpscope_forward *forward)
{
	const __u8 *balance = generation->balances[forward->balance & (UDPSCOPE_BALANCES - 1)];
	__u32 choice = 0;

	if (!forward->target_count)
		return NULL;
	if (forward->target_count > 1) {
		__u32 at;

		if (forward->strategy != UDPSCOPE_ROUND_ROBIN)
			at = (__u64)flow_hash(packet, forward->strategy) * forward->balance_size >> 32;
		else
			at = forward->balance_size ? next_turn(packet->rule_slot) % forward->balance_size : 0;
		choice = balance[at & (UDPSCOPE_BALANCE_ROOM - 1)];
	}
	choice += forward->first_target;
	barrier_var(choice);
	return &generation->targets[choice & (UDPSCOPE_TARGETS - 1)];
}

#endif
