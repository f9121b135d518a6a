/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the datapath and user space share: the values of the maps and the records in the rings.
 *
 * This file is the truth. The Java side (io.udpscope.datapath.bpf.abi) describes the same structs and
 * compares itself with the object's BTF whenever it loads it; any difference refuses to load. Every
 * type has a fixed width, every hole is named, every size is asserted. Integers are in host byte
 * order, also ports; addresses are in network byte order, as on the wire.
 */
#ifndef UDPSCOPE_ABI_H
#define UDPSCOPE_ABI_H

#include <linux/types.h>

#define UDPSCOPE_ABI_VERSION 1

enum udpscope_limit {
	UDPSCOPE_MAX_RULES = 1024,
	UDPSCOPE_RULE_WORDS = UDPSCOPE_MAX_RULES / 64,
	/* One in force, one being built, one that packets in flight may still hold. */
	UDPSCOPE_GENERATIONS = 3,
	UDPSCOPE_MAX_INTERFACES = 16,
	UDPSCOPE_MAX_TAPS = 8,
	/* More slots than rules: a removed rule's slot rests before it is given out again. */
	UDPSCOPE_RULE_SLOTS = 4096,
	/*
	 * Rows of the bit-vector tables, all dimensions together. 1,024 port ranges cut the ports into
	 * at most 2,049 intervals for each IP version; 1,024 prefixes give at most as many rows, twice;
	 * and each dimension has its default rows.
	 */
	UDPSCOPE_ROWS = 8192,
	/*
	 * An IPv4 prefix takes at most two blocks, one for each byte behind the second. Of n IPv6 prefixes at
	 * most n end in a block and n - 1 blocks part them. For 1,024 rules, both dimensions.
	 */
	UDPSCOPE_PREFIX_BLOCKS = 4096,
};

/* What became of a packet that the program saw. Each packet has exactly one, so they add up to `seen`. */
enum udpscope_outcome {
	UDPSCOPE_UNMATCHED = 0, /* UDP that no rule matches; passed */
	UDPSCOPE_MATCHED = 1,   /* UDP that a rule decided */
	UDPSCOPE_FRAGMENT = 2,  /* a piece of a fragmented UDP datagram; passed */
	UDPSCOPE_MALFORMED = 3, /* a header that lies or is cut off; passed, the stack refuses it itself */
	UDPSCOPE_OTHER = 4,     /* not UDP over IPv4 or IPv6; passed */
	UDPSCOPE_OUTCOMES = 5,
};

enum udpscope_action {
	UDPSCOPE_PASS = 0,
	UDPSCOPE_DROP = 1,
};

/* What was done with a captured packet. */
enum udpscope_verdict {
	UDPSCOPE_PASSED = 0,
	UDPSCOPE_DROPPED = 1,
};

/* Dimensions that at least one rule of a generation looks at. The others are not looked up at all. */
enum udpscope_dimension {
	UDPSCOPE_DIMENSION_INTERFACE = 1,
	UDPSCOPE_DIMENSION_SOURCE = 2,
	UDPSCOPE_DIMENSION_DESTINATION = 4,
};

enum udpscope_event_flag {
	UDPSCOPE_EVENT_RAW_IP = 1, /* the frame begins with the IP header: tun, WireGuard */
};

/* Entries of the prefix tables: a row, or, with this bit, a block of 256 entries for the next byte. */
#define UDPSCOPE_PREFIX_IS_BLOCK 0x8000

/* What a rule does, at its position in the order. */
struct udpscope_rule {
	__u16 slot;  /* its identity: the index of its counters, kept while it is edited or moved */
	__u8 action; /* enum udpscope_action */
	__u8 taps;   /* bit n: tap n takes its packets */
};

/*
 * The rules that accept one value of one dimension: bit n is the rule at position n. `summary` has a
 * bit for each word that is not zero, so that a match touches no word in vain.
 */
struct udpscope_row {
	__u64 summary;
	__u64 words[UDPSCOPE_RULE_WORDS];
};

/*
 * Where a block of the IPv6 tree stands: behind the first `byte` bytes of an address, which are those
 * of `prefix` under `mask`. Bytes that no rule parts addresses by have no block. The words are in host
 * byte order, the first of them holding the first eight bytes of the address.
 */
struct udpscope_prefix_node {
	__u64 prefix[2];
	__u64 mask[2];
	__u16 row; /* of an address that came this way and begins otherwise */
	__u8 byte; /* the one that the block's entries are for */
	__u8 reserved[5];
};

struct udpscope_interface {
	__u32 ifindex;
	__u32 row;
};

/*
 * One whole set of rules, compiled. A packet reads the index of the one in force once and uses
 * nothing else, so that it meets the old set or the new one and never a mix.
 */
