/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Sends a packet, or a copy of it, to a target. First everything that can stand in the way is asked;
 * then it is counted and captured as it came in; then it is rewritten and leaves.
 */
#ifndef UDPSCOPE_FORWARD_H
#define UDPSCOPE_FORWARD_H

#include "maps.h"
#include "parse.h"
#include "balance.h"
#include "rewrite.h"
#include "session.h"

enum {
	LINK_NONE = 0,
	LINK_UNTAGGED = 14,
	LINK_TAGGED = 18,
	LINK_TAGGED_TWICE = 22,
};

/* How a packet leaves. */
struct way {
	__u32 ifindex;
	__u32 link_length;
	__u64 link[3]; /* UDPSCOPE_LINK_HEADER bytes, of which `link_length` count */
};

static __always_inline void set_way(struct way *way, __u32 ifindex, __u32 link_length, const __u8 *link)
{
	way->ifindex = ifindex;
	way->link_length = link_length;
	copy_words(way->link, link, sizeof(way->link));
}

/* What becomes of the packet that this CPU has in hand, between the plan and the deed. */
struct departure {
	struct rewrite to;
	struct way way;
	/* For the relay: */
	__u32 generation; /* its number */
	__u16 port; /* the packet's, after translation */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct departure);
} departures SEC(".maps");

static __always_inline struct departure *departure(void)
{
	const __u32 first = 0;

	return bpf_map_lookup_elem(&departures, &first);
}

/* A next hop that user space no longer vouches for, as the kernel's tables have it. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct udpscope_next_hop);
} kept_hop SEC(".maps");

/*
 * Asks the kernel whether `kept_hop` is still the way to `to`, and takes the neighbour's MAC from it. As user
 * space did, it asks for a packet of this host. Returns enum udpscope_failure. Global, and so verified by itself.
 */
__noinline int ask_kernel(context *ctx, const struct udpscope_target *to)
{
	const __u32 first = 0;
	struct udpscope_next_hop *hop = bpf_map_lookup_elem(&kept_hop, &first);
	struct bpf_fib_lookup fib = { .l4_protocol = IPPROTO_UDP };
	long result;

	if (!to || !hop)
		return UDPSCOPE_UNREADABLE;
	fib.ifindex = hop->neighbour_ifindex;
	if (to->ipv6) {
		fib.family = 10; /* AF_INET6 */
		copy_words(fib.ipv6_dst, to->address, 16);
	} else {
		fib.family = 2; /* AF_INET */
		copy_words(&fib.ipv4_dst, to->address, 4);
	}
	result = bpf_fib_lookup(ctx, &fib, sizeof(fib), BPF_FIB_LOOKUP_OUTPUT);
	switch (result) {
	case BPF_FIB_LKUP_RET_SUCCESS:
		__builtin_memcpy(hop->link, fib.dmac, MAC);
		return UDPSCOPE_NO_FAILURE;
	case BPF_FIB_LKUP_RET_FWD_DISABLED: /* ip_forward is off, */
	case BPF_FIB_LKUP_RET_UNSUPP_LWT: /* or the route encapsulates: it does not say */
		return UDPSCOPE_NO_FAILURE;
	case BPF_FIB_LKUP_RET_NO_NEIGH:
		return UDPSCOPE_NO_NEIGHBOUR;
	case BPF_FIB_LKUP_RET_FRAG_NEEDED:
		return UDPSCOPE_TOO_BIG;
	default: /* also an interface that is no more */
		return UDPSCOPE_NO_ROUTE;
	}
}

static __always_inline enum udpscope_failure hop_failure(__u8 state)
{
	return state == UDPSCOPE_HOP_READY	  ? UDPSCOPE_NO_FAILURE :
	       state == UDPSCOPE_HOP_NO_NEIGHBOUR ? UDPSCOPE_NO_NEIGHBOUR :
	       state == UDPSCOPE_HOP_LOCAL	  ? UDPSCOPE_LOCAL_TARGET :
						    UDPSCOPE_NO_ROUTE;
}

