/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Counters, per CPU: a program is not interrupted by another one on its CPU, so plain adds are exact. */
#ifndef UDPSCOPE_ACCOUNT_H
#define UDPSCOPE_ACCOUNT_H

#include "maps.h"
#include "parse.h"

static __always_inline void explain(const struct packet *packet, enum udpscope_outcome outcome)
{
	struct udpscope_explained *entry = bpf_map_lookup_elem(&explained, &(__u32){ 0 });

	if (!entry)
		return;
	__builtin_memcpy(entry->source, &packet->source, sizeof(entry->source));
	__builtin_memcpy(entry->destination, &packet->destination, sizeof(entry->destination));
	entry->outcome = outcome;
	entry->generation = packet->generation;
	entry->position = packet->position;
	entry->source_port = packet->source_port;
	entry->destination_port = packet->destination_port;
	entry->rule_slot = packet->rule_slot;
	entry->target_slot = packet->target_slot;
	entry->verdict = packet->verdict;
	entry->failure = packet->failure;
	entry->ipv6 = packet->ipv6;
}

/* Each packet comes here once, when all is known of it. */
static __always_inline void count_outcome(struct udpscope_ledger *entry, const struct packet *packet,
					  enum udpscope_outcome outcome)
{
	entry->outcomes[outcome].packets++;
	entry->outcomes[outcome].bytes += packet->length;
	if (udpscope_explains)
		explain(packet, outcome);
}

/* Counts what became of a packet on its rule, and says which of its packets it is on this CPU, from 1. */
static __always_inline __u64 count_rule(const struct packet *packet, bool reply)
{
	const __u32 slot = packet->rule_slot;
	struct udpscope_rule_counters *entry = bpf_map_lookup_elem(&rule_counters, &slot);
	__u32 failure = packet->failure;

	if (!entry)
		return 0;
	entry->packets++;
	entry->bytes += packet->length;
	switch (packet->verdict) {
	case UDPSCOPE_DROPPED:
		entry->dropped++;
		break;
	case UDPSCOPE_FORWARDED:
		entry->forwarded += !reply;
		entry->replied += reply;
		break;
	case UDPSCOPE_RELAYED:
		entry->relayed++;
		break;
	default:
		entry->passed++;
		entry->translated += packet->verdict == UDPSCOPE_TRANSLATED;
		entry->copied += packet->verdict == UDPSCOPE_COPIED;
	}
	if (failure) {
		barrier_var(failure); /* or the compiler makes one comparison of two, which 6.1 cannot follow */
		if (failure < UDPSCOPE_FAILURES)
			entry->failed[failure]++;
	}
	return entry->packets;
}

/* The same of a packet that this host sent. */
static __always_inline __u64 count_sent(const struct packet *packet)
{
	const __u32 slot = packet->rule_slot;
	__u64 *sent = bpf_map_lookup_elem(&sent_by_rule, &slot);

	return sent ? ++*sent : 0;
}

static __always_inline void count_target(const struct packet *packet)
{
	const __u32 slot = packet->target_slot;
	struct udpscope_target_counters *entry = bpf_map_lookup_elem(&target_counters, &slot);

	if (!entry)
		return;
	entry->packets++;
	entry->bytes += packet->length;
}

#endif
