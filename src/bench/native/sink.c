// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Where forwarded packets arrive. Counts those that are what flood.c sent, and those that are not.
 *
 * usage: sink SINK.bpf.o INTERFACE|- PORT
 * Says "ready", then answers lines. "datagrams": what a socket on PORT got until now, "right N wrong N". "frames":
 * the same of a program on INTERFACE's tc ingress, or with "-" of a filter of the socket, behind all of the kernel's
 * IP stack. The first such line attaches it; the socket gets nothing from then on.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "payload.h"
#include "sink.h"

enum {
	SOCKET_BUFFER = 64 << 20,
};

static void fail(const char *what)
{
	fprintf(stderr, "sink: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_socket(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (sock < 0 || setsockopt(sock, SOL_SOCKET, SO_RCVBUFFORCE, &(int){ SOCKET_BUFFER }, sizeof(int)) ||
	    bind(sock, (struct sockaddr *)&address, sizeof(address)))
		fail("opening the socket");
	return sock;
}

static void drain(int sock, const struct sink *expected, struct sink_counts *counts)
{
	unsigned char payload[SINK_PAYLOAD + 1];
	ssize_t size;

	while ((size = recv(sock, payload, sizeof(payload), 0)) >= 0) {
		if (size == SINK_PAYLOAD && !memcmp(payload, expected->payload, SINK_PAYLOAD))
			counts->right++;
		else
			counts->wrong++;
	}
}

static struct bpf_object *load(const char *path, const struct sink *expected)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);

	if (!object)
		fail(path);
	bpf_map__set_initial_value(bpf_object__find_map_by_name(object, ".rodata"), expected, sizeof(*expected));
	if (bpf_object__load(object))
		fail(path);
	return object;
}

static void attach(struct bpf_object *object, const char *interface)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = if_nametoindex(interface), .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, options,
		    .prog_fd = bpf_program__fd(bpf_object__find_program_by_name(object, "sink")));

	if (bpf_tc_hook_create(&hook) || bpf_tc_attach(&hook, &options))
		fail(interface);
}

static void filter(struct bpf_object *object, int sock)
{
	int program = bpf_program__fd(bpf_object__find_program_by_name(object, "socket_sink"));

	if (setsockopt(sock, SOL_SOCKET, SO_ATTACH_BPF, &program, sizeof(program)))
		fail("filtering the socket");
}

static struct sink_counts sum_of_processors(struct bpf_object *object)
{
	int processors = libbpf_num_possible_cpus();
	struct sink_counts each[processors];
	struct sink_counts sum = {};

	if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(object, "counts"), &(uint32_t){ 0 }, each))
		fail("reading the counts");
	for (int i = 0; i < processors; i++) {
		sum.right += each[i].right;
		sum.wrong += each[i].wrong;
	}
	return sum;
}

static void print(struct sink_counts counts)
{
	printf("right %llu wrong %llu\n", counts.right, counts.wrong);
	fflush(stdout);
}

int main(int count, char **arguments)
{
	struct sink expected = {};
	struct sink_counts datagrams = {};
	struct bpf_object *object;
	int attached = 0, sock;
	char line[32];

	if (count != 4) {
		fputs("usage: sink SINK.bpf.o INTERFACE|- PORT\n", stderr);
		return 2;
	}
	expected.port = strtoul(arguments[3], NULL, 10);
	fill_payload((unsigned char *)expected.payload, SINK_PAYLOAD);
	sock = open_socket(expected.port);
	object = load(arguments[1], &expected);
	puts("ready");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		if (!strcmp(line, "datagrams\n")) {
			drain(sock, &expected, &datagrams);
			print(datagrams);
		} else {
			if (!attached && !strcmp(arguments[2], "-"))
				filter(object, sock);
			else if (!attached)
				attach(object, arguments[2]);
			attached = 1;
			print(sum_of_processors(object));
		}
	}
	return 0;
}
