/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the benchmarks' frames carry: each byte by its place, so that whoever gets one can tell that it is whole. */
#ifndef UDPSCOPE_BENCH_PAYLOAD_H
#define UDPSCOPE_BENCH_PAYLOAD_H

static inline void fill_payload(unsigned char *payload, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		payload[i] = 7 * i + 1;
}

#endif
