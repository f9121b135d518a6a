/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Changes a datagram's addresses and ports, and keeps its checksums right.
 *
 * A UDP checksum may be complete, absent (zero), or partial: a datagram of a local process, a
 * container or a virtual machine bears the sum of its pseudo-header only, and a mark beside the frame
 * tells the next device to complete it (Documentation/networking/checksum-offloads.rst). In an skb the
 * kernel's helpers know. Native XDP does not see the mark, and a frame that it sends loses it. So there
 * a checksum that equals the sum of the pseudo-header is held against the whole datagram.
 */
#ifndef UDPSCOPE_REWRITE_H
#define UDPSCOPE_REWRITE_H

#include "maps.h"
#include "parse.h"

/* What a datagram is to bear. */
struct rewrite {
	union address source;
	union address destination; /* behind the source, as in an IPv6 header */
	__u16 source_port; /* host byte order */
	__u16 destination_port;
	bool forwards; /* the frame leaves: its TTL goes down by one, and its checksum has to be complete */
};

/* One's complement sums of words as they lie in memory: the byte order does not matter (RFC 1071, 2 B). */
static __always_inline __u16 folded(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

static __always_inline __u64 address_sum(const union address *address, bool ipv6)
{
	if (!ipv6)
		return address->ipv4;
	return (address->ipv6[0] & 0xffffffff) + (address->ipv6[0] >> 32) +
	       (address->ipv6[1] & 0xffffffff) + (address->ipv6[1] >> 32);
}

/* RFC 768, RFC 8200, 8.1. */
static __always_inline __u64 pseudo_header_sum(const union address *source, const union address *destination,
					       bool ipv6, __be16 udp_length)
{
	return address_sum(source, ipv6) + address_sum(destination, ipv6) + bpf_htons(IPPROTO_UDP) + udp_length;
}

/* A negated sum of at most 2^34, as a term: 2^48 - 1 is a multiple of 2^16 - 1. */
static __always_inline __u64 minus(__u64 sum)
{
	return 0xffffffffffffULL - sum;
}

/* What a change of addresses adds to a checksum's sum (RFC 1624, equation 3). */
static __always_inline __u64 address_change(const struct packet *packet, const struct rewrite *to, bool ipv6)
{
	return address_sum(&to->source, ipv6) + address_sum(&to->destination, ipv6) +
	       minus(address_sum(&packet->source, ipv6) + address_sum(&packet->destination, ipv6));
}

static __always_inline __u64 port_change(const struct packet *packet, const struct rewrite *to)
{
	return (__u64)bpf_htons(to->source_port) + bpf_htons(to->destination_port) +
	       minus((__u64)bpf_htons(packet->source_port) + bpf_htons(packet->destination_port));
}

static __always_inline __u16 never_zero(__u16 checksum)
{
	return checksum ? checksum : 0xffff;
}

/* The byte of the TTL or hop limit goes down by one: what that adds to a sum. */
static __always_inline __u64 ttl_change(bool ipv6)
{
	return minus(bpf_htons(ipv6 ? 0x0001 : 0x0100));
}

#ifdef UDPSCOPE_TC

/* The rewritten part of an IPv4 header: one store instead of one for each field. */
struct ipv4_tail {
	__u8 ttl;
	__u8 protocol;
	__be16 check;
	__be32 source;
	__be32 destination;
};

_Static_assert(__builtin_offsetof(struct iphdr, ttl) + sizeof(struct ipv4_tail) == sizeof(struct iphdr), "ipv4_tail");

/* A sum over the whole packet (CHECKSUM_COMPLETE) stays as it is: the header's own sum does. */
static __always_inline long rewrite_ipv4(context *ctx, const struct packet *packet, const struct rewrite *to)
{
	const struct ipv4_tail tail = {
		.ttl = packet->ttl - 1,
		.protocol = IPPROTO_UDP,
		.check = ~folded((__u16)~packet->ip_checksum + address_change(packet, to, false) + ttl_change(false)),
		.source = to->source.ipv4,
		.destination = to->destination.ipv4,
	};

	return bpf_skb_store_bytes(ctx, packet->network_offset + __builtin_offsetof(struct iphdr, ttl), &tail,
				   sizeof(tail), 0);
}

/*
 * bpf_l4_csum_replace() believes that an IP header hides its change of addresses from a sum over the
 * whole packet, which IPv6 does not (net/core/utils.c, inet_proto_csum_replace_by_diff).
 * bpf_csum_update() fails where the skb has no such sum, and then there is nothing to mend.
 */
static __always_inline long rewrite_ipv6(context *ctx, const struct packet *packet, const struct rewrite *to)
{
	const __u32 at = packet->network_offset;
	const __u8 hop_limit = packet->ttl - 1;

	bpf_csum_update(ctx, folded(address_change(packet, to, true) + ttl_change(true)));
	return bpf_skb_store_bytes(ctx, at + __builtin_offsetof(struct ipv6hdr, hop_limit), &hop_limit, 1, 0) |
	       bpf_skb_store_bytes(ctx, at + __builtin_offsetof(struct ipv6hdr, saddr), &to->source,
				   2 * sizeof(to->source), 0); /* and the destination, which follows in both */
}

/* The helpers keep what the skb says of its checksum: partial, complete for the whole packet, or nothing. */
static __always_inline enum udpscope_failure rewrite(context *ctx, const struct packet *packet,
						     const struct rewrite *to)
{
	const __u32 check = packet->transport_offset + __builtin_offsetof(struct udphdr, check);
	const __be16 ports[2] = { bpf_htons(to->source_port), bpf_htons(to->destination_port) };
	long failed;

	failed = bpf_l4_csum_replace(ctx, check, 0, folded(port_change(packet, to)), BPF_F_MARK_MANGLED_0);
	failed |= bpf_skb_store_bytes(ctx, packet->transport_offset, ports, sizeof(ports), 0);
	if (to->forwards) {
		failed |= bpf_l4_csum_replace(ctx, check, 0, folded(address_change(packet, to, packet->ipv6)),
					      BPF_F_PSEUDO_HDR | BPF_F_MARK_MANGLED_0);
		failed |= packet->ipv6 ? rewrite_ipv6(ctx, packet, to) : rewrite_ipv4(ctx, packet, to);
	}
	return failed ? UDPSCOPE_UNREADABLE : UDPSCOPE_NO_FAILURE;
}

#else

enum { SUM_CHUNK = 512, LONGEST_DATAGRAM = 65535 };

/* Room for a piece of a datagram that is being summed; a program is not interrupted by another on its CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u8[SUM_CHUNK + 4]);
} summed SEC(".maps");

struct summing {
	context *ctx;
	__u32 offset;
	__u32 length; /* still to be summed */
	__s64 sum;    /* negative once something failed */
};

