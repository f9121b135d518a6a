/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
#ifndef UDPSCOPE_PARSE_H
#define UDPSCOPE_PARSE_H

#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include "context.h"

/* What the device puts before the IP header. */
enum link {
	LINK_ETHERNET,
	LINK_RAW_IP, /* ARPHRD_NONE: tun, WireGuard */
};

enum {
	MAX_VLAN_TAGS = 2,
	MAX_EXTENSION_HEADERS = 8, /* RFC 8504, 5.3 lets a host refuse more */
	IP_MORE_FRAGMENTS_OR_OFFSET = 0x3fff,
	IP6_MORE_FRAGMENTS_OR_OFFSET = 0xfff9,
};

struct vlan_tag {
	__be16 tci;
	__be16 protocol;
};

struct extension_header {
	__u8 next;
	__u8 length;
	__be16 fragment; /* in a fragment header: offset, two reserved bits, "more" */
	__u8 rest[4];    /* all kinds have at least 8 bytes */
};

/* As on the wire; an IPv4 address stands in the first four bytes. */
union address {
	__be32 ipv4;
	__be64 ipv6[2];
};

/* Whether the relay sends a packet, and with whose address. */
enum relay {
	NOT_RELAYED,
	RELAYED_AS_OURS,
	RELAYED_AS_CLIENT,
};

struct packet {
	__u32 length; /* of the frame, over all its buffers */
	__u32 network_offset;
	__u32 transport_offset;
	__u32 ip_length;
	__u16 source_port; /* host byte order */
	__u16 destination_port;
	__be16 ip_checksum; /* IPv4's */
	__u8 ipv6; /* 0 or 1 */
	__u8 ttl;  /* or hop limit */
	/* What is known once a rule decided it. */
	__u32 generation; /* index in `generations` */
	__u32 position;   /* of the rule, in it */
	__u16 rule_slot;
	__u16 target_slot;
	__u8 verdict;
	__u8 failure;
	__u8 flags; /* enum udpscope_event_flag, or-ed */
	__u8 relay; /* enum relay */
	__u32 tap;
	__u64 time_ns;
	union address source;
	union address destination;
};

enum parsed {
	PARSED_UDP,
	PARSED_FRAGMENT,
	PARSED_MALFORMED,
	PARSED_OTHER,
	PARSED_UNDECIDED, /* LOOK_LINEAR does not reach: parse again, with LOOK_ANYWHERE */
};

/*
 * Most frames are decided by headers that stand in the first buffer, which is read in place. Headers
 * beyond it, and chains of IPv6 extension headers, are read through a helper: slower, and verified
 * once, as a function of its own, instead of once for every way that leads there.
 */
enum look {
	LOOK_LINEAR,
	LOOK_ANYWHERE,
};

struct cursor {
	context *ctx;
	struct packet *packet;
	const void *data;
	const void *data_end;
	__u32 offset;
};

/* The header of `size` bytes at the cursor, in place or in `copy`; NULL if it is not to be had there. */
static __always_inline const void *header_at(const struct cursor *cursor, void *copy, __u32 size,
					     const enum look look)
{
	if (look == LOOK_LINEAR) {
		const void *header = cursor->data + cursor->offset;

		barrier_var(header); /* the verifier must see the same register checked and read through */
		return header + size <= cursor->data_end ? header : NULL;
	}
	return load_bytes(cursor->ctx, cursor->offset, copy, size) ? NULL : copy;
}

static __always_inline bool is_beyond_frame(const struct cursor *cursor, __u32 end)
{
	if (end <= cursor->packet->length)
		return false;
	cursor->packet->length = whole_length(cursor->ctx);
	return end > cursor->packet->length;
}

/* Why a header of `size` bytes was not to be had. */
static __always_inline enum parsed absent(const struct cursor *cursor, __u32 size, const enum look look)
{
	return is_beyond_frame(cursor, cursor->offset + size) || look == LOOK_ANYWHERE ? PARSED_MALFORMED :
											 PARSED_UNDECIDED;
}

