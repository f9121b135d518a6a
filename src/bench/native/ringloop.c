// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * libbpf's own loop over a ring, for comparison. For each line on standard input it fills its ring once by
 * the program minimal_capture and reads it with ring_buffer__consume(); the answer is nanoseconds a record.
 *
 * usage: ringloop REFERENCE.bpf.o RECORDS INTERFACE
 * The program is attached to the interface, where nothing may move, for one reason: a test run puts a program
 * that is attached nowhere into the kernel's dispatcher and takes it out again, and waits for a grace period
 * each time. Then the records would be read long after they were written, out of cold caches.
 */
#include <errno.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "clock.h"

enum {
	FRAME_BYTES = 128,
	LENGTH_OFFSET = 12, /* of the field that the reader looks at */
};

static void fail(const char *what)
{
	fprintf(stderr, "ringloop: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int check(void *wrong, void *record, size_t size)
{
	(void)size;
	if (*(const uint32_t *)((const uint8_t *)record + LENGTH_OFFSET) != FRAME_BYTES)
		++*(int *)wrong;
	return 0;
}

int main(int count, char **arguments)
{
	uint8_t frame[FRAME_BYTES] = { 0 };
	struct bpf_object *object;
	struct ring_buffer *ring;
	int program, records, wrong = 0;
	char line[16];

	if (count != 4) {
		fputs("usage: ringloop REFERENCE.bpf.o RECORDS INTERFACE\n", stderr);
		return 2;
	}
	records = atoi(arguments[2]);
	object = bpf_object__open_file(arguments[1], NULL);
	if (!object || bpf_object__load(object))
		fail(arguments[1]);
	program = bpf_program__fd(bpf_object__find_program_by_name(object, "minimal_capture"));
	if (bpf_link_create(program, if_nametoindex(arguments[3]), BPF_XDP, NULL) < 0)
		fail(arguments[3]);
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "ring"), check, &wrong, NULL);
	if (!ring)
		fail("ring_buffer__new");

	while (fgets(line, sizeof(line), stdin)) {
		LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = sizeof(frame),
			    .repeat = records);
		uint64_t start;

		if (bpf_prog_test_run_opts(program, &options))
			fail("filling the ring");
		start = now();
		if (ring_buffer__consume(ring) != records)
			fail("the ring did not hold the records that were put in");
		start = now() - start;
		if (wrong)
			fail("a record is not what was put in");
		printf("%.3f\n", (double)start / records);
		fflush(stdout);
	}
	return 0;
}