/* A way that user space has found, but no longer vouches for. */
static __always_inline const struct udpscope_next_hop *doubt_hop(context *ctx, const struct udpscope_target *target,
								  const struct udpscope_next_hop *hop,
								  enum udpscope_failure *failure)
{
	const __u32 first = 0;
	struct udpscope_next_hop *kept = bpf_map_lookup_elem(&kept_hop, &first);
	struct udpscope_target to = *target; /* the function takes memory that is ours */

	if (!kept)
		return NULL;
	*kept = *hop;
	if (kept->neighbour_ifindex)
		*failure = ask_kernel(ctx, &to);
	return kept;
}

/* The way to a target, as user space found it; what has become of it since, if that is silent. */
static __always_inline const struct udpscope_next_hop *find_hop(context *ctx, const struct udpscope_target *target,
								 const struct udpscope_control *state,
								 enum udpscope_failure *failure)
{
	const __u64 kept_ns = UDPSCOPE_HOPS_KEPT_SECONDS * 1000000000ull;
	const __u32 first = 0;
	const struct udpscope_next_hops *hops = bpf_map_lookup_elem(&next_hops, &first);
	const __u64 good_until_ns = *(const volatile __u64 *)&state->hops_good_until_ns;
	const __u64 now = tick_ns();
	const struct udpscope_next_hop *hop;
	__u32 index, slot = target->slot;

	if (!hops)
		return NULL;
	barrier_var(slot);
	index = *(const volatile __u32 *)&hops->of_target[slot & (UDPSCOPE_TARGET_SLOTS - 1)];
	barrier_var(index);
	hop = &hops->hops[index & (UDPSCOPE_NEXT_HOPS - 1)];
	*failure = hop_failure(hop->state);
	if (now <= good_until_ns)
		return hop;
	if (now - good_until_ns > kept_ns)
		*failure = UDPSCOPE_UNTENDED;
	return *failure ? hop : doubt_hop(ctx, target, hop, failure);
}

/* What a packet is held against on its way to a target. */
struct plan {
	const struct udpscope_control *state;
	const struct udpscope_generation *generation;
	const struct udpscope_rule *rule;
	const struct udpscope_forward *forward;
	const struct udpscope_target *target;
};

/* The target's address and port, and still the client's own. */
static __always_inline void choose_destination(const struct packet *packet, struct rewrite *to,
					       const struct plan *plan)
{
	to->forwards = true;
	to->source = packet->source;
	to->source_port = packet->source_port;
	to->destination_port = plan->target->port ? plan->target->port :
						    packet->destination_port + plan->rule->port_shift;
	copy_words(&to->destination, plan->target->address, sizeof(to->destination));
}

/* Whose address the packet is to bear. */
static __always_inline enum udpscope_failure choose_source(struct rewrite *to, const struct plan *plan,
							   const struct udpscope_next_hop *hop)
{
	if (plan->forward->source == UDPSCOPE_ADDRESS) {
		copy_words(&to->source, plan->forward->source_address, sizeof(to->source));
	} else if (plan->forward->source == UDPSCOPE_MASQUERADE) {
		if (!hop->has_source)
			return UDPSCOPE_NO_ROUTE;
		copy_words(&to->source, hop->source, sizeof(to->source));
	}
	return UDPSCOPE_NO_FAILURE;
}

/*
 * A frame that XDP has in several buffers. Where it is native, the kernel throws such a frame away behind
 * bpf_redirect() unless the way out takes them (__xdp_enqueue() in kernel/bpf/devmap.c).
 */
static __always_inline bool spans_buffers(context *ctx, const struct packet *packet)
{
	return IS_XDP && packet->length > (__u64)ctx->data_end - (__u64)ctx->data;
}

static __always_inline bool is_refused(context *ctx, const struct packet *packet, __u32 hop_flags,
				       const struct udpscope_control *state)
{
	if (!IS_XDP || !hop_flags)
		return false;
	if (!is_native(ctx, state))
		return hop_flags & UDPSCOPE_HOP_REFUSES_GENERIC;
	return hop_flags & UDPSCOPE_HOP_REFUSES_NATIVE ||
	       (hop_flags & UDPSCOPE_HOP_REFUSES_BUFFERS && spans_buffers(ctx, packet));
}