/* Adds the next piece. Returns 1 to stop (bpf_loop). */
static long sum_piece(__u32 i, struct summing *summing)
{
	const __u32 first = 0;
	__u8 *piece = bpf_map_lookup_elem(&summed, &first);
	__u32 size = summing->length < SUM_CHUNK ? summing->length : SUM_CHUNK;

	(void)i;
	if (!piece || !size)
		return 1;
	barrier_var(size);
	size = ((size - 1) & (SUM_CHUNK - 1)) + 1; /* the same, with bounds that the verifier sees */
	*(__u32 *)(piece + (size & ~3U)) = 0; /* what the last word lacks */
	if (load_bytes(summing->ctx, summing->offset, piece, size)) {
		summing->sum = -1;
		return 1;
	}
	summing->sum = bpf_csum_diff(NULL, 0, (__be32 *)piece, (size + 3) & ~3U, summing->sum);
	summing->offset += size;
	summing->length -= size;
	return summing->sum < 0;
}

/*
 * The folded sum of `length` bytes of the frame from `offset` on, or -1. In pieces, because
 * bpf_csum_diff() took no more than 512 bytes before Linux 6.13.
 */
static __always_inline int sum_of_bytes(context *ctx, __u32 offset, __u32 length)
{
	struct summing summing = { .ctx = ctx, .offset = offset, .length = length };

	bpf_loop(LONGEST_DATAGRAM / SUM_CHUNK + 1, sum_piece, &summing, 0);
	return summing.sum < 0 ? -1 : folded(summing.sum);
}

/*
 * The checksum of a datagram whose old one may be partial. It is, unless it is right for the whole
 * datagram. Global, and so verified by itself.
 */
__noinline int checksum_if_partial(context *ctx, const struct packet *packet, const struct rewrite *to, __u32 udp)
{
	const __u32 first = 0;
	const struct udpscope_control *state = bpf_map_lookup_elem(&control, &first);
	const __be16 length = udp;
	const __u16 check = udp >> 16;
	__u64 others, before, after;
	int sum;

	if (!packet || !to || !state)
		return -1;
	sum = sum_of_bytes(ctx, packet->transport_offset, bpf_ntohs(length));
	if (sum < 0)
		return -1;
	before = pseudo_header_sum(&packet->source, &packet->destination, packet->ipv6, length);
	if (folded(before + sum) == 0xffff) /* complete after all */
		return never_zero(~folded((__u16)~check + address_change(packet, to, packet->ipv6) + port_change(packet, to)));
	if (!to->forwards)
		return check; /* ports are no part of a pseudo-header */
	after = pseudo_header_sum(&to->source, &to->destination, packet->ipv6, length);
	if (!is_native(ctx, state))
		return folded(after);
	others = sum + minus(check) + port_change(packet, to);
	return never_zero(~folded(after + others));
}

