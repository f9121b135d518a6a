/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What sink.c and sink.bpf.c tell each other. */
#ifndef UDPSCOPE_BENCH_SINK_H
#define UDPSCOPE_BENCH_SINK_H

#include <linux/types.h>

enum {
	SINK_PAYLOAD = 64,
	SINK_WORDS = SINK_PAYLOAD / sizeof(__u64),
};

struct sink {
	__u64 payload[SINK_WORDS]; /* as it was sent */
	__u16 port;                /* host byte order */
};

struct sink_counts {
	__u64 right;
	__u64 wrong;
};

#endif
