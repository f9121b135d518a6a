/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Gives packets to the relay, a thread of user space that sends them from its sockets. */
#ifndef UDPSCOPE_RELAY_H
#define UDPSCOPE_RELAY_H

#include "capture.h"
#include "forward.h"

static __always_inline bool is_of_relay(const union address *address, __u16 port, bool ipv6)
{
	struct udpscope_relay_socket socket = { .port = port };

	put_address(socket.address, address, ipv6);
	return bpf_map_lookup_elem(&relay_sockets, &socket);
}

/* Whether a socket of the relay has sent the packet, or it answers one: it would go round for ever. */
static __always_inline bool is_relay_speaking(const struct packet *packet)
{
	return is_of_relay(&packet->source, packet->source_port, packet->ipv6) ||
	       is_of_relay(&packet->destination, packet->destination_port, packet->ipv6);
}

/* What the IP header says of the kind of service: IPv4's second byte, IPv6's bits 4 to 11. */
static __always_inline __u8 traffic_class(context *ctx, const struct packet *packet)
{
	__u8 start[2];

	if (load_bytes(ctx, packet->network_offset, start, sizeof(start)))
		return 0;
	return packet->ipv6 ? start[0] << 4 | start[1] >> 4 : start[1];
}

static __always_inline long load_payload(context *ctx, const struct packet *packet, __u8 *to, __u32 length,
					 const __u32 room)
{
	const bool empty = !length;

	barrier_var(length); /* as in capture_bytes() */
	if (length > room)
		length = room;
	if (length < 1)
		length = 1;
	return empty ? 0 : load_bytes(ctx, packet->transport_offset + sizeof(struct udphdr), to, length);
}

/* A record with room for `room` bytes of payload, a constant. */
static __always_inline enum udpscope_failure relay_record(context *ctx, const struct packet *packet,
							   const struct departure *leaving, __u32 length, void *ring,
							   const __u32 room)
{
	struct udpscope_relayed *record = bpf_ringbuf_reserve(ring, sizeof(*record) + room, 0);

	if (!record)
		return UDPSCOPE_RELAY_BUSY;
	record->time_ns = tick_ns();
	record->generation = leaving->generation;
	record->length = length;
	record->segment = 0;
#ifdef UDPSCOPE_TC
	record->segment = ctx->gso_size;
#endif
	record->rule_slot = packet->rule_slot;
	record->target_slot = packet->target_slot;
	record->port = leaving->port;
	record->ttl = packet->ttl;
	record->tos = traffic_class(ctx, packet);
	record->ipv6 = packet->ipv6;
	record->keeps_source = packet->relay == RELAYED_AS_CLIENT;
	record->reserved = 0;
	record->source_port = packet->source_port;
	record->destination_port = packet->destination_port;
	copy_words(record->source, &packet->source, 16);
	copy_words(record->destination, &packet->destination, 16);

	if (load_payload(ctx, packet, record->data, length, room)) {
		bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
		return UDPSCOPE_UNREADABLE;
	}
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return UDPSCOPE_NO_FAILURE;
}

/* bpf_ringbuf_reserve() takes constant sizes only: the smallest that holds the payload. */
static __always_inline enum udpscope_failure relay_payload(context *ctx, const struct packet *packet,
							    const struct departure *leaving, __u32 length, void *ring)
{
	if (length <= 128)
		return relay_record(ctx, packet, leaving, length, ring, 128);
	if (length <= 512)
		return relay_record(ctx, packet, leaving, length, ring, 512);
	if (length <= 1536)
		return relay_record(ctx, packet, leaving, length, ring, 1536);
	if (length <= 9216)
		return relay_record(ctx, packet, leaving, length, ring, 9216);
	return relay_record(ctx, packet, leaving, length, ring, 65528);
}

/*
 * Gives a packet whose forward is planned to the relay. Returns enum udpscope_failure. Global, and so
 * verified by itself.
 */
__noinline int give_to_relay(context *ctx, const struct packet *packet)
{
	const struct departure *leaving = departure();
	struct udpscope_control *state = bpf_map_lookup_elem(&control, &(__u32){ 0 });
	struct udpscope_tap_counters *counters;
	enum udpscope_failure failure;
	__be16 length;
	__u32 tap;
	void *ring;

	if (!packet || !leaving || !state)
		return UDPSCOPE_UNREADABLE;
	if (!is_relay_alive(state))
		return UDPSCOPE_NO_RELAY;
	if (is_relay_speaking(packet))
		return UDPSCOPE_LOOP;
	if (udpscope_explains)
		return UDPSCOPE_NO_FAILURE;
	tap = state->relay_tap;
	ring = bpf_map_lookup_elem(&rings, &tap);
	counters = bpf_map_lookup_elem(&tap_counters, &tap);
	if (!ring || !counters)
		return UDPSCOPE_NO_RELAY;
	if (load_bytes(ctx, packet->transport_offset + __builtin_offsetof(struct udphdr, len), &length, sizeof(length)))
		return UDPSCOPE_UNREADABLE;
	failure = relay_payload(ctx, packet, leaving, bpf_ntohs(length) - sizeof(struct udphdr), ring);
	if (failure) {
		counters->lost++;
		return failure;
	}
	counters->reserved++;
	barrier_var(tap);
	ring_doorbell(&state->taps[tap & (UDPSCOPE_MAX_TAPS - 1)], ring);
	return UDPSCOPE_NO_FAILURE;
}

#endif
