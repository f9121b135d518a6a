// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * What the program costs a packet, by BPF_PROG_TEST_RUN, less what an empty program costs, as a
 * multiple of the least capture that can be written by hand (reference.bpf.c).
 *
 * Each case is a rule set of its own, compiled into the object's maps here. Before anything is timed
 * one run proves that the case does what its name says: the return value, the ledger, the rule's
 * counters and the record in the ring. While it is timed the counters must move by exactly the number
 * of packets, so that neither an empty map nor a full ring passes for speed.
 *
 * usage: progcost UDPSCOPE.bpf.o REFERENCE.bpf.o [ROUNDS]
 * Lines of output: case, nanoseconds (least, median), the same less the empty program's, ratio of both.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "udpscope_abi.h"

enum {
	FRAME_BYTES = 128,
	SNAPLEN = 96,
	RULES = 1000,
	FIRST_PORT = 2000,
	PORT = FIRST_PORT + RULES - 1,
	RING_BYTES = 16 << 20,
	RING_RECORD_BYTES = 8 + 32 + SNAPLEN,
	REPEAT = 100000,
	MAX_ROUNDS = 1000,
	XDP_DROP_CODE = 1,
	XDP_PASS_CODE = 2,
	XDP_REDIRECT_CODE = 4,
	/* A frame that is changed is changed again by the next run: its TTL of 255 lasts for so many. */
	REPEAT_CHANGING = 240,
	REPEAT_COLD = 80,
	CALLS_CHANGING = 3,
	TARGETS = 10,
	EGRESS_IFINDEX = 77,
};

_Static_assert((uint64_t)REPEAT * RING_RECORD_BYTES <= RING_BYTES, "a round must fit into the ring");

static void fail(const char *format, ...)
{
	va_list arguments;

	fputs("progcost: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static void check(bool holds, const char *name, const char *what, uint64_t expected, uint64_t actual)
{
	if (!holds)
		fail("%s: %s should be %llu and is %llu: the figures would mean nothing", name, what,
		     (unsigned long long)expected, (unsigned long long)actual);
}

static void check_equal(const char *name, const char *what, uint64_t expected, uint64_t actual)
{
	check(expected == actual, name, what, expected, actual);
}

/* A ring's positions, mapped. */
struct ring {
	volatile uint64_t *consumer;
	const volatile uint64_t *producer;
	const uint8_t *data;
};

static struct ring ring_map(int fd)
{
	long page = sysconf(_SC_PAGESIZE);
	uint8_t *consumer = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	uint8_t *producer = mmap(NULL, page + 2 * RING_BYTES, PROT_READ, MAP_SHARED, fd, page);

	if (consumer == MAP_FAILED || producer == MAP_FAILED)
		fail("mapping a ring of %d bytes: %s", RING_BYTES, strerror(errno));
	return (struct ring){ (volatile uint64_t *)consumer, (const volatile uint64_t *)producer, producer + page };
}

static uint64_t ring_used(const struct ring *ring)
{
	return *ring->producer - *ring->consumer;
}

static void ring_drain(const struct ring *ring)
{
	*ring->consumer = *ring->producer;
}

/* The loaded objects. */
struct bench {
	int program, empty, reference;
	int control, generations, ledger, rule_counters, tap_counters, next_hops, replies;
	int cpus;
	struct ring tap_ring, reference_ring;
};

static int program_fd(struct bpf_object *object, const char *name)
{
	struct bpf_program *program = bpf_object__find_program_by_name(object, name);

	if (!program)
		fail("no program %s", name);
	return bpf_program__fd(program);
}

static int map_fd(struct bpf_object *object, const char *name)
{
	int fd = bpf_object__find_map_fd_by_name(object, name);

	if (fd < 0)
		fail("no map %s", name);
	return fd;
}

/* The tables of sessions: 0 requests, 1 replies. Returns the latter. */
static int make_replies(int sessions)
{
	int table = -1;

	for (uint32_t index = 0; index < 2; index++) {
		table = bpf_map_create(BPF_MAP_TYPE_LRU_HASH, "bench_sessions", sizeof(struct udpscope_tuple),
				       sizeof(struct udpscope_session), 131072, NULL);
		if (table < 0 || bpf_map_update_elem(sessions, &index, &table, BPF_ANY))
			fail("making a table of sessions: %s", strerror(errno));
	}
	return table;
}

static void load_udpscope(struct bench *bench, const char *path)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *raw_ip;
	uint32_t tap = 0;
	int ring;

	if (!object)
		fail("opening %s: %s", path, strerror(errno));
	raw_ip = bpf_object__find_program_by_name(object, "udpscope_raw_ip");
	if (raw_ip)
		bpf_program__set_autoload(raw_ip, false);
	if (bpf_object__load(object))
		fail("loading %s: %s", path, strerror(errno));
	bench->program = program_fd(object, "udpscope_ethernet");
	bench->control = map_fd(object, "control");
	bench->generations = map_fd(object, "generations");
	bench->ledger = map_fd(object, "ledger");
	bench->rule_counters = map_fd(object, "rule_counters");
	bench->tap_counters = map_fd(object, "tap_counters");
	bench->next_hops = map_fd(object, "next_hops");
	bench->replies = make_replies(map_fd(object, "sessions"));
	bench->cpus = libbpf_num_possible_cpus();

	ring = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "bench_tap", 0, 0, RING_BYTES, NULL);
	if (ring < 0 || bpf_map_update_elem(map_fd(object, "rings"), &tap, &ring, BPF_ANY))
		fail("giving the tap its ring: %s", strerror(errno));
	bench->tap_ring = ring_map(ring);
}

