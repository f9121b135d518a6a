// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * udpscope's datapath. Parses a frame, finds the rule that decides it, counts it, gives each tap of the
 * rule its copy, and passes or drops it. Whatever is not plainly UDP passes untouched.
 */
#include "maps.h"

#include "parse.h"
#include "match.h"
#include "forward.h"
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

static __always_inline enum udpscope_outcome outcome_of(enum parsed parsed)
{
	return parsed == PARSED_FRAGMENT  ? UDPSCOPE_FRAGMENT :
	       parsed == PARSED_MALFORMED ? UDPSCOPE_MALFORMED :
					    UDPSCOPE_OTHER;
}

/* The rules in force. Read once, so that all of a packet's rules are of one generation. */
static __always_inline const struct udpscope_generation *current_generation(const struct udpscope_control *state)
{
	__u32 index = *(const volatile __u32 *)&state->generation;
	const struct udpscope_generation *generation = bpf_map_lookup_elem(&generations, &index);
	__u64 deadline;

	if (!generation)
		return NULL;
	deadline = *(const volatile __u64 *)&generation->deadline_ns;
	if (!deadline || bpf_ktime_get_coarse_ns() < deadline)
		return generation;
	index = generation->fallback; /* nobody kept the change: see DESIGN, deadlines live in the map */
	return bpf_map_lookup_elem(&generations, &index);
}

/* An answer of a target goes back to the client. */
static __always_inline void plan_reply(const struct udpscope_session *session, struct packet *packet,
				       struct rewrite *to, struct way *way)
{
	packet->rule_slot = session->rule_slot;
	packet->failure = packet->ttl <= 1 ? UDPSCOPE_TTL_EXPIRED : UDPSCOPE_NO_FAILURE;
	packet->verdict = packet->failure ? UDPSCOPE_PASSED : UDPSCOPE_FORWARDED;
	to->forwards = true;
	to->source_port = session->to.source_port;
	to->destination_port = session->to.destination_port;
	take_address(&to->source, session->to.source, packet->ipv6);
	take_address(&to->destination, session->to.destination, packet->ipv6);
	way->ifindex = session->ifindex;
	way->link_length = session->link_length;
	way->link = session->link;
}

/* What the rule does to the packet, as far as nothing stands in the way. */
static __always_inline void plan(context *ctx, struct packet *packet, const struct udpscope_generation *generation,
				 const struct udpscope_rule *rule, const struct udpscope_control *state,
				 struct rewrite *to, struct way *way)
{
	const bool drop = rule->action == UDPSCOPE_DROP;

	packet->rule_slot = rule->slot;
	if (rule->forward) {
		packet->failure = plan_forward(ctx, packet, generation, rule, state, to, way);
		packet->verdict = packet->failure ? UDPSCOPE_PASSED : drop ? UDPSCOPE_FORWARDED : UDPSCOPE_COPIED;
	} else if (drop) {
		packet->verdict = UDPSCOPE_DROPPED;
	} else if (rule->port_shift) {
		packet->verdict = UDPSCOPE_TRANSLATED;
		to->forwards = false;
		to->source = packet->source;
		to->destination = packet->destination;
		to->source_port = packet->source_port;
		to->destination_port = packet->destination_port + rule->port_shift;
	} else {
		packet->verdict = UDPSCOPE_PASSED;
	}
}

/* Does what was planned and told. */
static __always_inline int carry_out(context *ctx, const struct packet *packet, const struct rewrite *to,
				     const struct way *way)
{
	switch (packet->verdict) {
	case UDPSCOPE_DROPPED:
		return VERDICT_DROP;
	case UDPSCOPE_TRANSLATED:
		rewrite(ctx, packet, to);
		return VERDICT_PASS;
	case UDPSCOPE_FORWARDED:
		return rewrite(ctx, packet, to) ? VERDICT_DROP : leave(ctx, packet, way);
	default:
		return VERDICT_PASS;
	}
}

static __always_inline int process(context *ctx, const enum link link)
{
	struct packet packet = { .length = frame_length(ctx), .flags = link == LINK_RAW_IP ? UDPSCOPE_EVENT_RAW_IP : 0 };
	struct udpscope_ledger *entry = bpf_map_lookup_elem(&ledger, &(__u32){ 0 });
	struct udpscope_control *state = bpf_map_lookup_elem(&control, &(__u32){ 0 });
	const struct udpscope_generation *generation;
	const struct udpscope_session *session;
	const struct udpscope_rule *rule;
	struct rewrite to = {};
	struct way way = {};
	enum parsed parsed;
	__u64 packet_of_rule;
	__u32 position, taps;

	if (!entry || !state)
		return VERDICT_PASS;
	parsed = parse(ctx, &packet, link);
	if (parsed != PARSED_UDP) {
		if (parsed == PARSED_MALFORMED)
			packet.length = whole_length(ctx); /* what it claims is no measure */
		count_outcome(entry, &packet, outcome_of(parsed));
		return VERDICT_PASS;
	}
	generation = current_generation(state);
	if (!generation)
		return VERDICT_PASS;

	session = generation->replies ? find_reply(&packet, generation) : NULL;
	if (session) {
		plan_reply(session, &packet, &to, &way);
		taps = generation->reply_taps;
	} else {
		position = match(ctx, &packet, generation);
		if (position >= NO_RULE) {
			count_outcome(entry, &packet, UDPSCOPE_UNMATCHED);
			return VERDICT_PASS;
		}
		barrier_var(position); /* or the compiler drops the mask, which the verifier of 6.1 cannot do without */
		rule = &generation->rules[position & (UDPSCOPE_MAX_RULES - 1)];
		plan(ctx, &packet, generation, rule, state, &to, &way);
		taps = rule->taps;
	}
#ifdef UDPSCOPE_TC
	if (packet.verdict == UDPSCOPE_COPIED) { /* at once: only then is it known whether it left */
		packet.failure = send_copy(ctx, &packet, &to, &way);
		if (packet.failure)
			packet.verdict = UDPSCOPE_PASSED;
	}
#endif
	count_outcome(entry, &packet, UDPSCOPE_MATCHED);
	packet_of_rule = count_rule(&packet, session);
	if ((packet.verdict == UDPSCOPE_FORWARDED && !session) || packet.verdict == UDPSCOPE_COPIED)
		count_target(&packet);
	if (taps) {
		packet.time_ns = bpf_ktime_get_ns();
		capture(ctx, &packet, taps, packet_of_rule, state);
	}
	return carry_out(ctx, &packet, &to, &way);
}

/* Multi-buffer aware ("frags"), so that a jumbo MTU does not refuse it. */
SEC("xdp.frags")
int udpscope_ethernet(context *ctx)
{
	return process(ctx, LINK_ETHERNET);
}

SEC("xdp.frags")
int udpscope_raw_ip(context *ctx)
{
	return process(ctx, LINK_RAW_IP);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