/* What stands in the way of this packet on a way that is known. */
static __always_inline enum udpscope_failure check_hop(context *ctx, const struct packet *packet,
						       const struct udpscope_next_hop *hop,
						       const struct udpscope_control *state)
{
	__u32 length = packet->ip_length;

	if (is_refused(ctx, packet, hop->flags, state))
		return UDPSCOPE_EGRESS_REFUSES;
#ifdef UDPSCOPE_TC
	if (ctx->gso_size) /* many datagrams that the way out cuts up */
		length = ctx->gso_size + packet->transport_offset + sizeof(struct udphdr) - packet->network_offset;
#endif
	if (hop->mtu && length > hop->mtu)
		return UDPSCOPE_TOO_BIG;
	return packet->ttl <= 1 ? UDPSCOPE_TTL_EXPIRED : UDPSCOPE_NO_FAILURE;
}

static __always_inline enum udpscope_failure join_session_of(context *ctx, const struct packet *packet,
							     const struct plan *plan, struct rewrite *to)
{
	const struct session_terms terms = {
		.first_port = plan->forward->first_reply_port,
		.last_port = plan->forward->last_reply_port,
		.target_slot = plan->target->slot,
		.keeps_source = plan->forward->source == UDPSCOPE_KEEP,
		.idle_seconds = plan->forward->idle_seconds,
		.way_back_refuses = is_native(ctx, plan->state) &&
				    attached_flags(ctx, plan->state) & UDPSCOPE_ATTACHED_REFUSES_NATIVE,
	};

	return join_session(ctx, packet, to, &terms);
}

/* XDP changes the length of a link header only where 14 bytes follow it in the first buffer. */
static __always_inline bool is_link_header_replaceable(context *ctx, const struct packet *packet)
{
	const __u64 linear = (__u64)ctx->data_end - (__u64)ctx->data;

	return !IS_XDP || packet->network_offset + LINK_UNTAGGED <= linear;
}

/* How the packet leaves if the program itself sends it. */
static __always_inline enum udpscope_failure plan_departure(context *ctx, const struct packet *packet,
							     const struct plan *plan, struct departure *leaving)
{
	const struct udpscope_next_hop *hop;
	enum udpscope_failure failure;

	if (IS_XDP && plan->rule->action == UDPSCOPE_PASS)
		return UDPSCOPE_NOT_ON_THIS_HOOK;
	if (plan->target->ipv6 != packet->ipv6)
		return UDPSCOPE_OTHER_VERSION;
	hop = find_hop(ctx, plan->target, plan->state, &failure);
	if (!hop)
		return UDPSCOPE_UNREADABLE;
	if (!failure)
		failure = check_hop(ctx, packet, hop, plan->state);
	if (failure)
		return failure;
	choose_destination(packet, &leaving->to, plan);
	failure = choose_source(&leaving->to, plan, hop);
	if (!failure && plan->forward->replies)
		failure = join_session_of(ctx, packet, plan, &leaving->to);
	if (!failure)
		set_way(&leaving->way, hop->ifindex, hop->link_length, hop->link);
	return failure;
}

/* Whether a socket can do what the program could not, and there is a relay, be it alive or not. */
static __always_inline bool is_mended_by_relay(const struct plan *plan, enum udpscope_failure failure)
{
	if (plan->forward->path != UDPSCOPE_PATH_AUTO || !plan->state->relay_good_until_ns)
		return false;
	switch (failure) {
	case UDPSCOPE_UNTENDED: /* mostly neither of them runs, and this is why */
		return is_relay_alive(plan->state);
	case UDPSCOPE_NO_NEIGHBOUR:
	case UDPSCOPE_EGRESS_REFUSES:
	case UDPSCOPE_NOT_ON_THIS_HOOK:
		return true;
	case UDPSCOPE_LOCAL_TARGET: /* answers to an address that is not ours would not come by */
		return plan->forward->source != UDPSCOPE_KEEP || !plan->forward->replies;
	case UDPSCOPE_OTHER_VERSION:
		return plan->forward->source != UDPSCOPE_KEEP;
	default:
		return false;
	}
}

/*
 * What the relay has to know. Answers to a socket of its own it brings back itself; those to a client
 * whose address the packet keeps come back through the program, as if that had sent it.
 */