/* The UDP header, in an IP packet that ends at `ip_end` if it is to be believed. */
static __always_inline enum parsed parse_udp(struct cursor *cursor, __u32 ip_end, bool believed, const enum look look)
{
	struct packet *packet = cursor->packet;
	const struct udphdr *udp;
	struct udphdr copy;
	__u32 length;

	if (!believed || cursor->offset + sizeof(*udp) > ip_end)
		return PARSED_MALFORMED;
	udp = header_at(cursor, &copy, sizeof(*udp), look);
	if (!udp)
		return absent(cursor, sizeof(*udp), look);
	length = bpf_ntohs(udp->len);
	if (length < sizeof(*udp) || cursor->offset + length > ip_end)
		return PARSED_MALFORMED;
	packet->transport_offset = cursor->offset;
	packet->ip_length = ip_end - packet->network_offset;
	packet->source_port = bpf_ntohs(udp->source);
	packet->destination_port = bpf_ntohs(udp->dest);
	return PARSED_UDP;
}

static __always_inline enum parsed parse_ipv4(struct cursor *cursor, const enum look look)
{
	struct packet *packet = cursor->packet;
	const struct iphdr *ip;
	struct iphdr copy;
	__u32 ip_end;
	bool believed;

	ip = header_at(cursor, &copy, sizeof(*ip), look);
	if (!ip)
		return absent(cursor, sizeof(*ip), look);
	if (ip->version != 4 || ip->ihl < 5)
		return PARSED_MALFORMED;
	ip_end = cursor->offset + bpf_ntohs(ip->tot_len);
	believed = !is_beyond_frame(cursor, ip_end); /* first, since every packet's length is counted */
	if (ip->protocol != IPPROTO_UDP)
		return PARSED_OTHER;
	if (ip->frag_off & bpf_htons(IP_MORE_FRAGMENTS_OR_OFFSET))
		return PARSED_FRAGMENT;
	packet->ipv6 = false;
	packet->ttl = ip->ttl;
	packet->ip_checksum = ip->check;
	packet->source.ipv4 = ip->saddr;
	packet->destination.ipv4 = ip->daddr;
	cursor->offset += ip->ihl * 4;
	return parse_udp(cursor, ip_end, believed, look);
}

static __always_inline bool is_extension_header(__u8 type)
{
	return type == IPPROTO_HOPOPTS || type == IPPROTO_ROUTING || type == IPPROTO_FRAGMENT ||
	       type == IPPROTO_DSTOPTS || type == IPPROTO_AH;
}

/*
 * Steps over the extension header of `type` at `offset`. Returns where the next header begins, shifted
 * by 8, or-ed with the type of that one; or, negative, the outcome: ~PARSED_FRAGMENT and the like.
 * Global, so that the verifier takes it as a scalar and walks a chain of them in a few hundred steps.
 */
__noinline int skip_extension_header(context *ctx, __u32 offset, __u32 type)
{
	struct extension_header header;

	if (load_bytes(ctx, offset, &header, sizeof(header)))
		return ~PARSED_MALFORMED;
	if (type == IPPROTO_FRAGMENT) {
		/* RFC 6946: a fragment header on a whole datagram makes it no fragment. */
		if (header.fragment & bpf_htons(IP6_MORE_FRAGMENTS_OR_OFFSET))
			return header.next == IPPROTO_UDP || is_extension_header(header.next) ?
				       ~PARSED_FRAGMENT : ~PARSED_OTHER;
		offset += 8;
	} else if (type == IPPROTO_AH) {
		offset += (header.length + 2) * 4; /* RFC 4302, 2.2 */
	} else {
		offset += (header.length + 1) * 8; /* RFC 8200, 4.3 */
	}
	if (offset > whole_length(ctx))
		return ~PARSED_MALFORMED;
	return offset << 8 | header.next;
}

