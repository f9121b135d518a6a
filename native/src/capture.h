/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
#ifndef UDPSCOPE_CAPTURE_H
#define UDPSCOPE_CAPTURE_H

#include "balance.h"
#include "maps.h"
#include "parse.h"

/*
 * The reader maps the ring and looks at it by itself; a wake-up for each packet would halve the rate.
 * Only one that has drained the ring and goes to sleep sets `armed`, and then looks at the ring once
 * more. Either it sees our record there, or we see `armed` here: bpf_ringbuf_submit() stores the
 * record's length by xchg, a full barrier (kernel/bpf/ringbuf.c, bpf_ringbuf_commit), which stands
 * between our record and this load as the reader's fence stands between its store and its look.
 */
static __always_inline void ring_doorbell(struct udpscope_tap *tap, void *ring)
{
	void *bell;

	if (!*(volatile __u32 *)&tap->armed)
		return;
	*(volatile __u32 *)&tap->armed = 0;
	bell = bpf_ringbuf_reserve(ring, 8, 0);
	if (bell)
		bpf_ringbuf_discard(bell, BPF_RB_FORCE_WAKEUP);
	else
		*(volatile __u32 *)&tap->armed = 1;
}

/*
 * Copies the first `length` bytes of the frame, and says how many they are. The short classes are
 * copied whole and in line where the first buffer holds so much; what is beyond `length` means nothing.
 */
static __always_inline __u32 capture_bytes(context *ctx, __u8 *to, __u32 length, const __u32 room)
{
	const void *data = (const void *)(long)ctx->data;
	const void *data_end = (const void *)(long)ctx->data_end;

	if (room <= 160 && data + room <= data_end) {
		for (__u32 i = 0; i < room / 8; i++)
			((__u64 *)to)[i] = ((const __u64 *)data)[i]; /* memcpy() would go byte by byte */
		return length;
	}
	/* The helper wants a length that the verifier sees as 1..room; the barrier keeps the compiler from hiding it. */
	barrier_var(length);
	if (length > room)
		length = room;
	if (length < 1)
		length = 1;
	return load_bytes(ctx, 0, to, length) ? 0 : length;
}

#ifdef UDPSCOPE_TC

enum { MACS = 12, TAG = 4 };

/* The same of a frame whose outer VLAN tag stands beside it: as it was on the wire. */
static __always_inline __u32 capture_bytes_and_tag(context *ctx, __u8 *to, __u32 length, const __u32 room)
{
	__be16 *tag = (__be16 *)(to + MACS);
	__u32 rest = length - MACS - TAG; /* never negative: headers are always kept */

	tag[0] = ctx->vlan_proto;
	tag[1] = bpf_htons(ctx->vlan_tci);
	barrier_var(rest);
	if (rest > room - MACS - TAG)
		rest = room - MACS - TAG;
	if (rest < 1)
		rest = 1;
	return load_bytes(ctx, 0, to, MACS) || load_bytes(ctx, MACS, to + MACS + TAG, rest) ? 0 : length;
}

#else

static __always_inline __u32 capture_bytes_and_tag(context *ctx, __u8 *to, __u32 length, const __u32 room)
{
	return capture_bytes(ctx, to, length, room); /* XDP sees frames as they are on the wire */
}

#endif

/* A record with room for `room` bytes of the frame, a constant; false if the ring is full. */
static __always_inline bool capture_record(context *ctx, const struct packet *packet, __u32 length, __u64 gap,
					   void *ring, const __u32 room, const bool tag_may_be_beside)
{
	struct udpscope_event *event = bpf_ringbuf_reserve(ring, sizeof(*event) + room, 0);

	if (!event)
		return false;
	event->time_ns = packet->time_ns;
	event->ifindex = interface_of(ctx);
	event->length = packet->length;
	event->lost = gap > 0xffffffff ? 0xffffffff : gap;
	event->rule_slot = packet->rule_slot;
	event->queue = queue_of(ctx);
	event->network_offset = packet->network_offset + tag_beside(ctx);
	event->transport_offset = packet->transport_offset + tag_beside(ctx);
	event->verdict = packet->verdict;
	event->flags = packet->flags | packet->failure << UDPSCOPE_EVENT_FAILURE_SHIFT;

	event->captured = tag_may_be_beside && tag_beside(ctx) ? capture_bytes_and_tag(ctx, event->data, length, room) :
					    capture_bytes(ctx, event->data, length, room);
	if (!event->captured) {
		bpf_ringbuf_discard(event, BPF_RB_NO_WAKEUP); /* no frame, no record: counted as lost */
		return false;
	}
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return true;
}

/* At least up to the end of the UDP header: a reader finds addresses and ports in every record. */
static __always_inline __u32 length_to_keep(context *ctx, const struct packet *packet, __u32 snaplen)
{
	__u32 headers = packet->transport_offset + sizeof(struct udphdr) + tag_beside(ctx);
	__u32 length = snaplen > headers ? snaplen : headers;

	return length < packet->length ? length : packet->length;
}

/* bpf_ringbuf_reserve() takes constant sizes only: the smallest that holds what is to be kept. */
static __always_inline bool capture_short(context *ctx, const struct packet *packet, __u32 length, __u64 gap,
					  void *ring)
{
	if (length <= 64)
		return capture_record(ctx, packet, length, gap, ring, 64, false);
	return capture_record(ctx, packet, length, gap, ring, 96, false);
}