static __always_inline enum udpscope_failure plan_relay(context *ctx, struct packet *packet,
							 const struct plan *plan, struct departure *leaving)
{
	struct rewrite *to = &leaving->to;
	enum udpscope_failure failure = UDPSCOPE_NO_FAILURE;

	leaving->generation = plan->generation->number;
	leaving->port = packet->destination_port + plan->rule->port_shift;
	choose_destination(packet, to, plan);
	if (plan->forward->source != UDPSCOPE_KEEP) {
		packet->relay = RELAYED_AS_OURS;
		return UDPSCOPE_NO_FAILURE;
	}
	if (packet->ttl <= 1)
		return UDPSCOPE_TTL_EXPIRED;
	if (plan->forward->strategy != UDPSCOPE_ALL) { /* of all targets the relay looks at each */
		if (plan->target->ipv6 != packet->ipv6)
			return UDPSCOPE_OTHER_VERSION;
		if (plan->forward->replies)
			failure = join_session_of(ctx, packet, plan, to);
	}
	if (!failure)
		packet->relay = RELAYED_AS_CLIENT;
	return failure;
}

/*
 * Where the packet goes by its rule, and as what. Nothing of it has been changed when this returns, which
 * is enum udpscope_failure. Global, and so verified by itself.
 */
__noinline int plan_forward(context *ctx, struct packet *packet)
{
	struct departure *leaving = departure();
	struct plan plan = { .state = bpf_map_lookup_elem(&control, &(__u32){ 0 }) };
	enum udpscope_failure failure;
	__u32 index;

	if (!packet || !leaving || !plan.state || !is_link_header_replaceable(ctx, packet))
		return UDPSCOPE_UNREADABLE;
	index = packet->generation;
	plan.generation = bpf_map_lookup_elem(&generations, &index);
	if (!plan.generation)
		return UDPSCOPE_UNREADABLE;
	index = packet->position;
	barrier_var(index);
	plan.rule = &plan.generation->rules[index & (UDPSCOPE_MAX_RULES - 1)];
	index = plan.rule->forward - 1;
	barrier_var(index);
	plan.forward = &plan.generation->forwards[index & (UDPSCOPE_MAX_RULES - 1)];
	plan.target = choose_target(packet, plan.generation, plan.forward);
	if (!plan.target)
		return UDPSCOPE_NO_TARGET;
	packet->target_slot = plan.target->slot;
	if (plan.forward->path == UDPSCOPE_PATH_RELAY)
		return plan_relay(ctx, packet, &plan, leaving);
	failure = plan_departure(ctx, packet, &plan, leaving);
	if (failure && is_mended_by_relay(&plan, failure))
		return plan_relay(ctx, packet, &plan, leaving);
	return failure;
}

#ifdef UDPSCOPE_TC

struct tag {
	__be16 protocol;
	__be16 tci;
};

/* The packet's own VLAN tags, the outer one first: the kernel keeps that one beside the frame. */
static __always_inline __u32 read_tags(context *ctx, const struct packet *packet, struct tag tags[MAX_VLAN_TAGS])
{
	__u32 count = 0;

	if (ctx->vlan_present) {
		tags[0].protocol = ctx->vlan_proto;
		tags[0].tci = bpf_htons(ctx->vlan_tci);
		count = 1;
	}
	if (packet->network_offset >= LINK_TAGGED && count < MAX_VLAN_TAGS &&
	    !load_bytes(ctx, 12, &tags[count], sizeof(*tags)))
		count++;
	if (packet->network_offset >= LINK_TAGGED_TWICE && count < MAX_VLAN_TAGS &&
	    !load_bytes(ctx, 16, &tags[count], sizeof(*tags)))
		count++;
	return count;
}

static __always_inline long push_tags(context *ctx, const struct tag tags[MAX_VLAN_TAGS], __u32 count)
{
	long failed = 0;

	if (count > 1)
		failed |= bpf_skb_vlan_push(ctx, tags[1].protocol, bpf_ntohs(tags[1].tci));
	if (count > 0)
		failed |= bpf_skb_vlan_push(ctx, tags[0].protocol, bpf_ntohs(tags[0].tci));
	return failed;
}

