/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The monotonic clock, in nanoseconds. It is the same in every network of a machine. */
#ifndef UDPSCOPE_BENCH_CLOCK_H
#define UDPSCOPE_BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static inline void sleep_until(uint64_t time)
{
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME,
			&(struct timespec){ .tv_sec = time / 1000000000, .tv_nsec = time % 1000000000 }, NULL);
}

#endif
