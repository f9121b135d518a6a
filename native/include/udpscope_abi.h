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

#define UDPSCOPE_ABI_VERSION 5

enum udpscope_limit {
	UDPSCOPE_MAX_RULES = 1024,
	UDPSCOPE_RULE_WORDS = UDPSCOPE_MAX_RULES / 64,
	/* One in force, one that it may go back to, one being built, one that packets in flight may still hold. */
	UDPSCOPE_GENERATIONS = 4,
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
	/* Of all forwards of a generation; a forward has at most 256 of them. */
	UDPSCOPE_TARGETS = 4096,
	UDPSCOPE_TARGETS_OF_A_FORWARD = 256,
	/* As with rules: a removed target's slot rests before it is given out again. */
	UDPSCOPE_TARGET_SLOTS = 8192,
	/* Forwards that choose among several targets; one with a single target needs no table. */
	UDPSCOPE_BALANCES = 256,
	/* Entries of a balance table in use: a prime, as Maglev wants it. A power of two of them is stored. */
	UDPSCOPE_BALANCE_SIZE = 4093,
	UDPSCOPE_BALANCE_ROOM = 4096,
	/* More than targets: a new next hop is written into an entry that no packet reads. */
	UDPSCOPE_NEXT_HOPS = 16384,
	/* Ethernet and two VLAN tags. */
	UDPSCOPE_LINK_HEADER = 22,
	UDPSCOPE_FAILURES = 16,
	/*
	 * So long after `hops_good_until_ns` a next hop is kept that nobody contradicts: about as long as the kernel goes
	 * on sending to a neighbour that has moved without a word (45 s reachable, 5 s delay, 3 probes; net/core/neighbour.c).
	 */
	UDPSCOPE_HOPS_KEPT_SECONDS = 60,
	UDPSCOPE_RULES_TEXT = (1 << 20) - 8,
	/* Sockets from which the relay sends: one for each target and, with replies, for each client. */
	UDPSCOPE_RELAY_SOCKETS = 65536,
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
	UDPSCOPE_TRANSLATED = 2, /* passed, with another destination port */
	UDPSCOPE_FORWARDED = 3,  /* sent to a target, or, an answer, back to the client */
	UDPSCOPE_RELAYED = 4,    /* given to the relay, which sends it to a target, or to each */
	UDPSCOPE_COPIED = 5,     /* passed, and a copy sent to a target, or given to the relay */
};

/* Why a packet that was to be forwarded or copied passed instead, untouched. */
enum udpscope_failure {
	UDPSCOPE_NO_FAILURE = 0,
	UDPSCOPE_NO_TARGET = 1,    /* every target is down, or its name has no address */
	UDPSCOPE_NO_ROUTE = 2,
	UDPSCOPE_NO_NEIGHBOUR = 3, /* the next hop's MAC is not known */
	UDPSCOPE_LOCAL_TARGET = 4, /* an address of this host: only a socket reaches it */
	UDPSCOPE_TTL_EXPIRED = 5,  /* it would reach zero */
	UDPSCOPE_TOO_BIG = 6,      /* for the MTU of the way out */
	UDPSCOPE_EGRESS_REFUSES = 7, /* the interface takes no frames from this hook */
	UDPSCOPE_NO_PORT = 8,      /* every reply port towards this target is in use */
	UDPSCOPE_NOT_ON_THIS_HOOK = 9, /* XDP cannot copy a packet */
	UDPSCOPE_OTHER_VERSION = 10, /* an IPv4 packet and an IPv6 target, or the other way */
	UDPSCOPE_UNREADABLE = 11,  /* the frame could not be read or rewritten */
	UDPSCOPE_NO_RELAY = 12,    /* the relay does not run, or hangs */
	UDPSCOPE_RELAY_BUSY = 13,  /* its ring is full */
	UDPSCOPE_LOOP = 14,        /* the relay itself has sent the packet, or it answers one */
	UDPSCOPE_UNTENDED = 15,    /* user space has been silent for too long: nobody knows the way */
};

enum udpscope_strategy {
	UDPSCOPE_SOURCE_IP = 0,
	UDPSCOPE_SOURCE_PORT = 1, /* source address and port */
	UDPSCOPE_ROUND_ROBIN = 2,
	UDPSCOPE_ALL = 3, /* a copy to each; takes the relay */
};

/* Who sends a forwarded packet. */
enum udpscope_path {
	UDPSCOPE_PATH_AUTO = 0, /* the program where it can, else the relay, if it runs */
	UDPSCOPE_PATH_KERNEL = 1,
	UDPSCOPE_PATH_RELAY = 2,
};