static void load_reference(struct bench *bench, const char *path)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);

	if (!object)
		fail("opening %s: %s", path, strerror(errno));
	bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "ring"), RING_BYTES);
	if (bpf_object__load(object))
		fail("loading %s: %s", path, strerror(errno));
	bench->empty = program_fd(object, "empty");
	bench->reference = program_fd(object, "minimal_capture");
	bench->reference_ring = ring_map(map_fd(object, "ring"));
}

/* Frames. */
struct frame4 {
	struct ethhdr ethernet;
	struct iphdr ip;
	struct udphdr udp;
	uint8_t payload[FRAME_BYTES - sizeof(struct ethhdr) - sizeof(struct iphdr) - sizeof(struct udphdr)];
} __attribute__((packed));

struct frame6 {
	struct ethhdr ethernet;
	struct ipv6hdr ip;
	struct udphdr udp;
	uint8_t payload[FRAME_BYTES - sizeof(struct ethhdr) - sizeof(struct ipv6hdr) - sizeof(struct udphdr)];
} __attribute__((packed));

_Static_assert(sizeof(struct frame4) == FRAME_BYTES && sizeof(struct frame6) == FRAME_BYTES, "frames");

union frame {
	struct frame4 v4;
	struct frame6 v6;
};

/* Addresses of rule i: 10.0.0.0/24, 10.0.1.0/24, … and 10.128.0.1, 10.128.1.1, …; in IPv6 as fd00::/64 and so on. */
static uint32_t source4(int rule)
{
	return 10u << 24 | rule << 8;
}

static uint32_t destination4(int rule)
{
	return 10u << 24 | 128 << 16 | rule << 8 | 1;
}

static void address6(uint8_t *address, int rule, bool destination)
{
	memset(address, 0, 16);
	address[0] = 0xfd;
	address[1] = destination;
	address[6] = rule >> 8;
	address[7] = rule;
	address[15] = destination;
}

static uint32_t sum_of(const void *bytes, size_t length, uint32_t sum)
{
	for (size_t i = 0; i + 1 < length; i += 2)
		sum += ((const uint8_t *)bytes)[i] << 8 | ((const uint8_t *)bytes)[i + 1];
	return sum;
}

