// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * udpscope's datapath. Parses a frame, finds the rule that decides it, counts it, gives each tap of the
 * rule its copy, and passes or drops it. Whatever is not plainly UDP passes untouched.
 */
#include "maps.h"
#include "parse.h"
#include "match.h"
#include "account.h"
#include "capture.h"

/* Anchors in BTF what only casts and helpers mention, so that user space can compare its layouts. */
union udpscope_abi {
	struct udpscope_event event;
	struct udpscope_tuple tuple;
	struct udpscope_session session;
	enum udpscope_limit limit;
	enum udpscope_outcome outcome;
	enum udpscope_action action;
	enum udpscope_verdict verdict;
	enum udpscope_dimension dimension;
	enum udpscope_event_flag event_flag;
	enum udpscope_failure failure;
	enum udpscope_strategy strategy;
	enum udpscope_source source;
	enum udpscope_hop_state hop_state;
	enum udpscope_hop_flag hop_flag;
	enum udpscope_attached_flag attached_flag;
};
const union udpscope_abi *udpscope_abi;
const volatile __u32 udpscope_abi_version = UDPSCOPE_ABI_VERSION;
/* 1: a twin of a running program, which says what that one would do and leaves its sessions as they are. */
const volatile __u32 udpscope_explains = 0;

static __always_inline enum udpscope_outcome outcome_of(enum parsed parsed)
{
	return parsed == PARSED_FRAGMENT  ? UDPSCOPE_FRAGMENT :
	       parsed == PARSED_MALFORMED ? UDPSCOPE_MALFORMED :
					    UDPSCOPE_OTHER;
}

static __always_inline int process(struct xdp_md *ctx, const enum link link)
{
	struct packet packet = { .length = frame_length(ctx) };
	struct udpscope_ledger *entry = bpf_map_lookup_elem(&ledger, &(__u32){ 0 });
	struct udpscope_control *state = bpf_map_lookup_elem(&control, &(__u32){ 0 });
	const struct udpscope_generation *generation;
	const struct udpscope_rule *rule;
	enum parsed parsed;
	__u64 packet_of_rule;
	__u32 position, index;
	bool drop;

	if (!entry || !state)
		return XDP_PASS;
	parsed = parse(ctx, &packet, link);
	if (parsed != PARSED_UDP) {
		if (parsed == PARSED_MALFORMED)
			packet.length = bpf_xdp_get_buff_len(ctx); /* what it claims is no measure */
		count_outcome(entry, &packet, outcome_of(parsed));
		return XDP_PASS;
	}

	index = *(const volatile __u32 *)&state->generation; /* once: this packet's rules, all of them */
	generation = bpf_map_lookup_elem(&generations, &index);
	if (!generation)
		return XDP_PASS;
	position = match(ctx, &packet, generation);
	if (position >= NO_RULE) {
		count_outcome(entry, &packet, UDPSCOPE_UNMATCHED);
		return XDP_PASS;
	}
	barrier_var(position); /* or the compiler drops the mask, which the verifier of 6.1 cannot do without */
	rule = &generation->rules[position & (UDPSCOPE_MAX_RULES - 1)];
	drop = rule->action == UDPSCOPE_DROP;
	count_outcome(entry, &packet, UDPSCOPE_MATCHED);
	packet_of_rule = count_rule(&packet, rule, drop);
	if (rule->taps) {
		packet.time_ns = bpf_ktime_get_ns();
		packet.rule_slot = rule->slot;
		packet.verdict = drop ? UDPSCOPE_DROPPED : UDPSCOPE_PASSED;
		packet.flags = link == LINK_RAW_IP ? UDPSCOPE_EVENT_RAW_IP : 0;
		capture(ctx, &packet, rule->taps, packet_of_rule, state);
	}
	return drop ? XDP_DROP : XDP_PASS;
}

/* Multi-buffer aware ("frags"), so that a jumbo MTU does not refuse it. */
SEC("xdp.frags")
int udpscope_ethernet(struct xdp_md *ctx)
{
	return process(ctx, LINK_ETHERNET);
}

SEC("xdp.frags")
int udpscope_raw_ip(struct xdp_md *ctx)
{
	return process(ctx, LINK_RAW_IP);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
