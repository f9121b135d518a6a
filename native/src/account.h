/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Counters, per CPU: a program is not interrupted by another one on its CPU, so plain adds are exact. */
#ifndef UDPSCOPE_ACCOUNT_H
#define UDPSCOPE_ACCOUNT_H

#include "maps.h"
#include "parse.h"

static __always_inline void count_outcome(struct udpscope_ledger *entry, const struct packet *packet,
					  enum udpscope_outcome outcome)
{
	entry->outcomes[outcome].packets++;
	entry->outcomes[outcome].bytes += packet->length;
}

/* Counts the packet on its rule and says which of the rule's packets it is on this CPU, from 1. */
static __always_inline __u64 count_rule(const struct packet *packet, const struct udpscope_rule *rule, bool drop)
{
	struct udpscope_rule_counters *entry = bpf_map_lookup_elem(&rule_counters, &(__u32){ rule->slot });

	if (!entry)
		return 0;
	entry->packets++;
	entry->bytes += packet->length;
	entry->dropped += drop;
	entry->passed += !drop;
	return entry->packets;
}

#endif