static uint16_t checksum_of(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

/* Right for all of the frame: a packet without a UDP checksum would be cheaper to change. */
static void put_checksums(union frame *frame, bool ipv6)
{
	uint32_t pseudo;

	if (ipv6) {
		pseudo = sum_of(&frame->v6.ip.saddr, 32, IPPROTO_UDP + ntohs(frame->v6.udp.len));
		frame->v6.udp.check = checksum_of(sum_of(&frame->v6.udp, ntohs(frame->v6.udp.len), pseudo));
		return;
	}
	frame->v4.ip.check = checksum_of(sum_of(&frame->v4.ip, sizeof(frame->v4.ip), 0));
	pseudo = sum_of(&frame->v4.ip.saddr, 8, IPPROTO_UDP + ntohs(frame->v4.udp.len));
	frame->v4.udp.check = checksum_of(sum_of(&frame->v4.udp, ntohs(frame->v4.udp.len), pseudo));
}

static void make_frame(union frame *frame, bool ipv6)
{
	struct udphdr udp = { .source = htons(40000), .dest = htons(PORT) };

	memset(frame, 0, sizeof(*frame));
	if (ipv6) {
		frame->v6.ethernet.h_proto = htons(ETH_P_IPV6);
		frame->v6.ip = (struct ipv6hdr){ .version = 6, .nexthdr = IPPROTO_UDP, .hop_limit = 255 };
		frame->v6.ip.payload_len = htons(FRAME_BYTES - sizeof(struct ethhdr) - sizeof(struct ipv6hdr));
		address6(frame->v6.ip.saddr.s6_addr, RULES - 1, false);
		address6(frame->v6.ip.daddr.s6_addr, RULES - 1, true);
		udp.len = frame->v6.ip.payload_len;
		frame->v6.udp = udp;
		put_checksums(frame, true);
		return;
	}
	frame->v4.ethernet.h_proto = htons(ETH_P_IP);
	frame->v4.ip = (struct iphdr){ .version = 4, .ihl = 5, .ttl = 255, .protocol = IPPROTO_UDP };
	frame->v4.ip.tot_len = htons(FRAME_BYTES - sizeof(struct ethhdr));
	frame->v4.ip.saddr = htonl(source4(RULES - 1) | 7);
	frame->v4.ip.daddr = htonl(destination4(RULES - 1));
	udp.len = htons(FRAME_BYTES - sizeof(struct ethhdr) - sizeof(struct iphdr));
	frame->v4.udp = udp;
	put_checksums(frame, false);
}

/* Rule sets. Rule i has slot i + 1, row i + 1 holds rule i alone, row 0 none, the last row all. */
enum { NO_RULES_ROW = 0, ALL_RULES_ROW = UDPSCOPE_ROWS - 1 };

static void let_through(struct udpscope_row *row, int rule)
{
	row->words[rule / 64] |= 1ull << rule % 64;
	row->summary |= 1ull << rule / 64;
}

static void fill_rules(struct udpscope_generation *generation, int count, int action, int taps)
{
	generation->rule_count = count;
	for (int rule = 0; rule < count; rule++) {
		generation->rules[rule] = (struct udpscope_rule){ .slot = rule + 1, .action = action, .taps = taps };
		let_through(&generation->rows[rule + 1], rule);
		let_through(&generation->rows[ALL_RULES_ROW], rule);
	}
}

/* The last rule takes PORT, the others each one of those before it. */
static void match_ports(struct udpscope_generation *generation, int count)
{
	for (int rule = 0; rule < count; rule++)
		for (int version = 0; version < 2; version++)
			generation->port_rows[version][PORT - count + 1 + rule] = rule + 1;
}

/* A rule for any UDP on another port than the packet's. */
static void match_another_port(struct udpscope_generation *generation, int count)
{
	(void)count;
	generation->port_rows[0][53] = generation->port_rows[1][53] = 1;
}

static void put_ipv4_prefix(struct udpscope_generation *generation, uint16_t *roots, int *blocks, uint32_t address,
			    int length, uint16_t row)
{
	uint16_t *entry = &roots[address >> 16];

	for (int depth = 16; depth < length; depth += 8) {
		if (!(*entry & UDPSCOPE_PREFIX_IS_BLOCK)) {
			if (*blocks == UDPSCOPE_PREFIX_BLOCKS)
				fail("no prefix block is left");
			*entry = UDPSCOPE_PREFIX_IS_BLOCK | (*blocks)++;
		}
		entry = &generation->prefix_blocks[*entry & ~UDPSCOPE_PREFIX_IS_BLOCK][address >> (24 - depth) & 0xff];
	}
	*entry = row;
}

static uint64_t first_bytes(int count)
{
	return count == 0 ? 0 : ~0ull << (64 - 8 * count);
}

/* A block behind the first `byte` bytes of an address, with row 0 throughout. */
static uint16_t make_node(struct udpscope_generation *generation, int *blocks, const uint8_t *address, int byte)
{
	struct udpscope_prefix_node *node = &generation->prefix_nodes[*blocks];
	uint64_t words[2];

	if (*blocks == UDPSCOPE_PREFIX_BLOCKS)
		fail("no prefix block is left");
	memcpy(words, address, sizeof(words));
	node->mask[0] = first_bytes(byte < 8 ? byte : 8);
	node->mask[1] = first_bytes(byte < 8 ? 0 : byte - 8);
	node->prefix[0] = be64toh(words[0]) & node->mask[0];
	node->prefix[1] = be64toh(words[1]) & node->mask[1];
	node->byte = byte;
	return UDPSCOPE_PREFIX_IS_BLOCK | (*blocks)++;
}

/* The addresses of address6() part in bytes 6 and 7; a destination ends in byte 15. */
static void put_ipv6_prefix(struct udpscope_generation *generation, int *blocks, int rule, bool destination)
{
	uint16_t *entry = &generation->ipv6_roots[destination];
	const int bytes[] = { 6, 7, 15 };
	uint8_t address[16];

	address6(address, rule, destination);
	for (int i = 0; i < (destination ? 3 : 2); i++) {
		if (!*entry)
			*entry = make_node(generation, blocks, address, bytes[i]);
		entry = &generation->prefix_blocks[*entry & ~UDPSCOPE_PREFIX_IS_BLOCK][address[bytes[i]]];
	}
	*entry = rule + 1;
}

/* Any port; sources of /24 (IPv6 /64), destinations of /32 (/128), a pair for each rule. */
static void match_prefixes(struct udpscope_generation *generation, int count)
{
	int blocks = 0;

	generation->dimensions = UDPSCOPE_DIMENSION_SOURCE | UDPSCOPE_DIMENSION_DESTINATION;
	for (int version = 0; version < 2; version++)
		for (int port = 0; port < 65536; port++)
			generation->port_rows[version][port] = ALL_RULES_ROW;
	for (int rule = 0; rule < count; rule++) {
		put_ipv4_prefix(generation, generation->source_roots, &blocks, source4(rule), 24, rule + 1);
		put_ipv4_prefix(generation, generation->destination_roots, &blocks, destination4(rule), 32, rule + 1);
		put_ipv6_prefix(generation, &blocks, rule, false);
		put_ipv6_prefix(generation, &blocks, rule, true);
	}
}

/* Any port, so that a packet whose port was changed matches again. */
static void match_any_port(struct udpscope_generation *generation, int count)
{
	(void)count;
	for (int version = 0; version < 2; version++)
		for (int port = 0; port < 65536; port++)
			generation->port_rows[version][port] = ALL_RULES_ROW;
}

/* What a case does to a packet, besides what a rule of match and action does. */
enum change {
	UNCHANGED,
	TRANSLATE,
	FORWARD, /* to one target */
	BALANCE, /* over TARGETS of them */
	REPLY,
};

struct test_case {
	const char *name;
	void (*match)(struct udpscope_generation *generation, int count);
	int rules, action, taps;
	bool ipv6;
	enum change change;
	double least, median;
	double rounds[MAX_ROUNDS];
	double cold[MAX_ROUNDS]; /* with a change: whole calls, short ones here and longer ones in `rounds` */
};

enum { EMPTY, REFERENCE, FIRST_OF_OURS };

static struct test_case cases[] = {
	[EMPTY] = { .name = "empty" },
	[REFERENCE] = { .name = "reference" },
	[FIRST_OF_OURS] =
	{ "pass-unmatched-ipv4", match_another_port, 1, UDPSCOPE_DROP, 0, false, UNCHANGED },
	{ "drop-1-rule-ipv4", match_ports, 1, UDPSCOPE_DROP, 0, false, UNCHANGED },
	{ "drop-1000-ports-ipv4", match_ports, RULES, UDPSCOPE_DROP, 0, false, UNCHANGED },
	{ "drop-1000-prefixes-ipv4", match_prefixes, RULES, UDPSCOPE_DROP, 0, false, UNCHANGED },
	{ "capture-96-ipv4", match_ports, 1, UDPSCOPE_PASS, 1, false, UNCHANGED },
	{ "translate-ipv4", match_any_port, 1, UDPSCOPE_PASS, 0, false, TRANSLATE },
	{ "forward-ipv4", match_any_port, 1, UDPSCOPE_DROP, 0, false, FORWARD },
	{ "balance-10-ipv4", match_any_port, 1, UDPSCOPE_DROP, 0, false, BALANCE },
	{ "reply-ipv4", match_any_port, 1, UDPSCOPE_DROP, 0, false, REPLY },
	{ "pass-unmatched-ipv6", match_another_port, 1, UDPSCOPE_DROP, 0, true, UNCHANGED },
	{ "drop-1-rule-ipv6", match_ports, 1, UDPSCOPE_DROP, 0, true, UNCHANGED },
	{ "drop-1000-ports-ipv6", match_ports, RULES, UDPSCOPE_DROP, 0, true, UNCHANGED },
	{ "drop-1000-prefixes-ipv6", match_prefixes, RULES, UDPSCOPE_DROP, 0, true, UNCHANGED },
	{ "capture-96-ipv6", match_ports, 1, UDPSCOPE_PASS, 1, true, UNCHANGED },
	{ "translate-ipv6", match_any_port, 1, UDPSCOPE_PASS, 0, true, TRANSLATE },
	{ "forward-ipv6", match_any_port, 1, UDPSCOPE_DROP, 0, true, FORWARD },
	{ "balance-10-ipv6", match_any_port, 1, UDPSCOPE_DROP, 0, true, BALANCE },
	{ "reply-ipv6", match_any_port, 1, UDPSCOPE_DROP, 0, true, REPLY },
};

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static bool matches(const struct test_case *test)
{
	return test->match != match_another_port;
}

static uint32_t expected_code(const struct test_case *test)
{
	if (test->change == FORWARD || test->change == BALANCE || test->change == REPLY)
		return XDP_REDIRECT_CODE;
	return matches(test) && test->action == UDPSCOPE_DROP ? XDP_DROP_CODE : XDP_PASS_CODE;
}

static void put_hops(const struct bench *bench, struct udpscope_next_hops *hops, bool ipv6)
{
	const uint8_t link[14] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, ipv6 ? 0x86 : 8, ipv6 ? 0xdd : 0 };
	uint32_t index = 0;

	memset(hops, 0, sizeof(*hops));
	for (int i = 0; i < TARGETS; i++) {
		struct udpscope_next_hop *hop = &hops->hops[i + 1];

		hops->of_target[i + 1] = i + 1;
		*hop = (struct udpscope_next_hop){ .ifindex = EGRESS_IFINDEX, .mtu = 1500, .state = UDPSCOPE_HOP_READY };
		hop->link_length = sizeof(link);
		memcpy(hop->link, link, sizeof(link));
	}
	if (bpf_map_update_elem(bench->next_hops, &index, hops, BPF_ANY))
		fail("writing the next hops: %s", strerror(errno));
}