/* Global, and so verified by itself: once, not for each state in which a packet can arrive here. */
__noinline int capture_long(context *ctx, const struct packet *packet, __u32 length, __u64 gap)
{
	__u32 tap;
	void *ring;

	if (!packet)
		return false;
	tap = packet->tap; /* 6.1 wants a key on the stack */
	ring = bpf_map_lookup_elem(&rings, &tap);
	if (!ring)
		return false;
	if (length <= 160)
		return capture_record(ctx, packet, length, gap, ring, 160, true);
	if (length <= 256)
		return capture_record(ctx, packet, length, gap, ring, 256, true);
	if (length <= 512)
		return capture_record(ctx, packet, length, gap, ring, 512, true);
	if (length <= 1024)
		return capture_record(ctx, packet, length, gap, ring, 1024, true);
	if (length <= 1536)
		return capture_record(ctx, packet, length, gap, ring, 1536, true);
	if (length <= 4096)
		return capture_record(ctx, packet, length, gap, ring, 4096, true);
	if (length <= 9216)
		return capture_record(ctx, packet, length, gap, ring, 9216, true);
	return capture_record(ctx, packet, length, gap, ring, 65535, true);
}

static __always_inline void capture_on_tap(context *ctx, const struct packet *packet, struct udpscope_tap *tap,
					   __u32 snaplen, const bool in_line)
{
	const __u32 index = packet->tap; /* 6.1 wants a key on the stack */
	struct udpscope_tap_counters *counters = bpf_map_lookup_elem(&tap_counters, &index);
	__u32 length = length_to_keep(ctx, packet, snaplen);
	void *ring = bpf_map_lookup_elem(&rings, &index);
	__u64 gap;

	if (!ring || !counters)
		return; /* the tap was closed under a rule that still names it */
	gap = counters->gap;
	if (in_line && length <= 96 && !tag_beside(ctx) ? capture_short(ctx, packet, length, gap, ring) :
					       capture_long(ctx, packet, length, gap)) {
		counters->reserved++;
		counters->gap = 0;
		ring_doorbell(tap, ring);
	} else {
		counters->lost++;
		counters->gap++;
	}
}

/*
 * Whether a sample of one in `sample` takes the packet that is its rule's `place`th on this CPU, from 1:
 * the very first, then any one of each `sample` in a row. Traffic has rhythms, and steps of one length
 * would see the requests and never the answers (n-out-of-N sampling, RFC 5475, 5.2.1).
 */
static __always_inline bool is_in_sample(__u64 place, __u32 sample)
{
	const __u64 row = (place - 1) / sample;

	return place - 1 - row * sample == (__u64)mix(row) * sample >> 32;
}

static __always_inline bool is_wanted(const struct udpscope_capture *of_rule, const struct udpscope_tap *tap,
				      __u64 place)
{
	const __u32 sample = of_rule->sample ? of_rule->sample : tap->sample;

	return !of_rule->off && (sample <= 1 || is_in_sample(place, sample));
}

/*
 * Captures a packet that not every tap takes alike: its rule has wishes of its own, or a tap samples.
 * Global, and so verified by itself.
 */
__noinline int capture_by_wishes(context *ctx, struct packet *packet, __u32 taps, __u64 place)
{
	struct udpscope_control *state = bpf_map_lookup_elem(&control, &(__u32){ 0 });
	const struct udpscope_generation *generation;
	const struct udpscope_capture *of_rule;
	struct udpscope_tap_counters *counters;
	__u32 index;

	if (!packet || !state)
		return 0;
	index = packet->generation;
	generation = bpf_map_lookup_elem(&generations, &index);
	if (!generation)
		return 0;
	of_rule = &generation->captures[packet->rule_slot & (UDPSCOPE_RULE_SLOTS - 1)];
	for (__u32 i = 0; i < UDPSCOPE_MAX_TAPS && taps; i++, taps >>= 1) {
		struct udpscope_tap *tap = &state->taps[i];

		if (!(taps & 1))
			continue;
		packet->tap = index = i;
		if (is_wanted(of_rule, tap, place)) {
			capture_on_tap(ctx, packet, tap, of_rule->has_snaplen ? of_rule->snaplen : tap->snaplen, false);
			continue;
		}
		counters = bpf_map_lookup_elem(&tap_counters, &index);
		if (counters)
			counters->left_out++;
	}
	return 0;
}

/*
 * Gives every tap that takes it its own record; taps never steal from each other. `place` says which of
 * the rule's packets it is on this CPU, from 1.
 */
static __always_inline void capture(context *ctx, struct packet *packet, __u32 taps, __u64 place,
				    const struct udpscope_generation *generation, struct udpscope_control *state)
{
	if (!taps)
		return;
	packet->time_ns = bpf_ktime_get_ns();
	if (generation->has_captures || state->sampling_taps) {
		capture_by_wishes(ctx, packet, taps, place);
		return;
	}
	for (__u32 i = 0; i < UDPSCOPE_MAX_TAPS && taps; i++, taps >>= 1) {
		if (!(taps & 1))
			continue;
		packet->tap = i;
		capture_on_tap(ctx, packet, &state->taps[i], state->taps[i].snaplen, true);
	}
}

#endif