/* Whose address a forwarded packet bears. */
enum udpscope_source {
	UDPSCOPE_KEEP = 0,
	UDPSCOPE_MASQUERADE = 1, /* the next hop's `source` */
	UDPSCOPE_ADDRESS = 2,    /* the forward's `source_address` */
};

/* What user space knows about the way to a target. */
enum udpscope_hop_state {
	UDPSCOPE_HOP_UNKNOWN = 0, /* nobody has looked for it */
	UDPSCOPE_HOP_READY = 1,
	UDPSCOPE_HOP_NO_ROUTE = 2,
	UDPSCOPE_HOP_NO_NEIGHBOUR = 3,
	UDPSCOPE_HOP_LOCAL = 4,
};

enum udpscope_hop_flag {
	/* The interface takes no frames that native XDP sends (its xdp-features lack ndo-xmit). */
	UDPSCOPE_HOP_REFUSES_NATIVE = 1,
	/*
	 * Generic XDP hands frames to the driver past what would complete a partial checksum or tell their
	 * protocol, and this interface does neither by itself.
	 */
	UDPSCOPE_HOP_REFUSES_GENERIC = 2,
	/* It takes no frame in several buffers that native XDP sends (its xdp-features lack ndo-xmit-sg). */
	UDPSCOPE_HOP_REFUSES_BUFFERS = 4,
};

/* How the program sits on an interface. */
enum udpscope_attached_flag {
	UDPSCOPE_ATTACHED_GENERIC = 1, /* as generic XDP: a partial checksum keeps its mark */
	UDPSCOPE_ATTACHED_REFUSES_NATIVE = 2, /* as with UDPSCOPE_HOP_REFUSES_NATIVE */
	/*
	 * A veth, whose XDP_TX wakes the other end only if that has an XDP program, while a redirect does
	 * so also if it has GRO on (drivers/net/veth.c, veth_xdp_flush, veth_xdp_xmit).
	 */
	UDPSCOPE_ATTACHED_TX_BY_REDIRECT = 4,
	UDPSCOPE_ATTACHED_REFUSES_BUFFERS = 8, /* as with UDPSCOPE_HOP_REFUSES_BUFFERS */
};

/* Dimensions that at least one rule of a generation looks at. The others are not looked up at all. */
enum udpscope_dimension {
	UDPSCOPE_DIMENSION_INTERFACE = 1,
	UDPSCOPE_DIMENSION_SOURCE = 2,
	UDPSCOPE_DIMENSION_DESTINATION = 4,
};

enum udpscope_event_flag {
	UDPSCOPE_EVENT_RAW_IP = 1, /* the frame begins with the IP header: tun, WireGuard */
	UDPSCOPE_EVENT_OUT = 2,    /* sent by this host; else it arrived */
	/* Bits 2 and 3 stay 0 here: user space's own, for link headers that only files have. */
	/* The upper four bits: enum udpscope_failure. */
	UDPSCOPE_EVENT_FAILURE_SHIFT = 4,
};

/* Entries of the prefix tables: a row, or, with this bit, a block of 256 entries for the next byte. */
#define UDPSCOPE_PREFIX_IS_BLOCK 0x8000

/* What a rule does, at its position in the order. */
struct udpscope_rule {
	__u16 slot;  /* its identity: the index of its counters, kept while it is edited or moved */
	__u8 action; /* enum udpscope_action */
	__u8 taps;   /* bit n: tap n takes its packets */
	__u16 port_shift; /* added to the destination port, modulo 65,536; 0: it stays */
	__u16 forward;    /* 1 + index in `forwards`; 0: none */
};

/* What taps take of a rule's packets. All zeroes: what each of them wants. */
struct udpscope_capture {
	__u32 sample;      /* one packet in this many; 0: as the tap wants */
	__u16 snaplen;     /* bytes kept of a packet, from the start of the frame */
	__u8 has_snaplen;  /* 0: `snaplen` is the tap's */
	__u8 off;          /* 1: no packet */
};

/* Where a rule sends its packets, or, with UDPSCOPE_PASS, copies of them. */
struct udpscope_forward {
	__u16 first_target; /* its targets that are up: `target_count` from here on in `targets` */
	__u16 target_count;
	__u16 balance;      /* index in `balances`, if it has several */
	__u16 balance_size; /* entries of it in use; with round-robin the length of one round */
	__u8 strategy;      /* enum udpscope_strategy */
	__u8 source;        /* enum udpscope_source */
	__u8 replies;       /* 1: answers go back to the client as if from the first address */
	__u8 path;          /* enum udpscope_path */
	__u16 first_reply_port; /* ours towards the target, with `replies` and another source than the client's */
	__u16 last_reply_port;
	__u32 idle_seconds; /* a session ends when no packet of it was seen for so long */
	__u32 reserved1;
	__u8 source_address[16]; /* network byte order; IPv4 in the first four bytes */
};