static void put_forward(struct udpscope_generation *generation, int targets, bool ipv6)
{
	generation->rules[0].forward = 1;
	generation->forwards[0] = (struct udpscope_forward){ .target_count = targets,
							     .balance_size = UDPSCOPE_BALANCE_SIZE };
	for (int i = 0; i < targets; i++) {
		struct udpscope_target *target = &generation->targets[i];

		*target = (struct udpscope_target){ .port = 5300, .slot = i + 1, .ipv6 = ipv6 };
		memcpy(target->address, (uint8_t[]){ 192, 0, 2, i + 1 }, 4);
	}
	for (int i = 0; i < UDPSCOPE_BALANCE_SIZE; i++)
		generation->balances[0][i] = i % targets;
}

static void put_mapped(uint8_t *to, const union frame *frame, bool ipv6, bool source)
{
	if (ipv6) {
		memcpy(to, source ? &frame->v6.ip.saddr : &frame->v6.ip.daddr, 16);
		return;
	}
	memset(to, 0, 10);
	memset(to + 10, 0xff, 2);
	memcpy(to + 12, source ? &frame->v4.ip.saddr : &frame->v4.ip.daddr, 4);
}

/* A session whose answers are made into themselves, so that the next run finds it again. */
static void put_session(const struct bench *bench, const union frame *frame, bool ipv6)
{
	struct udpscope_session session = { .idle_ns = ~0ull, .ifindex = EGRESS_IFINDEX, .rule_slot = 1 };

	session.link_length = 14;
	memcpy(session.link, (uint8_t[]){ 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, ipv6 ? 0x86 : 8, ipv6 ? 0xdd : 0 }, 14);
	put_mapped(session.to.source, frame, ipv6, true);
	put_mapped(session.to.destination, frame, ipv6, false);
	session.to.source_port = 40000;
	session.to.destination_port = PORT;
	if (bpf_map_update_elem(bench->replies, &session.to, &session, BPF_ANY))
		fail("writing a session: %s", strerror(errno));
}

