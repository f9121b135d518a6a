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
#include "relay.h"

/* Anchors in BTF what only casts and helpers mention, so that user space can compare its layouts. */
union udpscope_abi {
	struct udpscope_event event;
	struct udpscope_tuple tuple;
	struct udpscope_session session;
	struct udpscope_relayed relayed;
	enum udpscope_limit limit;
	enum udpscope_outcome outcome;
	enum udpscope_action action;
	enum udpscope_verdict verdict;
	enum udpscope_dimension dimension;
	enum udpscope_event_flag event_flag;
	enum udpscope_failure failure;
	enum udpscope_strategy strategy;
	enum udpscope_path path;
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
static __always_inline const struct udpscope_generation *
current_generation(struct packet *packet, const struct udpscope_control *state)
{
	__u32 index = *(const volatile __u32 *)&state->generation;
	const struct udpscope_generation *generation = bpf_map_lookup_elem(&generations, &index);
	__u64 deadline;

	packet->generation = index;

	if (!generation)
		return NULL;
	deadline = *(const volatile __u64 *)&generation->deadline_ns;
	if (!deadline || tick_ns() < deadline)
		return generation;
	index = generation->fallback; /* nobody kept the change, or nobody is there any more */
	packet->generation = index;
	generation = bpf_map_lookup_elem(&generations, &index);
	if (!generation)
		return NULL;
	deadline = *(const volatile __u64 *)&generation->deadline_ns;
	return !deadline || tick_ns() < deadline ? generation : NULL;
}

/* An answer of a target goes back to the client. */
static __always_inline void plan_reply(context *ctx, const struct udpscope_session *session,
				       const struct udpscope_control *state, struct packet *packet)
{
	struct departure *leaving = departure();
	const bool is_refused = spans_buffers(ctx, packet) &&
				attached_flags_of(session->ifindex, state) & UDPSCOPE_ATTACHED_REFUSES_BUFFERS;

	packet->rule_slot = session->rule_slot;
	packet->position = NO_RULE;
	packet->failure = !leaving	   ? UDPSCOPE_UNREADABLE :
			  is_refused	   ? UDPSCOPE_EGRESS_REFUSES :
			  packet->ttl <= 1 ? UDPSCOPE_TTL_EXPIRED :
					     UDPSCOPE_NO_FAILURE;
	packet->verdict = packet->failure ? UDPSCOPE_PASSED : UDPSCOPE_FORWARDED;
	if (!leaving)
		return;
	leaving->to.forwards = true;
	leaving->to.source_port = session->to.source_port;
	leaving->to.destination_port = session->to.destination_port;
	take_address(&leaving->to.source, session->to.source, packet->ipv6);
	take_address(&leaving->to.destination, session->to.destination, packet->ipv6);
	set_way(&leaving->way, session->ifindex, session->link_length, session->link);
}

/*
 * What the rule's forward does to the packet. What does not leave as the packet itself is sent at once:
 * only then is it known whether it left.
 */
static __always_inline void plan_to_forward(context *ctx, struct packet *packet, bool drop)
{
	packet->failure = plan_forward(ctx, packet);
	if (!packet->failure && packet->relay)
		packet->failure = give_to_relay(ctx, packet);
#ifdef UDPSCOPE_TC
	else if (!packet->failure && !drop)
		packet->failure = send_copy(ctx, packet);
#endif
	packet->verdict = packet->failure ? UDPSCOPE_PASSED :
			  !drop		  ? UDPSCOPE_COPIED :
			  packet->relay	  ? UDPSCOPE_RELAYED :
					    UDPSCOPE_FORWARDED;
}

/* What the rule does to the packet, as far as nothing stands in the way. */
static __always_inline void plan(context *ctx, struct packet *packet, const struct udpscope_rule *rule)
{
	const bool drop = rule->action == UDPSCOPE_DROP;

	packet->rule_slot = rule->slot;
	if (rule->forward)
		plan_to_forward(ctx, packet, drop);
	else
		packet->verdict = drop		   ? UDPSCOPE_DROPPED :
				  rule->port_shift ? UDPSCOPE_TRANSLATED :
						     UDPSCOPE_PASSED;
}

/* Does what was planned and told. */
static __always_inline int carry_out(context *ctx, const struct packet *packet, __u32 port_shift)
{
	switch (packet->verdict) {
	case UDPSCOPE_DROPPED:
	case UDPSCOPE_RELAYED:
		return VERDICT_DROP;
	case UDPSCOPE_TRANSLATED:
		translate(ctx, packet, port_shift);
		return VERDICT_PASS;
	case UDPSCOPE_FORWARDED:
		return send(ctx, packet);
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
	enum parsed parsed;
	__u64 place;
	__u32 position, taps, port_shift = 0;

	if (!entry || !state)
		return VERDICT_PASS;
	parsed = parse(ctx, &packet, link);
	if (parsed != PARSED_UDP) {
		if (parsed == PARSED_MALFORMED)
			packet.length = whole_length(ctx); /* what it claims is no measure */
		packet.length += tag_beside(ctx);
		count_outcome(entry, &packet, outcome_of(parsed));
		return VERDICT_PASS;
	}
	packet.length += tag_beside(ctx);
	generation = current_generation(&packet, state);
	if (!generation) {
		count_outcome(entry, &packet, UDPSCOPE_UNMATCHED);
		return VERDICT_PASS;
	}

	session = generation->replies ? find_reply(&packet, generation) : NULL;
	if (session) {
		plan_reply(ctx, session, state, &packet);
		taps = generation->reply_taps;
	} else {
		position = match(ctx, &packet, generation);
		if (position >= NO_RULE) {
			count_outcome(entry, &packet, UDPSCOPE_UNMATCHED);
			return VERDICT_PASS;
		}
		barrier_var(position); /* or the compiler drops the mask, which the verifier of 6.1 cannot do without */
		rule = &generation->rules[position & (UDPSCOPE_MAX_RULES - 1)];
		packet.position = position;
		plan(ctx, &packet, rule);
		port_shift = rule->port_shift;
		taps = rule->taps;
	}
	count_outcome(entry, &packet, UDPSCOPE_MATCHED);
	place = count_rule(&packet, session);
	if ((packet.verdict == UDPSCOPE_FORWARDED && !session) || (packet.verdict == UDPSCOPE_COPIED && !packet.relay))
		count_target(&packet);
	capture(ctx, &packet, taps, place, generation, state);
	return carry_out(ctx, &packet, port_shift);
}

#ifdef UDPSCOPE_TC

/* The packet as its answer would look to a rule, and back. */
static __always_inline void exchange(struct packet *packet)
{
	const union address address = packet->source;
	const __u16 port = packet->source_port;

	packet->source = packet->destination;
	packet->source_port = packet->destination_port;
	packet->destination = address;
	packet->destination_port = port;
}

/*
 * What this host sends is observed, and never changed. It goes by the rule that decides what it
 * answers to, or else by the one that would decide it if it came in.
 */
static __always_inline int observe(context *ctx, const enum link link)
{
	struct packet packet = { .length = frame_length(ctx), .flags = UDPSCOPE_EVENT_OUT };
	struct udpscope_ledger *entry = bpf_map_lookup_elem(&ledger, &(__u32){ 0 });
	struct udpscope_control *state = bpf_map_lookup_elem(&control, &(__u32){ 0 });
	const struct udpscope_generation *generation;
	const struct udpscope_rule *rule;
	__u32 position;

	if (link == LINK_RAW_IP)
		packet.flags |= UDPSCOPE_EVENT_RAW_IP;
	if (!entry || !state || parse(ctx, &packet, link) != PARSED_UDP)
		return VERDICT_PASS;
	packet.length += tag_beside(ctx);
	generation = current_generation(&packet, state);
	if (!generation)
		return VERDICT_PASS;
	exchange(&packet);
	position = match(ctx, &packet, generation);
	exchange(&packet);
	if (position >= NO_RULE)
		position = match(ctx, &packet, generation);
	if (position >= NO_RULE) {
		entry->sent_unmatched.packets++;
		entry->sent_unmatched.bytes += packet.length;
		return VERDICT_PASS;
	}
	entry->sent_matched.packets++;
	entry->sent_matched.bytes += packet.length;
	barrier_var(position);
	rule = &generation->rules[position & (UDPSCOPE_MAX_RULES - 1)];
	packet.rule_slot = rule->slot;
	capture(ctx, &packet, rule->taps, count_sent(&packet), generation, state);
	return VERDICT_PASS;
}

SEC("tc")
int udpscope_ethernet(context *ctx)
{
	return process(ctx, LINK_ETHERNET);
}

SEC("tc")
int udpscope_raw_ip(context *ctx)
{
	return process(ctx, LINK_RAW_IP);
}

SEC("tc")
int udpscope_ethernet_out(context *ctx)
{
	return observe(ctx, LINK_ETHERNET);
}

SEC("tc")
int udpscope_raw_ip_out(context *ctx)
{
	return observe(ctx, LINK_RAW_IP);
}

#else

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

#endif

char LICENSE[] SEC("license") = "Dual BSD/GPL";