struct udpscope_target {
	__u8 address[16]; /* network byte order; IPv4 in the first four bytes */
	__u16 port;       /* 0: the packet's, after translation */
	__u16 slot;       /* its identity: the index of its counters and its next hop */
	__u8 ipv6;        /* 0 or 1 */
	__u8 reserved[3];
};

/* The way to a target, as user space found it. An entry that packets may read is never changed. */
struct udpscope_next_hop {
	__u32 ifindex;
	__u32 mtu;       /* of an IP packet; 0 is not checked */
	__u8 state;      /* enum udpscope_hop_state */
	__u8 flags;      /* enum udpscope_hop_flag, or-ed */
	__u8 has_source; /* 1: `source` is known */
	__u8 link_length; /* of `link`: 0 without a link header, 14, 18 or 22 */
	__u8 link[UDPSCOPE_LINK_HEADER + 2]; /* the link header, whole, with its EtherType */
	__u8 source[16]; /* ours on that way: what masquerading takes */
	/* Where the neighbour is whose MAC `link` has; 0 if nobody has to answer for it. Above VLANs and bridges. */
	__u32 neighbour_ifindex;
	__u8 reserved[4];
};

/* The one entry of `next_hops`. */
struct udpscope_next_hops {
	__u32 of_target[UDPSCOPE_TARGET_SLOTS]; /* index in `hops`; 0 is an entry that is always unknown */
	struct udpscope_next_hop hops[UDPSCOPE_NEXT_HOPS];
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
	/*
	 * CLOCK_MONOTONIC; 0: it stands. From this time on a packet obeys the generation at index `fallback`
	 * instead. The program looks at the time of the last tick: it may be some milliseconds late.
	 */
	__u64 deadline_ns;
	__u32 fallback;
	__u32 number;          /* counts the changes; what the screen calls the generation */
	__u32 dimensions;      /* enum udpscope_dimension, or-ed */
	__u32 rule_count;
	__u32 interface_count; /* of `interfaces`; any other one has default_interface_row */
	__u32 default_interface_row;
	__u16 ipv6_roots[2]; /* [0] source, [1] destination: an entry as in prefix_blocks */
	__u8 replies;        /* 1: some forward has `replies`, so that packets are looked for in the sessions */
	__u8 replies_any_port; /* 1: also those to a port outside the following ones (the source is kept) */
	__u16 first_reply_port;
	__u16 last_reply_port;
	__u8 reply_taps;     /* bit n: tap n takes answers that go back to clients */
	__u8 has_captures;   /* 1: some rule says what taps take of its packets; else `captures` is not looked at */
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
	struct udpscope_forward forwards[UDPSCOPE_MAX_RULES];
	struct udpscope_target targets[UDPSCOPE_TARGETS];
	/* Which of its targets a forward takes, from 0, by the hash of the flow or the turn of the packet. */
	__u8 balances[UDPSCOPE_BALANCES][UDPSCOPE_BALANCE_ROOM];
	/* By the slot of the rule: answers that go back to clients know no more of it. */
	struct udpscope_capture captures[UDPSCOPE_RULE_SLOTS];
};

/* One consumer's wishes. Written by user space, but for `armed`. */
struct udpscope_tap {
	__u32 snaplen; /* bytes kept of a packet, from the start of the frame */
	__u32 sample;  /* one packet of a rule in this many is captured; 1 is all. The rule's own wishes go first. */
	__u8 reserved0[56];
	/* 1: the reader sleeps; whoever commits the next record wakes it and writes 0. Its own cache line. */
	__u32 armed;
	__u8 reserved1[60];
};

struct udpscope_attached {
	__u32 ifindex; /* 0: no more of them */
	__u32 flags;   /* enum udpscope_attached_flag, or-ed */
};

