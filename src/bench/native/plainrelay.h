/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What plainrelay.bpf.c hands to plainrelay.c. */
#ifndef UDPSCOPE_BENCH_PLAINRELAY_H
#define UDPSCOPE_BENCH_PLAINRELAY_H

#include <linux/types.h>

enum {
	PLAINRELAY_PAYLOAD = 1472, /* of an Ethernet frame's UDP over IPv4 */
};

struct datagram {
	__u32 bytes;
	__u8 payload[PLAINRELAY_PAYLOAD];
};

#endif