static __always_inline int new_checksum(context *ctx, const struct packet *packet, const struct rewrite *to,
					const struct udphdr *udp, bool ipv6)
{
	__u64 pseudo;

	if (!udp->check)
		return 0; /* none: RFC 768; over IPv6, RFC 6935 */
	pseudo = pseudo_header_sum(&packet->source, &packet->destination, ipv6, udp->len);
	if (udp->check == folded(pseudo))
		return checksum_if_partial(ctx, packet, to, (__u32)udp->check << 16 | udp->len);
	return never_zero(~folded((__u16)~udp->check + address_change(packet, to, ipv6) + port_change(packet, to)));
}

static __always_inline void rewrite_udp(struct udphdr *udp, const struct rewrite *to, __u16 checksum)
{
	udp->source = bpf_htons(to->source_port);
	udp->dest = bpf_htons(to->destination_port);
	udp->check = checksum;
}

static __always_inline void rewrite_ipv4(struct iphdr *ip, const struct packet *packet, const struct rewrite *to)
{
	ip->check = ~folded((__u16)~ip->check + address_change(packet, to, false) + ttl_change(false));
	ip->ttl--;
	ip->saddr = to->source.ipv4;
	ip->daddr = to->destination.ipv4;
}

static __always_inline void rewrite_ipv6(struct ipv6hdr *ip, const struct rewrite *to)
{
	ip->hop_limit--;
	__builtin_memcpy(&ip->saddr, &to->source, sizeof(ip->saddr));
	__builtin_memcpy(&ip->daddr, &to->destination, sizeof(ip->daddr));
}

/* Headers that do not all stand in the first buffer. Global, and so verified by itself. */
__noinline int rewrite_anywhere(context *ctx, const struct packet *packet, const struct rewrite *to)
{
	union {
		struct iphdr ipv4;
		struct ipv6hdr ipv6;
	} ip;
	struct udphdr udp;
	int checksum;

	if (!packet || !to || load_bytes(ctx, packet->transport_offset, &udp, sizeof(udp)))
		return UDPSCOPE_UNREADABLE;
	checksum = new_checksum(ctx, packet, to, &udp, packet->ipv6);
	if (checksum < 0)
		return UDPSCOPE_UNREADABLE;
	rewrite_udp(&udp, to, checksum);
	if (to->forwards && packet->ipv6) {
		if (load_bytes(ctx, packet->network_offset, &ip.ipv6, sizeof(ip.ipv6)))
			return UDPSCOPE_UNREADABLE;
		rewrite_ipv6(&ip.ipv6, to);
		if (bpf_xdp_store_bytes(ctx, packet->network_offset, &ip.ipv6, sizeof(ip.ipv6)))
			return UDPSCOPE_UNREADABLE;
	} else if (to->forwards) {
		if (load_bytes(ctx, packet->network_offset, &ip.ipv4, sizeof(ip.ipv4)))
			return UDPSCOPE_UNREADABLE;
		rewrite_ipv4(&ip.ipv4, packet, to);
		if (bpf_xdp_store_bytes(ctx, packet->network_offset, &ip.ipv4, sizeof(ip.ipv4)))
			return UDPSCOPE_UNREADABLE;
	}
	return bpf_xdp_store_bytes(ctx, packet->transport_offset, &udp, sizeof(udp)) ? UDPSCOPE_UNREADABLE :
										       UDPSCOPE_NO_FAILURE;
}

/* A header in the first buffer, to be written; NULL if it is not there. */
static __always_inline void *header_in_place(context *ctx, __u32 offset, __u32 size)
{
	void *header = (void *)(long)ctx->data;

	barrier_var(offset);
	header += offset & 0x3fff; /* an upper bound for the verifier; no first buffer is that long */
	barrier_var(header);
	return header + size <= (void *)(long)ctx->data_end && offset < 0x3fff ? header : NULL;
}

/* False, with nothing changed, if the headers are not all in the first buffer or the frame cannot be read. */
static __always_inline bool rewrite_in_place(context *ctx, const struct packet *packet, const struct rewrite *to,
					     const bool ipv6)
{
	struct udphdr *udp = header_in_place(ctx, packet->transport_offset, sizeof(*udp));
	void *ip = header_in_place(ctx, packet->network_offset, ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr));
	int checksum;

	if (!udp || !ip)
		return false;
	checksum = new_checksum(ctx, packet, to, udp, ipv6);
	if (checksum < 0)
		return false;
	rewrite_udp(udp, to, checksum);
	if (to->forwards && ipv6)
		rewrite_ipv6(ip, to);
	else if (to->forwards)
		rewrite_ipv4(ip, packet, to);
	return true;
}

static __always_inline enum udpscope_failure rewrite(context *ctx, const struct packet *packet,
						     const struct rewrite *to)
{
	if (packet->ipv6 ? rewrite_in_place(ctx, packet, to, true) : rewrite_in_place(ctx, packet, to, false))
		return UDPSCOPE_NO_FAILURE;
	return rewrite_anywhere(ctx, packet, to);
}

#endif

#endif