static void install(const struct bench *bench, const struct test_case *test, struct udpscope_generation *generation,
		    const union frame *frame)
{
	const struct udpscope_control control = { .taps[0] = { .snaplen = SNAPLEN, .sample = 1 },
						  .hops_good_until_ns = ~0ull };
	static struct udpscope_next_hops hops;
	uint32_t index = 0;

	memset(generation, 0, sizeof(*generation));
	generation->default_interface_row = ALL_RULES_ROW;
	fill_rules(generation, test->rules, test->action, test->taps);
	test->match(generation, test->rules);
	generation->rules[0].port_shift = test->change == TRANSLATE;
	generation->replies = generation->replies_any_port = test->change == REPLY;
	if (test->change == FORWARD || test->change == BALANCE)
		put_forward(generation, test->change == BALANCE ? TARGETS : 1, test->ipv6);
	if (test->change == REPLY)
		put_session(bench, frame, test->ipv6);
	put_hops(bench, &hops, test->ipv6);
	if (bpf_map_update_elem(bench->generations, &index, generation, BPF_ANY) ||
	    bpf_map_update_elem(bench->control, &index, &control, BPF_ANY))
		fail("%s: writing the rules: %s", test->name, strerror(errno));
}

/* Counters, added up over the CPUs. */
struct counts {
	uint64_t unmatched, matched, passed, dropped, forwarded, replied, translated, reserved, lost;
};