static __always_inline long pop_tags(context *ctx, __u32 count)
{
	long failed = 0;

	if (count > 0)
		failed |= bpf_skb_vlan_pop(ctx);
	if (count > 1)
		failed |= bpf_skb_vlan_pop(ctx);
	return failed;
}

/* Gives the frame the link header of its way. What has none on its way loses its own in bpf_redirect(). */
static __always_inline long put_link_header(context *ctx, const struct packet *packet, const struct way *way,
					    __u32 tags)
{
	const __be16 type = packet->ipv6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
	const struct tag *own = (const struct tag *)((const __u8 *)way->link + 2 * MAC);
	long failed;

	if (!way->link_length)
		return packet->network_offset ? pop_tags(ctx, tags) : 0;
	if (!packet->network_offset) {
		if (bpf_skb_change_head(ctx, LINK_UNTAGGED, 0))
			return -1;
		failed = bpf_skb_store_bytes(ctx, 12, &type, sizeof(type), 0);
	} else {
		failed = pop_tags(ctx, tags);
	}
	failed |= bpf_skb_store_bytes(ctx, 0, way->link, 2 * MAC, 0);
	return failed | push_tags(ctx, own, (way->link_length - LINK_UNTAGGED) / 4);
}

/* Sends the packet on its way; what the program returns. */
static __always_inline int leave(context *ctx, const struct packet *packet, const struct way *way)
{
	struct tag tags[MAX_VLAN_TAGS];

	if (put_link_header(ctx, packet, way, read_tags(ctx, packet, tags)))
		return VERDICT_DROP;
	return bpf_redirect(way->ifindex, 0);
}

/* What a copy changes of the original, as long as it is being made. */
struct original {
	__u8 macs[2 * MAC];
	__u8 ip[sizeof(struct ipv6hdr)];
	struct udphdr udp;
	struct tag tags[MAX_VLAN_TAGS];
	/* Bytes by which the IP header comes sooner afterwards: an outer tag that stood in the frame is now beside it. */
	__u32 sooner;
};

static __always_inline long restore(context *ctx, const struct packet *packet, const struct rewrite *to,
				    const struct original *original)
{
	const __u16 addresses = folded(address_change(packet, to, packet->ipv6));
	const __u32 network = packet->network_offset - original->sooner;
	const __u32 transport = packet->transport_offset - original->sooner;
	long failed = 0;

	if (packet->network_offset)
		failed |= bpf_skb_store_bytes(ctx, 0, original->macs, sizeof(original->macs), 0);
	failed |= bpf_skb_store_bytes(ctx, transport, &original->udp, sizeof(original->udp), 0);
	if (packet->ipv6) {
		failed |= bpf_skb_store_bytes(ctx, network, original->ip, sizeof(struct ipv6hdr), 0);
		bpf_csum_update(ctx, folded(minus(ttl_change(true))));
		if (!original->udp.check)
			bpf_csum_update(ctx, (__u16)~addresses);
	} else {
		failed |= bpf_skb_store_bytes(ctx, network, original->ip, sizeof(struct iphdr), 0);
		if (original->udp.check)
			bpf_csum_update(ctx, addresses);
	}
	return failed;
}

/*
 * Sends a copy: the packet is made into it, cloned, and made into what it was again. Returns enum
 * udpscope_failure. Global, and so verified by itself.
 */