/* The one entry of `control`: all that a packet asks for before it knows its rule. */
struct udpscope_control {
	__u32 generation; /* index in `generations` of the one in force */
	__u32 relay_tap;  /* the tap whose ring the relay reads */
	/*
	 * CLOCK_MONOTONIC: until then the next hops are good, since user space was there to hear of changes.
	 * For UDPSCOPE_HOPS_KEPT_SECONDS more they are unless the kernel's tables say otherwise.
	 */
	__u64 hops_good_until_ns;
	/* CLOCK_MONOTONIC: until then the relay takes packets; 0: there is none. It moves this on while it runs. */
	__u64 relay_good_until_ns;
	__u32 sampling_taps; /* bit n: tap n wants a sample only */
	__u8 reserved[36];
	struct udpscope_tap taps[UDPSCOPE_MAX_TAPS];
	struct udpscope_attached attached[UDPSCOPE_MAX_INTERFACES];
};

/* reserved + lost + left_out: all packets of rules since the tap was there */
struct udpscope_tap_counters {
	__u64 reserved; /* records that found room in the ring */
	__u64 lost;     /* records that did not: the ring was full */
	__u64 gap;      /* of `lost`, those since this CPU's last record; goes into the next one */
	__u64 left_out; /* packets that a sample or `off` left out */
};

struct udpscope_counter {
	__u64 packets;
	__u64 bytes; /* of whole frames */
};

/* The one entry of `ledger`, for each CPU. */
struct udpscope_ledger {
	struct udpscope_counter outcomes[UDPSCOPE_OUTCOMES];
	/* What this host sent, where it is observed; not part of `seen`. */
	struct udpscope_counter sent_matched;
	struct udpscope_counter sent_unmatched;
};

/* packets = passed + dropped + forwarded + relayed + replied */
struct udpscope_rule_counters {
	__u64 packets;
	__u64 bytes; /* of whole frames */
	__u64 passed;
	__u64 dropped;
	__u64 forwarded;  /* by the program */
	__u64 relayed;    /* given to the relay */
	__u64 replied;    /* answers sent back to clients */
	__u64 translated; /* of `passed` */
	__u64 copied;     /* of `passed` */
	__u64 failed[UDPSCOPE_FAILURES]; /* of `passed`, by enum udpscope_failure */
};

/* Packets that the program sent to a target; a copy counts like an original. What the relay sends, it counts itself. */
struct udpscope_target_counters {
	__u64 packets;
	__u64 bytes; /* of the frames as they came in */
};

/*
 * Key of both session maps. In `requests`: the client's packet as it came in, and the target chosen for
 * it. In `replies`: the target's answer as it comes in, and no target. Addresses are in network byte
 * order, IPv4 as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2).
 */
struct udpscope_tuple {
	__u8 source[16];
	__u8 destination[16];
	__u16 source_port;
	__u16 destination_port;
	__u16 target_slot;
	__u16 reserved;
};

/*
 * Value of both. What the packet is made into; for a reply also the way back: where its request came
 * in, and that one's link header with the MACs exchanged.
 */
