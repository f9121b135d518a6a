/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The cost of a match does not grow with the number of rules: one look-up for each dimension that any
 * rule uses, each giving the bit vector of the rules that accept the packet's value; the lowest bit
 * that is set in all of them is the rule. (Lakshman and Stiliadis, SIGCOMM 1998; the summary words
 * are Baboescu and Varghese's aggregation, SIGCOMM 2001.)
 */
#ifndef UDPSCOPE_MATCH_H
#define UDPSCOPE_MATCH_H

#include "maps.h"
#include "parse.h"

enum { NO_RULE = UDPSCOPE_MAX_RULES };

static __always_inline const struct udpscope_row *row_at(const struct udpscope_generation *generation, __u32 row)
{
	return &generation->rows[row & (UDPSCOPE_ROWS - 1)];
}

static __always_inline const struct udpscope_row *
interface_row(const struct udpscope_generation *generation, __u32 ifindex)
{
	for (__u32 i = 0; i < UDPSCOPE_MAX_INTERFACES && i < generation->interface_count; i++)
		if (generation->interfaces[i].ifindex == ifindex)
			return row_at(generation, generation->interfaces[i].row);
	return row_at(generation, generation->default_interface_row);
}

/* Longest IPv4 prefix in 16, 24 or 32 bits: at most three dependent loads. */
static __always_inline __u32 ipv4_row(const struct udpscope_generation *generation, const __u16 *roots, __be32 address)
{
	__u32 host = bpf_ntohl(address);
	__u32 entry = roots[host >> 16];

	if (entry & UDPSCOPE_PREFIX_IS_BLOCK)
		entry = generation->prefix_blocks[entry & (UDPSCOPE_PREFIX_BLOCKS - 1)][(host >> 8) & 0xff];
	if (entry & UDPSCOPE_PREFIX_IS_BLOCK)
		entry = generation->prefix_blocks[entry & (UDPSCOPE_PREFIX_BLOCKS - 1)][host & 0xff];
	return entry;
}

/* Longest IPv6 prefix: one block for each byte by which the rules part addresses, often two or three. */
static __always_inline __u32 ipv6_row(const struct udpscope_generation *generation, __u32 entry, const __be64 *address)
{
	const __u64 high = bpf_be64_to_cpu(address[0]);
	const __u64 low = bpf_be64_to_cpu(address[1]);

	for (int i = 0; i < 16 && entry & UDPSCOPE_PREFIX_IS_BLOCK; i++) {
		const __u32 block = entry & (UDPSCOPE_PREFIX_BLOCKS - 1);
		const struct udpscope_prefix_node *node = &generation->prefix_nodes[block];
		const __u64 word = node->byte < 8 ? high : low;

		if ((high & node->mask[0]) != node->prefix[0] || (low & node->mask[1]) != node->prefix[1])
			return node->row;
		entry = generation->prefix_blocks[block][(word >> (56 - node->byte % 8 * 8)) & 0xff];
	}
	return entry;
}

static __always_inline __u32 lowest_bit(__u64 word)
{
	return __builtin_ctzll(word);
}

/* Position of the first rule that accepts the packet, or NO_RULE. */
static __always_inline __u32 match(context *ctx, const struct packet *packet,
				   const struct udpscope_generation *generation)
{
	const __u32 dimensions = generation->dimensions;
	const struct udpscope_row *port, *interface, *source, *destination;
	__u64 summary;

	port = row_at(generation, generation->port_rows[packet->ipv6 & 1][packet->destination_port]);
	summary = port->summary;
	if (!summary)
		return NO_RULE;
	interface = source = destination = port; /* x & x is x: a dimension that is not used changes nothing */
	if (dimensions) {
		if (dimensions & UDPSCOPE_DIMENSION_INTERFACE)
			interface = interface_row(generation, interface_of(ctx));
		if (dimensions & UDPSCOPE_DIMENSION_SOURCE)
			source = row_at(generation, packet->ipv6 ?
				ipv6_row(generation, generation->ipv6_roots[0], packet->source.ipv6) :
				ipv4_row(generation, generation->source_roots, packet->source.ipv4));
		if (dimensions & UDPSCOPE_DIMENSION_DESTINATION)
			destination = row_at(generation, packet->ipv6 ?
				ipv6_row(generation, generation->ipv6_roots[1], packet->destination.ipv6) :
				ipv4_row(generation, generation->destination_roots, packet->destination.ipv4));
		summary &= interface->summary & source->summary & destination->summary;
	}

	for (int i = 0; i < UDPSCOPE_RULE_WORDS && summary; i++) {
		__u32 word = lowest_bit(summary) & (UDPSCOPE_RULE_WORDS - 1);
		__u64 rules = port->words[word];

		if (dimensions)
			rules &= interface->words[word] & source->words[word] & destination->words[word];
		if (rules)
			return word * 64 + lowest_bit(rules);
		summary &= summary - 1;
	}
	return NO_RULE;
}

#endif