static struct counts read_counts(const struct bench *bench, uint32_t slot)
{
	struct udpscope_ledger ledgers[bench->cpus];
	struct udpscope_rule_counters rules[bench->cpus];
	struct udpscope_tap_counters taps[bench->cpus];
	struct counts sum = { 0 };
	uint32_t zero = 0;

	if (bpf_map_lookup_elem(bench->ledger, &zero, ledgers) ||
	    bpf_map_lookup_elem(bench->rule_counters, &slot, rules) ||
	    bpf_map_lookup_elem(bench->tap_counters, &zero, taps))
		fail("reading counters: %s", strerror(errno));
	for (int cpu = 0; cpu < bench->cpus; cpu++) {
		sum.unmatched += ledgers[cpu].outcomes[UDPSCOPE_UNMATCHED].packets;
		sum.matched += ledgers[cpu].outcomes[UDPSCOPE_MATCHED].packets;
		sum.passed += rules[cpu].passed;
		sum.dropped += rules[cpu].dropped;
		sum.forwarded += rules[cpu].forwarded;
		sum.replied += rules[cpu].replied;
		sum.translated += rules[cpu].translated;
		sum.reserved += taps[cpu].reserved;
		sum.lost += taps[cpu].lost;
	}
	return sum;
}

/*
 * Nanoseconds a packet, by the kernel's own clock: whole ones, and so up to one too few. Timing the call
 * from here would count the grace period in which the kernel puts the program into its dispatcher.
 */
