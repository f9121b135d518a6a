/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Sessions: a client speaks to the first address and gets its answers from it. A request claims the
 * tuple by which the answer will come back; an answer finds its session by it, before any rule.
 */
#ifndef UDPSCOPE_SESSION_H
#define UDPSCOPE_SESSION_H

#include "balance.h"
#include "maps.h"
#include "parse.h"
#include "rewrite.h"

enum {
	MAC = 6,
	/* So many ports are tried for a new session: with 98 of 100 in use one client in 170 finds none that is free. */
	PORTS_TRIED = 256,
	/* Of so many numbers in a row one has no divisor in common with a number below 2^16: Jacobsthal's h(6). */
	STEPS_TRIED = 22,
	/* Divisions of Euclid's algorithm for two numbers below 2^16 (Lamé). */
	DIVISIONS = 24,
};

/* What the rule says about its sessions. */
struct session_terms {
	__u16 first_port;
	__u16 last_port;
	__u16 target_slot;
	__u16 keeps_source; /* 0 or 1: the client's port is the only one */
	__u32 idle_seconds;
	__u32 way_back_refuses; /* 1: the client's interface takes no frames from here */
};

/* A session that is being opened. */
struct opening {
	struct udpscope_tuple request;
	struct udpscope_tuple answer;
	struct udpscope_session there;
	struct udpscope_session back;
	__u32 first; /* port, and how many there are from there on */
	__u32 size;
	__u32 start; /* where the search begins, and its step: not the same for two clients */
	__u32 step;  /* has no divisor in common with `size`, or the search would meet few ports, again and again */
	__u32 claimed; /* 0 or 1 */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct opening);
} openings SEC(".maps");

static __always_inline void put_address(__u8 *to, const union address *address, bool ipv6)
{
	__u32 *words = (__u32 *)to;

	if (ipv6) {
		copy_words(to, address, 16);
	} else {
		words[0] = 0;
		words[1] = 0;
		words[2] = bpf_htonl(0xffff);
		words[3] = address->ipv4;
	}
}

static __always_inline void take_address(union address *to, const __u8 *from, bool ipv6)
{
	if (ipv6)
		copy_words(to, from, 16);
	else
		copy_words(&to->ipv4, from + 12, 4);
}

static __always_inline bool same_address(const __u8 *one, const __u8 *other)
{
	return ((const __u64 *)one)[0] == ((const __u64 *)other)[0] &&
	       ((const __u64 *)one)[1] == ((const __u64 *)other)[1];
}

/* The answer to a packet that bears `sent`. */
static __always_inline void reverse(struct udpscope_tuple *answer, const struct udpscope_tuple *sent)
{
	copy_words(answer->source, sent->destination, 16);
	copy_words(answer->destination, sent->source, 16);
	answer->source_port = sent->destination_port;
	answer->destination_port = sent->source_port;
	answer->target_slot = 0;
	answer->reserved = 0;
}

static __always_inline bool is_reverse(const struct udpscope_tuple *answer, const struct udpscope_tuple *sent)
{
	return same_address(answer->source, sent->destination) && same_address(answer->destination, sent->source) &&
	       answer->source_port == sent->destination_port && answer->destination_port == sent->source_port;
}

/* The kernel counts a tick up before it sets the clock, so another CPU's packet may be of a later one. */
static __always_inline bool is_alive(const struct udpscope_session *session, __u64 now)
{
	const __u64 last = *(const volatile __u64 *)&session->last_ns;

	return now < last || now - last < session->idle_ns;
}

/* The packet's link header as an answer has to bear it. */
static __always_inline long link_back(context *ctx, const struct packet *packet, struct udpscope_session *back)
{
	__u32 tag = 0;
	long failed = 0;

	back->link_length = packet->network_offset;
	if (!packet->network_offset)
		return 0;
	failed |= load_bytes(ctx, 0, back->link + MAC, MAC);
	failed |= load_bytes(ctx, MAC, back->link, MAC);
#ifdef UDPSCOPE_TC
	if (ctx->vlan_present) { /* the kernel keeps the outer tag beside the frame */
		__be16 *outer = (__be16 *)(back->link + 12);

		outer[0] = ctx->vlan_proto;
		outer[1] = bpf_htons(ctx->vlan_tci);
		tag = 4;
		back->link_length += 4;
	}
#endif
	switch (packet->network_offset + tag) {
	case 14:
		return failed | load_bytes(ctx, 12, back->link + 12, 2);
	case 18:
		return failed | (tag ? load_bytes(ctx, 12, back->link + 16, 2) : load_bytes(ctx, 12, back->link + 12, 6));
	case 22:
		return failed | (tag ? load_bytes(ctx, 12, back->link + 16, 6) : load_bytes(ctx, 12, back->link + 12, 10));
	default:
		return -1;
	}
}

/* What bpf_loop() hands on has to be on the stack. */
struct claim {
	struct opening *opening;
};

/* Makes the step the next one if it has a divisor in common with the number of ports. Returns 1 to stop (bpf_loop). */
static long seek_step(__u32 i, struct claim *claim)
{
	struct opening *opening = claim->opening;
	__u32 divisor = opening->size, rest = opening->step;

	(void)i;
	for (int division = 0; division < DIVISIONS && rest; division++) {
		const __u32 next = divisor % rest;

		divisor = rest;
		rest = next;
	}
	if (divisor == 1)
		return 1;
	opening->step = opening->step % (opening->size - 1) + 1;
	return 0;
}