struct udpscope_generation {
	__u32 number;          /* counts the changes; what the screen calls the generation */
	__u32 dimensions;      /* enum udpscope_dimension, or-ed */
	__u32 rule_count;
	__u32 interface_count; /* of `interfaces`; any other one has default_interface_row */
	__u32 default_interface_row;
	__u16 ipv6_roots[2]; /* [0] source, [1] destination: an entry as in prefix_blocks */
	struct udpscope_interface interfaces[UDPSCOPE_MAX_INTERFACES];
	struct udpscope_rule rules[UDPSCOPE_MAX_RULES];
	struct udpscope_row rows[UDPSCOPE_ROWS];
	/* [0] IPv4, [1] IPv6: the row of a destination port. The IP version is matched by the same look-up. */
	__u16 port_rows[2][65536];
	/* IPv4 prefixes by the first 16 bits; longer ones go on in blocks. */
	__u16 source_roots[65536];
	__u16 destination_roots[65536];
	__u16 prefix_blocks[UDPSCOPE_PREFIX_BLOCKS][256];
	struct udpscope_prefix_node prefix_nodes[UDPSCOPE_PREFIX_BLOCKS]; /* of the blocks that are IPv6 */
};

/* One consumer's wishes. Written by user space, but for `armed`. */
struct udpscope_tap {
	__u32 snaplen; /* bytes kept of a packet, from the start of the frame */
	__u32 sample;  /* one packet of a rule in this many is captured; 1 is all */
	__u8 reserved0[56];
	/* 1: the reader sleeps; whoever commits the next record wakes it and writes 0. Its own cache line. */
	__u32 armed;
	__u8 reserved1[60];
};

/* The one entry of `control`: all that a packet asks for before it knows its rule. */
struct udpscope_control {
	__u32 generation; /* index in `generations` of the one in force */
	__u8 reserved[60];
	struct udpscope_tap taps[UDPSCOPE_MAX_TAPS];
};

struct udpscope_tap_counters {
	__u64 reserved; /* records that found room in the ring */
	__u64 lost;     /* records that did not: the ring was full */
	__u64 gap;      /* of `lost`, those since this CPU's last record; goes into the next one */
};

struct udpscope_counter {
	__u64 packets;
	__u64 bytes; /* of whole frames */
};

/* The one entry of `ledger`, for each CPU. */
struct udpscope_ledger {
	struct udpscope_counter outcomes[UDPSCOPE_OUTCOMES];
};

struct udpscope_rule_counters {
	__u64 packets;
	__u64 bytes; /* of whole frames */
	__u64 passed;
	__u64 dropped;
};

/*
 * A record in a tap's ring. `data` holds the frame from its first byte, `captured` bytes of it; what
 * the ring holds beyond is old memory and means nothing.
 *
 *   0                8       12      16      20   22   24   26   28   30 31 32
 *   | time_ns        |ifindex| length| lost  |capt|slot|queu|net |tran|v |f | data …
 */
struct udpscope_event {
	__u64 time_ns; /* CLOCK_MONOTONIC, bpf_ktime_get_ns() */
	__u32 ifindex;
	__u32 length;  /* of the frame on the wire */
	__u32 lost;    /* records that this CPU could not place on this tap since its previous one */
	__u16 captured;
	__u16 rule_slot;
	__u16 queue; /* receive queue */
	__u16 network_offset;
	__u16 transport_offset;
	__u8 verdict; /* enum udpscope_verdict */
	__u8 flags;   /* enum udpscope_event_flag, or-ed */
	__u8 data[];
};

_Static_assert(sizeof(struct udpscope_rule) == 4, "udpscope_rule");
_Static_assert(sizeof(struct udpscope_row) == 136, "udpscope_row");
_Static_assert(sizeof(struct udpscope_interface) == 8, "udpscope_interface");
_Static_assert(sizeof(struct udpscope_control) == 64 + 8 * 128, "udpscope_control");
_Static_assert(sizeof(struct udpscope_prefix_node) == 40, "udpscope_prefix_node");
_Static_assert(sizeof(struct udpscope_tap) == 128, "udpscope_tap");
_Static_assert(sizeof(struct udpscope_tap_counters) == 24, "udpscope_tap_counters");
_Static_assert(sizeof(struct udpscope_counter) == 16, "udpscope_counter");
_Static_assert(sizeof(struct udpscope_ledger) == 80, "udpscope_ledger");
_Static_assert(sizeof(struct udpscope_rule_counters) == 32, "udpscope_rule_counters");
_Static_assert(sizeof(struct udpscope_event) == 32, "udpscope_event");
_Static_assert(__builtin_offsetof(struct udpscope_tap, armed) == 64, "udpscope_tap.armed");
_Static_assert(__builtin_offsetof(struct udpscope_event, verdict) == 30, "udpscope_event.verdict");
_Static_assert(__builtin_offsetof(struct udpscope_generation, rules) == 152, "generation.rules");
_Static_assert(__builtin_offsetof(struct udpscope_generation, rows) == 4248, "generation.rows");
_Static_assert(__builtin_offsetof(struct udpscope_generation, port_rows) == 1118360, "generation.port_rows");
_Static_assert(sizeof(struct udpscope_generation) == 3903640, "udpscope_generation");

#endif