static double run(const char *name, int program, const union frame *frame, uint32_t expected, int repeat)
{
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = sizeof(*frame), .repeat = repeat);

	if (bpf_prog_test_run_opts(program, &options))
		fail("%s: running: %s", name, strerror(errno));
	check_equal(name, "the return value", expected, options.retval);
	return options.duration;
}

static double run_reference(const struct bench *bench, const union frame *frame, int repeat)
{
	double nanos;

	ring_drain(&bench->reference_ring);
	nanos = run("reference", bench->reference, frame, XDP_PASS_CODE, repeat);
	check_equal("reference", "bytes in the ring", (uint64_t)repeat * RING_RECORD_BYTES,
		    ring_used(&bench->reference_ring));
	return nanos;
}

static void check_record(const struct bench *bench, const struct test_case *test, const union frame *frame)
{
	const uint8_t *record = bench->tap_ring.data + (*bench->tap_ring.consumer & (RING_BYTES - 1));
	const struct udpscope_event *event = (const void *)(record + 8);

	check_equal(test->name, "the record's length", RING_RECORD_BYTES - 8, *(const uint32_t *)record);
	check_equal(test->name, "bytes captured", SNAPLEN, event->captured);
	check_equal(test->name, "the record's rule", test->rules, event->rule_slot);
	check_equal(test->name, "bytes that differ", 0, memcmp(event->data, frame, SNAPLEN) != 0);
}

static double run_case(const struct bench *bench, const struct test_case *test, const union frame *frame, int repeat)
{
	struct counts before, after;
	double nanos;

	ring_drain(&bench->tap_ring);
	before = read_counts(bench, test->rules);
	nanos = run(test->name, bench->program, frame, expected_code(test), repeat);
	after = read_counts(bench, test->rules);
	check_equal(test->name, "unmatched", matches(test) ? 0 : repeat, after.unmatched - before.unmatched);
	check_equal(test->name, "matched", matches(test) ? repeat : 0, after.matched - before.matched);
	check_equal(test->name, "dropped by the last rule", expected_code(test) == XDP_DROP_CODE ? repeat : 0,
		    after.dropped - before.dropped);
	check_equal(test->name, "forwarded", test->change == FORWARD || test->change == BALANCE ? repeat : 0,
		    after.forwarded - before.forwarded);
	check_equal(test->name, "replied", test->change == REPLY ? repeat : 0, after.replied - before.replied);
	check_equal(test->name, "translated", test->change == TRANSLATE ? repeat : 0,
		    after.translated - before.translated);
	check_equal(test->name, "passed by the last rule", matches(test) && test->action == UDPSCOPE_PASS ? repeat : 0,
		    after.passed - before.passed);
	check_equal(test->name, "reserved", test->taps ? repeat : 0, after.reserved - before.reserved);
	check_equal(test->name, "lost", 0, after.lost - before.lost);
	check_equal(test->name, "bytes in the ring", test->taps ? (uint64_t)repeat * RING_RECORD_BYTES : 0,
		    ring_used(&bench->tap_ring));
	if (test->taps)
		check_record(bench, test, frame);
	return nanos;
}

