// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * The relay that one writes first, for comparison: libbpf's loop over a ring, which the kernel wakes up as it does
 * by default, and a sendto() for each packet.
 *
 * usage: plainrelay PLAINRELAY.bpf.o INTERFACE PORT ADDRESS TARGET-PORT
 * Says "ready", and relays what comes to PORT until a signal ends it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "plainrelay.h"

struct relay {
	int sock;
	struct sockaddr_in target;
};

static void fail(const char *what)
{
	fprintf(stderr, "plainrelay: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int relay_datagram(void *context, void *record, size_t size)
{
	const struct relay *relay = context;
	const struct datagram *datagram = record;

	(void)size;
	/* What the target refuses is lost, as it is on the way there. */
	(void)sendto(relay->sock, datagram->payload, datagram->bytes, 0, (const struct sockaddr *)&relay->target,
		     sizeof(relay->target));
	return 0;
}

/* The ring of the program on the interface, which goes with this process. */
static int attach(const char *path, const char *interface, uint16_t port)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);

	if (!object)
		fail(path);
	bpf_map__set_initial_value(bpf_object__find_map_by_name(object, ".rodata"), &port, sizeof(port));
	if (bpf_object__load(object))
		fail(path);
	if (bpf_link_create(bpf_program__fd(bpf_object__find_program_by_name(object, "take")),
			    if_nametoindex(interface), BPF_XDP, NULL) < 0)
		fail(interface);
	return bpf_object__find_map_fd_by_name(object, "ring");
}

int main(int count, char **arguments)
{
	struct relay relay = { .target.sin_family = AF_INET };
	struct ring_buffer *ring;

	if (count != 6) {
		fputs("usage: plainrelay PLAINRELAY.bpf.o INTERFACE PORT ADDRESS TARGET-PORT\n", stderr);
		return 2;
	}
	relay.target.sin_addr.s_addr = inet_addr(arguments[4]);
	relay.target.sin_port = htons(strtoul(arguments[5], NULL, 10));
	relay.sock = socket(AF_INET, SOCK_DGRAM, 0);
	if (relay.sock < 0)
		fail("opening the socket");
	ring = ring_buffer__new(attach(arguments[1], arguments[2], strtoul(arguments[3], NULL, 10)), relay_datagram,
				&relay, NULL);
	if (!ring)
		fail("ring_buffer__new");
	puts("ready");
	fflush(stdout);
	while (ring_buffer__poll(ring, -1) >= 0 || errno == EINTR)
		;
	fail("ring_buffer__poll");
}
