/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What flood.c tells flood.bpf.c. */
#ifndef UDPSCOPE_BENCH_FLOOD_H
#define UDPSCOPE_BENCH_FLOOD_H

#include <linux/types.h>

enum {
	FLOOD_SOURCES = 64, /* the last byte of their address, from 1 on */
	FLOOD_FIRST_SOURCE_PORT = 1024,
	/* Ethernet, IPv4 and UDP, and the first bytes of the payload. */
	FLOOD_HEADER_WORDS = 6,
};

struct flood {
	/* Of a frame whose source's last byte is 0, from the first source port to the first port. */
	__u64 headers[FLOOD_HEADER_WORDS];
	__u32 interface; /* the way out */
	__u32 source_ports_mask;
	__u32 ports_mask;
};

#endif
