// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * libbpf's own loop over a ring, for comparison. For each line on standard input it fills its ring once by
 * the program minimal_capture and reads it with ring_buffer__consume(); the answer is nanoseconds a record.
 *
 * usage: ringloop REFERENCE.bpf.o RECORDS
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

enum {
	FRAME_BYTES = 128,
	LENGTH_OFFSET = 12, /* of the field that the reader looks at */
};

static void fail(const char *what)
{
	fprintf(stderr, "ringloop: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static int add_length(void *sum, void *record, size_t size)
{
	(void)size;
	*(uint64_t *)sum += *(const uint32_t *)((const uint8_t *)record + LENGTH_OFFSET);
	return 0;
}

int main(int count, char **arguments)
{
	uint8_t frame[FRAME_BYTES] = { 0 };
	struct bpf_object *object;
	struct ring_buffer *ring;
	uint64_t sum = 0;
	int program, records;
	char line[16];

	if (count != 3) {
		fputs("usage: ringloop REFERENCE.bpf.o RECORDS\n", stderr);
		return 2;
	}
	records = atoi(arguments[2]);
	object = bpf_object__open_file(arguments[1], NULL);
	if (!object || bpf_object__load(object))
		fail(arguments[1]);
	program = bpf_program__fd(bpf_object__find_program_by_name(object, "minimal_capture"));
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "ring"), add_length, &sum, NULL);
	if (!ring)
		fail("ring_buffer__new");

	while (fgets(line, sizeof(line), stdin)) {
		LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = sizeof(frame),
			    .repeat = records);
		uint64_t start;

		if (bpf_prog_test_run_opts(program, &options))
			fail("filling the ring");
		sum = 0;
		start = now();
		if (ring_buffer__consume(ring) != records)
			fail("the ring did not hold the records that were put in");
		start = now() - start;
		if (sum != (uint64_t)records * FRAME_BYTES)
			fail("the records do not add up");
		printf("%.3f\n", (double)start / records);
		fflush(stdout);
	}
	return 0;
}