__noinline int send_copy(context *ctx, struct packet *packet)
{
	const struct departure *leaving = departure();
	const struct rewrite *to;
	const struct way *way;
	struct original original = {};
	enum udpscope_failure failure;
	__u32 tags;
	long failed;

	if (!packet || !leaving)
		return UDPSCOPE_UNREADABLE;
	to = &leaving->to;
	way = &leaving->way;
	if (!packet->network_offset && way->link_length)
		return UDPSCOPE_EGRESS_REFUSES; /* a link header once put before the packet cannot be taken off */
	tags = read_tags(ctx, packet, original.tags);
	if (packet->network_offset && load_bytes(ctx, 0, original.macs, sizeof(original.macs)))
		return UDPSCOPE_UNREADABLE;
	if (packet->ipv6 ? load_bytes(ctx, packet->network_offset, original.ip, sizeof(struct ipv6hdr)) :
			   load_bytes(ctx, packet->network_offset, original.ip, sizeof(struct iphdr)))
		return UDPSCOPE_UNREADABLE;
	if (load_bytes(ctx, packet->transport_offset, &original.udp, sizeof(original.udp)))
		return UDPSCOPE_UNREADABLE;

	failure = rewrite(ctx, packet, to);
	if (!failure) {
		original.sooner = tags && !ctx->vlan_present ? 4 : 0;
		failed = put_link_header(ctx, packet, way, tags);
		if (udpscope_explains) /* to whoever asked the frame is the copy */
			return failed ? UDPSCOPE_EGRESS_REFUSES : UDPSCOPE_NO_FAILURE;
		if (failed || bpf_clone_redirect(ctx, way->ifindex, 0) < 0)
			failure = UDPSCOPE_EGRESS_REFUSES;
		if (way->link_length)
			pop_tags(ctx, (way->link_length - LINK_UNTAGGED) / 4);
		push_tags(ctx, original.tags, tags);
	}
	restore(ctx, packet, to, &original);
	packet->network_offset -= original.sooner;
	packet->transport_offset -= original.sooner;
	return failure;
}

#else

static __always_inline void put_link_header(__u8 *frame, const struct way *way)
{
	const __u64 *from = way->link; /* memcpy() would go byte by byte */

	((__u64 *)frame)[0] = from[0];
	switch (way->link_length) {
	case LINK_UNTAGGED:
		((__u32 *)frame)[2] = ((const __u32 *)from)[2];
		((__u16 *)frame)[6] = ((const __u16 *)from)[6];
		break;
	case LINK_TAGGED:
		((__u64 *)frame)[1] = from[1];
		((__u16 *)frame)[8] = ((const __u16 *)from)[8];
		break;
	default:
		((__u64 *)frame)[1] = from[1];
		((__u32 *)frame)[4] = ((const __u32 *)from)[4];
		((__u16 *)frame)[10] = ((const __u16 *)from)[10];
	}
}

static __always_inline bool may_transmit(context *ctx)
{
	const __u32 first = 0;
	const struct udpscope_control *state = bpf_map_lookup_elem(&control, &first);

	return state && !(attached_flags(ctx, state) & UDPSCOPE_ATTACHED_TX_BY_REDIRECT);
}

/* Sends the packet on its way; what the program returns. */
static __always_inline int leave(context *ctx, const struct packet *packet, const struct way *way)
{
	const int shorter = packet->network_offset - way->link_length;
	void *frame;

	if (shorter && bpf_xdp_adjust_head(ctx, shorter))
		return XDP_ABORTED;
	if (way->link_length) {
		frame = (void *)(long)ctx->data;
		if (frame + UDPSCOPE_LINK_HEADER > (void *)(long)ctx->data_end) /* an IP header follows */
			return XDP_ABORTED;
		put_link_header(frame, way);
	}
	return way->ifindex == interface_of(ctx) && may_transmit(ctx) ? XDP_TX : bpf_redirect(way->ifindex, 0);
}

#endif

/* Makes the packet into what goes to the target and sends it. Global, and so verified by itself. */
__noinline int send(context *ctx, const struct packet *packet)
{
	const struct departure *leaving = departure();

	if (!packet || !leaving || rewrite(ctx, packet, &leaving->to))
		return VERDICT_DROP;
	return leave(ctx, packet, &leaving->way);
}

/* Gives a packet that passes another destination port. Global, and so verified by itself. */
__noinline int translate(context *ctx, const struct packet *packet, __u32 port_shift)
{
	struct departure *leaving = departure(); /* it stays; but here is room, and the stack is short */

	if (!packet || !leaving)
		return UDPSCOPE_UNREADABLE;
	leaving->to.forwards = false;
	leaving->to.source = packet->source;
	leaving->to.destination = packet->destination;
	leaving->to.source_port = packet->source_port;
	leaving->to.destination_port = packet->destination_port + port_shift;
	return rewrite(ctx, packet, &leaving->to);
}

#endif
