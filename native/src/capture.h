/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
#ifndef UDPSCOPE_CAPTURE_H
#define UDPSCOPE_CAPTURE_H

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

struct capture {
	__u64 time_ns;
	__u64 gap;
	__u32 length; /* to keep, from the start of the frame */
	__u16 rule_slot;
	__u8 verdict;
	__u8 flags;
};

/* A record with room for `room` bytes of the frame, a constant; false if the ring is full. */
static __always_inline bool capture_record(struct xdp_md *ctx, const struct packet *packet,
					   const struct capture *capture, void *ring, const __u32 room)
{
	struct udpscope_event *event = bpf_ringbuf_reserve(ring, sizeof(*event) + room, 0);
	__u32 length = capture->length;

	if (!event)
		return false;
	event->time_ns = capture->time_ns;
	event->ifindex = ctx->ingress_ifindex;
	event->length = packet->length;
	event->lost = capture->gap > 0xffffffff ? 0xffffffff : capture->gap;
	event->rule_slot = capture->rule_slot;
	event->queue = ctx->rx_queue_index;
	event->network_offset = packet->network_offset;
	event->transport_offset = packet->transport_offset;
	event->verdict = capture->verdict;
	event->flags = capture->flags;

	/* The helper wants a length that the verifier sees as 1..room; the barrier keeps the compiler from hiding it. */
	barrier_var(length);
	if (length > room)
		length = room;
	if (length < 1)
		length = 1;
	event->captured = bpf_xdp_load_bytes(ctx, 0, event->data, length) ? 0 : length;
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return true;
}

/* bpf_ringbuf_reserve() takes constant sizes only: the smallest that holds what is to be kept. */
static __always_inline bool capture_in_ring(struct xdp_md *ctx, const struct packet *packet,
					    const struct capture *capture, void *ring)
{
	const __u32 length = capture->length;

	if (length <= 64)
		return capture_record(ctx, packet, capture, ring, 64);
	if (length <= 96)
		return capture_record(ctx, packet, capture, ring, 96);
	if (length <= 160)
		return capture_record(ctx, packet, capture, ring, 160);
	if (length <= 256)
		return capture_record(ctx, packet, capture, ring, 256);
	if (length <= 512)
		return capture_record(ctx, packet, capture, ring, 512);
	if (length <= 1024)
		return capture_record(ctx, packet, capture, ring, 1024);
	if (length <= 1536)
		return capture_record(ctx, packet, capture, ring, 1536);
	if (length <= 4096)
		return capture_record(ctx, packet, capture, ring, 4096);
	if (length <= 9216)
		return capture_record(ctx, packet, capture, ring, 9216);
	return capture_record(ctx, packet, capture, ring, 65535);
}

/* At least up to the end of the UDP header: a reader finds addresses and ports in every record. */
static __always_inline __u32 length_to_keep(const struct packet *packet, __u32 snaplen)
{
	__u32 headers = packet->transport_offset + sizeof(struct udphdr);
	__u32 length = snaplen > headers ? snaplen : headers;

	return length < packet->length ? length : packet->length;
}

/* Global, and so verified by itself: once, not for each state in which a packet can arrive here. */
__noinline int capture_on_tap(struct xdp_md *ctx, const struct packet *packet, struct capture *capture, __u32 index,
			      __u64 packet_of_rule)
{
	struct udpscope_tap *tap = bpf_map_lookup_elem(&taps, &index);
	struct udpscope_tap_counters *counters;
	void *ring;

	if (!tap || !packet || !capture)
		return 0;
	if (tap->sample > 1 && packet_of_rule % tap->sample != 1)
		return 0;
	ring = bpf_map_lookup_elem(&rings, &index);
	if (!ring)
		return 0; /* the tap was closed under a rule that still names it */
	counters = bpf_map_lookup_elem(&tap_counters, &index);
	if (!counters)
		return 0;
	capture->gap = counters->gap;
	capture->length = length_to_keep(packet, tap->snaplen);
	if (capture_in_ring(ctx, packet, capture, ring)) {
		counters->reserved++;
		counters->gap = 0;
		ring_doorbell(tap, ring);
	} else {
		counters->lost++;
		counters->gap++;
	}
	return 0;
}

/* Gives every tap of the rule its own record. Taps never steal from each other. */
static __always_inline void capture(struct xdp_md *ctx, const struct packet *packet, const struct udpscope_rule *rule,
				    const enum link link, enum udpscope_verdict verdict, __u64 packet_of_rule)
{
	struct capture capture = {
		.time_ns = bpf_ktime_get_ns(),
		.rule_slot = rule->slot,
		.verdict = verdict,
		.flags = link == LINK_RAW_IP ? UDPSCOPE_EVENT_RAW_IP : 0,
	};
	__u32 pending = rule->taps;

	for (__u32 i = 0; i < UDPSCOPE_MAX_TAPS && pending; i++, pending >>= 1)
		if (pending & 1)
			capture_on_tap(ctx, packet, &capture, i, packet_of_rule);
}

#endif