static int ascending(const void *left, const void *right)
{
	double difference = *(const double *)left - *(const double *)right;

	return difference < 0 ? -1 : difference > 0;
}

/* Nanoseconds of a call with so many runs: the mean of a few, as the kernel rounds a run's time. */
static double run_changing(const struct bench *bench, const struct test_case *test, const union frame *frame,
			   int repeat)
{
	double sum = 0;

	for (int call = 0; call < CALLS_CHANGING; call++)
		sum += run_case(bench, test, frame, repeat) * repeat;
	return sum / CALLS_CHANGING;
}

/* Every round runs every case, so that whatever else the machine does meets them all. */
static void measure(const struct bench *bench, const union frame *frames, int rounds)
{
	struct udpscope_generation *generation = malloc(sizeof(*generation));

	for (int round = 0; round < rounds; round++) {
		cases[EMPTY].rounds[round] = run("empty", bench->empty, &frames[0], XDP_PASS_CODE, REPEAT);
		cases[REFERENCE].rounds[round] = run_reference(bench, &frames[0], REPEAT);
		for (int i = FIRST_OF_OURS; i < CASES; i++) {
			install(bench, &cases[i], generation, &frames[cases[i].ipv6]);
			if (cases[i].change) {
				cases[i].cold[round] = run_changing(bench, &cases[i], &frames[cases[i].ipv6], REPEAT_COLD);
				cases[i].rounds[round] = run_changing(bench, &cases[i], &frames[cases[i].ipv6],
								      REPEAT_CHANGING);
				continue;
			}
			run_case(bench, &cases[i], &frames[cases[i].ipv6], 1000); /* warm */
			cases[i].rounds[round] = run_case(bench, &cases[i], &frames[cases[i].ipv6], REPEAT);
		}
	}
	for (int i = 0; i < CASES; i++) {
		qsort(cases[i].rounds, rounds, sizeof(cases[i].rounds[0]), ascending);
		cases[i].least = cases[i].rounds[0];
		cases[i].median = cases[i].rounds[rounds / 2];
		if (!cases[i].change)
			continue;
		/* Each call begins with cold caches: what the runs of a long one take that a short one has not. */
		qsort(cases[i].cold, rounds, sizeof(cases[i].cold[0]), ascending);
		cases[i].least = (cases[i].least - cases[i].cold[0]) / (REPEAT_CHANGING - REPEAT_COLD);
		cases[i].median = (cases[i].median - cases[i].cold[rounds / 2]) / (REPEAT_CHANGING - REPEAT_COLD);
	}
	free(generation);
}

static void report(void)
{
	const struct test_case *empty = &cases[EMPTY], *reference = &cases[REFERENCE];

	printf("%-24s %9s %9s %9s %9s %9s %9s\n", "case", "least", "median", "net-least", "net-med", "ratio", "ratio-med");
	for (int i = 0; i < CASES; i++)
		printf("%-24s %9.2f %9.2f %9.2f %9.2f %9.3f %9.3f\n", cases[i].name, cases[i].least, cases[i].median,
		       cases[i].least - empty->least, cases[i].median - empty->median,
		       (cases[i].least - empty->least) / (reference->least - empty->least),
		       (cases[i].median - empty->median) / (reference->median - empty->median));
}

int main(int count, char **arguments)
{
	int rounds = count > 3 ? atoi(arguments[3]) : 30;
	struct bench bench = { 0 };
	union frame frames[2];

	if (count < 3 || rounds < 1 || rounds > MAX_ROUNDS) {
		fprintf(stderr, "usage: progcost UDPSCOPE.bpf.o REFERENCE.bpf.o [ROUNDS, 1 to %d]\n", MAX_ROUNDS);
		return 2;
	}
	load_udpscope(&bench, arguments[1]);
	load_reference(&bench, arguments[2]);
	make_frame(&frames[0], false);
	make_frame(&frames[1], true);
	measure(&bench, frames, rounds);
	report();
	return 0;
}