struct udpscope_session {
	__u64 last_ns; /* of the newest packet, CLOCK_MONOTONIC at the tick before it */
	__u64 idle_ns;
	struct udpscope_tuple to;
	__u32 ifindex;
	__u16 rule_slot;
	__u8 link_length;
	__u8 reserved0;
	__u8 link[UDPSCOPE_LINK_HEADER + 2];
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

/*
 * A record in the relay's ring: a datagram to be sent, `length` bytes of payload in `data`. Ports are in
 * host byte order, addresses in network byte order, IPv4 in the first four bytes.
 *
 *   0         8            12       14        16          18            20     22    23    24
 *   | time_ns | generation | length | segment | rule_slot | target_slot | port | ttl | tos | ipv6 |
 *   25             26            28                 30         32       48            64
 *   | keeps_source | source_port | destination_port | reserved | source | destination | data …
 */
struct udpscope_relayed {
	__u64 time_ns;    /* CLOCK_MONOTONIC at the tick before it came in */
	__u32 generation; /* `number` of the generation that decided it */
	__u16 length;
	__u16 segment;    /* 0: one datagram; else many of so many bytes each, the last one maybe shorter */
	__u16 rule_slot;
	__u16 target_slot; /* of no meaning with UDPSCOPE_ALL */
	__u16 port;       /* of targets that name none: the packet's, after translation */
	__u8 ttl;         /* or hop limit, as it came in */
	__u8 tos;         /* or traffic class */
	__u8 ipv6;        /* 0 or 1 */
	__u8 keeps_source; /* 1: it is to bear the client's address and port; 0: those of a socket of the relay */
	__u16 source_port; /* this and what follows: as it came in */
	__u16 destination_port;
	__u16 reserved;
	__u8 source[16];
	__u8 destination[16];
	__u8 data[];
};

/* Key of `relay_sockets`: where a socket of the relay sends from. IPv4 as IPv4-mapped IPv6. */
struct udpscope_relay_socket {
	__u8 address[16];
	__u16 port;
	__u16 reserved;
};

/*
 * The one entry of `rules_text`: the rules in force as people write them, for other processes that ask
 * about this session. The program never reads it. A text that does not fit is left out.
 */
struct udpscope_rules_text {
	__u32 number; /* of the generation that it tells of */
	__u32 length; /* of `text`; 0 while it is being written, or left out */
	__u8 text[UDPSCOPE_RULES_TEXT];
};

/*
 * The one entry of `explained`: what a twin that explains made of its last packet. A running program
 * never writes it. Addresses as in udpscope_target, as they came in.
 */
struct udpscope_explained {
	__u8 source[16];
	__u8 destination[16];
	__u32 outcome;    /* enum udpscope_outcome; what follows holds as far as it says */
	__u32 generation; /* index in `generations` */
	__u32 position;   /* of the rule; UDPSCOPE_MAX_RULES: an answer to a client */
	__u16 source_port;
	__u16 destination_port;
	__u16 rule_slot;
	__u16 target_slot; /* where `failure` comes after the choice of a target, that one's */
	__u8 verdict;      /* enum udpscope_verdict */
	__u8 failure;      /* enum udpscope_failure */
	__u8 ipv6;         /* 0 or 1 */
	__u8 reserved;
};

_Static_assert(sizeof(struct udpscope_rule) == 8, "udpscope_rule");
_Static_assert(sizeof(struct udpscope_row) == 136, "udpscope_row");
_Static_assert(sizeof(struct udpscope_interface) == 8, "udpscope_interface");
_Static_assert(sizeof(struct udpscope_control) == 64 + 8 * 128 + 16 * 8, "udpscope_control");
_Static_assert(sizeof(struct udpscope_prefix_node) == 40, "udpscope_prefix_node");
_Static_assert(sizeof(struct udpscope_tap) == 128, "udpscope_tap");
_Static_assert(sizeof(struct udpscope_tap_counters) == 32, "udpscope_tap_counters");
_Static_assert(sizeof(struct udpscope_counter) == 16, "udpscope_counter");
_Static_assert(sizeof(struct udpscope_ledger) == 112, "udpscope_ledger");
_Static_assert(sizeof(struct udpscope_rule_counters) == 200, "udpscope_rule_counters");
_Static_assert(sizeof(struct udpscope_event) == 32, "udpscope_event");
_Static_assert(sizeof(struct udpscope_relayed) == 64, "udpscope_relayed");
_Static_assert(sizeof(struct udpscope_relay_socket) == 20, "udpscope_relay_socket");
_Static_assert(sizeof(struct udpscope_capture) == 8, "udpscope_capture");
_Static_assert(sizeof(struct udpscope_forward) == 40, "udpscope_forward");
_Static_assert(sizeof(struct udpscope_target) == 24, "udpscope_target");
_Static_assert(sizeof(struct udpscope_next_hop) == 60, "udpscope_next_hop");
_Static_assert(sizeof(struct udpscope_target_counters) == 16, "udpscope_target_counters");
_Static_assert(sizeof(struct udpscope_tuple) == 40, "udpscope_tuple");
_Static_assert(sizeof(struct udpscope_session) == 88, "udpscope_session");
_Static_assert(sizeof(struct udpscope_explained) == 56, "udpscope_explained");
_Static_assert(__builtin_offsetof(struct udpscope_tap, armed) == 64, "udpscope_tap.armed");
_Static_assert(__builtin_offsetof(struct udpscope_event, verdict) == 30, "udpscope_event.verdict");
_Static_assert(__builtin_offsetof(struct udpscope_generation, rules) == 172, "generation.rules");
_Static_assert(__builtin_offsetof(struct udpscope_generation, rows) == 8368, "generation.rows");
_Static_assert(__builtin_offsetof(struct udpscope_generation, port_rows) == 1122480, "generation.port_rows");
_Static_assert(__builtin_offsetof(struct udpscope_generation, forwards) == 3907760, "generation.forwards");
_Static_assert(__builtin_offsetof(struct udpscope_generation, balances) == 4047024, "generation.balances");
_Static_assert(__builtin_offsetof(struct udpscope_generation, captures) == 5095600, "generation.captures");
_Static_assert(sizeof(struct udpscope_generation) == 5128368, "udpscope_generation");
_Static_assert(sizeof(struct udpscope_next_hops) == 1015808, "udpscope_next_hops");

#endif
