// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Offers UDP frames from 64 addresses to the far end of a veth, straight from the kernel
 * (BPF_F_TEST_XDP_LIVE_FRAMES).
 *
 * usage: flood FLOOD.bpf.o INTERFACE MAC ADDRESS PORT PORTS SOURCE-PORTS PAYLOAD RATE SECONDS
 * They go to MAC, ADDRESS and so many PORTS from PORT on, each with PAYLOAD bytes. PORTS and SOURCE-PORTS are
 * powers of two; with 64 SOURCE-PORTS each address has one. RATE is in frames a second, 0 for as many as can
 * be. Prints how many frames it offered, and in how many seconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "clock.h"
#include "flood.h"
#include "payload.h"

enum {
	MAX_PAYLOAD = 1024,
	SLICE_NS = 1000000,
	MAX_SLICES_AT_ONCE = 20, /* of what it is behind, when it could not run in time */
	FRAMES_AT_ONCE = 65536,  /* where no rate is asked for */
};

struct frame {
	struct ethhdr ethernet;
	struct iphdr ip;
	struct udphdr udp;
	uint8_t payload[MAX_PAYLOAD];
} __attribute__((packed));

static void fail(const char *what)
{
	fprintf(stderr, "flood: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* The sum of big-endian words, as a checksum counts it; an odd byte at the end is the upper half of one. */
static uint32_t sum_of(const void *bytes, size_t size)
{
	const uint8_t *byte = bytes;
	uint32_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum += i % 2 ? byte[i] : byte[i] << 8;
	return sum;
}

static uint16_t checksum(uint32_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

static size_t udp_bytes(size_t payload)
{
	return sizeof(struct udphdr) + payload;
}

static struct frame make_frame(const char *mac, const char *address, uint16_t port, size_t payload)
{
	struct frame frame = {
		.ethernet.h_source = { 2, 0, 0, 0, 0, 1 },
		.ethernet.h_proto = htons(ETH_P_IP),
		.udp.source = htons(FLOOD_FIRST_SOURCE_PORT),
		.udp.dest = htons(port),
		.udp.len = htons(udp_bytes(payload)),
	};
	struct iphdr ip = { .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP };
	unsigned char *to = frame.ethernet.h_dest;

	if (sscanf(mac, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &to[0], &to[1], &to[2], &to[3], &to[4], &to[5]) != 6) {
		errno = EINVAL;
		fail(mac);
	}
	ip.tot_len = htons(sizeof(ip) + udp_bytes(payload));
	ip.saddr = inet_addr("10.66.0.0");
	ip.daddr = inet_addr(address);
	ip.check = checksum(sum_of(&ip, sizeof(ip)));
	frame.ip = ip;
	fill_payload(frame.payload, payload);
	frame.udp.check = checksum(sum_of(&ip.saddr, 2 * sizeof(ip.saddr)) + IPPROTO_UDP + udp_bytes(payload) +
				   sum_of(&frame.udp, udp_bytes(payload)));
	return frame;
}

static int load(const char *path, const struct flood *flood)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	LIBBPF_OPTS(bpf_link_create_opts, options, .flags = XDP_FLAGS_SKB_MODE);
	int program;

	if (!object)
		fail(path);
	bpf_map__set_initial_value(bpf_object__find_map_by_name(object, ".rodata"), flood, sizeof(*flood));
	if (bpf_object__load(object))
		fail(path);
	program = bpf_program__fd(bpf_object__find_program_by_name(object, "flood"));
	/*
	 * A test run puts a program that is attached nowhere into the kernel's dispatcher and takes it out again,
	 * and waits for a grace period each time: milliseconds. On lo, where nothing moves, it is only to be there.
	 */
	if (bpf_link_create(program, if_nametoindex("lo"), BPF_XDP, &options) < 0)
		fail("attaching to lo");
	return program;
}

static void offer(int program, const struct frame *frame, size_t payload, uint32_t frames)
{
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame,
		    .data_size_in = offsetof(struct frame, payload) + payload, .repeat = frames,
		    .flags = BPF_F_TEST_XDP_LIVE_FRAMES);

	if (bpf_prog_test_run_opts(program, &options))
		fail("offering frames");
}

static uint32_t frames_due(uint64_t rate, uint64_t elapsed, uint64_t offered)
{
	uint64_t due = rate * elapsed / 1000000000 - offered;
	uint64_t most = rate * SLICE_NS / 1000000000 * MAX_SLICES_AT_ONCE;

	return due < most ? due : most;
}

int main(int count, char **arguments)
{
	uint64_t rate, start, end, time, offered = 0;
	struct flood flood = {};
	struct frame frame;
	cpu_set_t first;
	size_t payload;
	int program;

	if (count != 11) {
		fputs("usage: flood FLOOD.bpf.o INTERFACE MAC ADDRESS PORT PORTS SOURCE-PORTS PAYLOAD RATE SECONDS\n",
		      stderr);
		return 2;
	}
	payload = strtoul(arguments[8], NULL, 10);
	if (payload > MAX_PAYLOAD) {
		errno = EMSGSIZE;
		fail(arguments[8]);
	}
	frame = make_frame(arguments[3], arguments[4], strtoul(arguments[5], NULL, 10), payload);
	memcpy(flood.headers, &frame, sizeof(flood.headers));
	flood.interface = if_nametoindex(arguments[2]);
	if (!flood.interface)
		fail(arguments[2]);
	flood.ports_mask = strtoul(arguments[6], NULL, 10) - 1;
	flood.source_ports_mask = strtoul(arguments[7], NULL, 10) - 1;
	program = load(arguments[1], &flood);
	/* As the interrupts of a queue do, stay on one processor. */
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof(first), &first))
		fail("staying on the first processor");

	rate = strtoull(arguments[9], NULL, 10);
	start = now();
	end = start + strtod(arguments[10], NULL) * 1e9;
	while ((time = now()) < end) {
		uint32_t frames = rate ? frames_due(rate, time - start, offered) : FRAMES_AT_ONCE;

		if (frames)
			offer(program, &frame, payload, frames);
		offered += frames;
		if (rate && now() < time + SLICE_NS)
			sleep_until(time + SLICE_NS);
	}
	printf("offered %llu seconds %.3f\n", (unsigned long long)offered, (now() - start) / 1e9);
	return 0;
}