static __always_inline enum parsed parse_ipv6(struct cursor *cursor, const enum look look)
{
	struct packet *packet = cursor->packet;
	const struct ipv6hdr *ip;
	struct ipv6hdr copy;
	__u32 ip_end;
	bool believed;
	__u8 next;

	ip = header_at(cursor, &copy, sizeof(*ip), look);
	if (!ip)
		return absent(cursor, sizeof(*ip), look);
	if (ip->version != 6)
		return PARSED_MALFORMED;
	next = ip->nexthdr;
	ip_end = cursor->offset + sizeof(*ip) + bpf_ntohs(ip->payload_len);
	believed = !is_beyond_frame(cursor, ip_end);
	packet->ipv6 = true;
	packet->ttl = ip->hop_limit;
	__builtin_memcpy(packet->source.ipv6, &ip->saddr, sizeof(ip->saddr));
	__builtin_memcpy(packet->destination.ipv6, &ip->daddr, sizeof(ip->daddr));
	cursor->offset += sizeof(*ip);

	if (look == LOOK_LINEAR) {
		if (is_extension_header(next))
			return PARSED_UNDECIDED;
	} else {
		for (int i = 0; i < MAX_EXTENSION_HEADERS && is_extension_header(next); i++) {
			int step = skip_extension_header(cursor->ctx, cursor->offset, next);

			if (step < 0)
				return ~step;
			cursor->offset = step >> 8;
			next = step;
		}
	}
	return next == IPPROTO_UDP ? parse_udp(cursor, ip_end, believed, look) : PARSED_OTHER;
}

static __always_inline enum parsed parse_ethernet(struct cursor *cursor, __be16 *protocol, const enum look look)
{
	const struct ethhdr *ethernet;
	struct ethhdr copy;

	ethernet = header_at(cursor, &copy, sizeof(*ethernet), look);
	if (!ethernet)
		return absent(cursor, sizeof(*ethernet), look);
	*protocol = ethernet->h_proto;
	cursor->offset += sizeof(*ethernet);

	for (int i = 0; i < MAX_VLAN_TAGS; i++) {
		const struct vlan_tag *tag;
		struct vlan_tag tag_copy;

		if (*protocol != bpf_htons(ETH_P_8021Q) && *protocol != bpf_htons(ETH_P_8021AD))
			break;
		tag = header_at(cursor, &tag_copy, sizeof(*tag), look);
		if (!tag)
			return absent(cursor, sizeof(*tag), look);
		*protocol = tag->protocol;
		cursor->offset += sizeof(*tag);
	}
	return PARSED_UDP;
}

/* A device without a link header says nothing of the protocol: the version is in the first four bits. */
static __always_inline enum parsed parse_raw_ip(struct cursor *cursor, __be16 *protocol, const enum look look)
{
	const __u8 *first;
	__u8 copy;

	first = header_at(cursor, &copy, sizeof(*first), look);
	if (!first)
		return absent(cursor, sizeof(*first), look);
	*protocol = *first >> 4 == 4 ? bpf_htons(ETH_P_IP) : *first >> 4 == 6 ? bpf_htons(ETH_P_IPV6) : 0;
	return PARSED_UDP;
}

static __always_inline enum parsed parse_with(context *ctx, struct packet *packet, enum link link,
					      const enum look look)
{
	struct cursor cursor = {
		.ctx = ctx,
		.packet = packet,
		.data = (const void *)(long)ctx->data,
		.data_end = (const void *)(long)ctx->data_end,
	};
	enum parsed parsed;
	__be16 protocol;

	parsed = link == LINK_ETHERNET ? parse_ethernet(&cursor, &protocol, look) :
					 parse_raw_ip(&cursor, &protocol, look);
	if (parsed != PARSED_UDP)
		return parsed;
	packet->network_offset = cursor.offset;
	if (protocol == bpf_htons(ETH_P_IP))
		return parse_ipv4(&cursor, look);
	if (protocol == bpf_htons(ETH_P_IPV6))
		return parse_ipv6(&cursor, look);
	packet->length = whole_length(ctx); /* nothing here says how long the frame is */
	return PARSED_OTHER;
}

/* Global, and so verified by itself: see enum look. */
__noinline int parse_anywhere(context *ctx, struct packet *packet, int link)
{
	if (!packet)
		return PARSED_OTHER;
	return parse_with(ctx, packet, link, LOOK_ANYWHERE);
}

static __always_inline enum parsed parse(context *ctx, struct packet *packet, const enum link link)
{
	enum parsed parsed = parse_with(ctx, packet, link, LOOK_LINEAR);

	return parsed == PARSED_UNDECIDED ? (enum parsed)parse_anywhere(ctx, packet, link) : parsed;
}

#endif