/* Tries one port for the answers. Returns 1 to stop (bpf_loop). */
static long claim_port(__u32 i, struct claim *claim)
{
	struct opening *opening = claim->opening;
	const __u32 index = REPLIES;
	void *replies = bpf_map_lookup_elem(&sessions, &index);
	struct udpscope_session *holder;

	if (!replies)
		return 1;
	opening->answer.destination_port = opening->first + (opening->start + i * opening->step) % opening->size;
	holder = bpf_map_lookup_elem(replies, &opening->answer);
	if (holder) {
		__u64 last = holder->last_ns;

		if (is_alive(holder, opening->back.last_ns))
			return 0;
		/* Of all that find it idle, one may take it. */
		if (!udpscope_explains) {
			if (!__sync_bool_compare_and_swap(&holder->last_ns, last, opening->back.last_ns))
				return 0;
			bpf_map_delete_elem(replies, &opening->answer);
		}
	}
	if (!udpscope_explains && bpf_map_update_elem(replies, &opening->answer, &opening->back, BPF_NOEXIST))
		return 0;
	opening->claimed = 1;
	return 1;
}

/*
 * Gives a request the port by which its answers find back, that of its session or of a new one.
 * Returns enum udpscope_failure. Global, and so verified by itself.
 */
__noinline int join_session(context *ctx, const struct packet *packet, struct rewrite *to,
			    const struct session_terms *terms)
{
	__u32 first = 0, table = REQUESTS;
	struct opening *opening = bpf_map_lookup_elem(&openings, &first);
	void *requests = bpf_map_lookup_elem(&sessions, &table);
	struct udpscope_session *there, *back;
	struct claim claim = { opening };
	void *replies;
	__u32 hash;

	table = REPLIES;
	replies = bpf_map_lookup_elem(&sessions, &table);
	if (!packet || !to || !terms || !opening || !requests || !replies)
		return UDPSCOPE_NO_PORT;
	if (terms->way_back_refuses)
		return UDPSCOPE_EGRESS_REFUSES;

	put_address(opening->request.source, &packet->source, packet->ipv6);
	put_address(opening->request.destination, &packet->destination, packet->ipv6);
	opening->request.source_port = packet->source_port;
	opening->request.destination_port = packet->destination_port;
	opening->request.target_slot = terms->target_slot;
	opening->request.reserved = 0;

	put_address(opening->there.to.source, &to->source, packet->ipv6);
	put_address(opening->there.to.destination, &to->destination, packet->ipv6);
	opening->there.to.source_port = to->source_port;
	opening->there.to.destination_port = to->destination_port;
	reverse(&opening->answer, &opening->there.to);
	opening->back.last_ns = tick_ns();

	there = bpf_map_lookup_elem(requests, &opening->request);
	if (there && same_address(there->to.source, opening->there.to.source) &&
	    same_address(there->to.destination, opening->there.to.destination) &&
	    there->to.destination_port == to->destination_port) {
		opening->answer.destination_port = there->to.source_port;
		back = bpf_map_lookup_elem(replies, &opening->answer);
		if (back && is_alive(back, opening->back.last_ns) && is_reverse(&back->to, &opening->request)) {
			if (!udpscope_explains)
				back->last_ns = opening->back.last_ns;
			to->source_port = there->to.source_port;
			return UDPSCOPE_NO_FAILURE;
		}
	}

	reverse(&opening->back.to, &opening->request);
	opening->back.idle_ns = terms->idle_seconds * 1000000000ULL;
	opening->back.ifindex = interface_of(ctx);
	opening->back.rule_slot = packet->rule_slot;
	if (link_back(ctx, packet, &opening->back))
		return UDPSCOPE_UNREADABLE;
	opening->claimed = 0;
	opening->first = terms->keeps_source ? packet->source_port : terms->first_port;
	opening->size = terms->keeps_source ? 1 : terms->last_port - terms->first_port + 1;
	if (!opening->size)
		return UDPSCOPE_NO_PORT;
	hash = flow_hash(packet, UDPSCOPE_SOURCE_PORT);
	opening->start = hash % opening->size;
	opening->step = 1;
	if (opening->size > PORTS_TRIED) {
		opening->step = 1 + mix(hash) % (opening->size - 1);
		bpf_loop(STEPS_TRIED, seek_step, &claim, 0);
	}
	bpf_loop(opening->size < PORTS_TRIED ? opening->size : PORTS_TRIED, claim_port, &claim, 0);
	if (!opening->claimed)
		return UDPSCOPE_NO_PORT;
	to->source_port = opening->answer.destination_port;
	opening->there.to.source_port = to->source_port;
	opening->there.last_ns = opening->back.last_ns;
	if (!udpscope_explains)
		bpf_map_update_elem(requests, &opening->request, &opening->there, BPF_ANY);
	return UDPSCOPE_NO_FAILURE;
}

/* The session that a packet answers to; NULL if it is no answer. */
static __always_inline const struct udpscope_session *find_reply(const struct packet *packet,
								 const struct udpscope_generation *generation)
{
	const __u32 index = REPLIES;
	struct udpscope_session *session;
	struct udpscope_tuple answer;
	void *replies;
	__u64 now;

	if (!generation->replies_any_port && (packet->destination_port < generation->first_reply_port ||
					      packet->destination_port > generation->last_reply_port))
		return NULL;
	replies = bpf_map_lookup_elem(&sessions, &index);
	if (!replies)
		return NULL;
	put_address(answer.source, &packet->source, packet->ipv6);
	put_address(answer.destination, &packet->destination, packet->ipv6);
	answer.source_port = packet->source_port;
	answer.destination_port = packet->destination_port;
	answer.target_slot = 0;
	answer.reserved = 0;
	session = bpf_map_lookup_elem(replies, &answer);
	if (!session)
		return NULL;
	now = tick_ns();
	if (!is_alive(session, now))
		return NULL;
	if (!udpscope_explains)
		*(volatile __u64 *)&session->last_ns = now;
	return session;
}

#endif
