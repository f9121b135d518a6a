// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How long datagrams are under way: a sender writes the time into each, a receiver compares.
 *
 * usage: latency send ADDRESS PORT RATE COUNT
 *        latency receive PORT COUNT
 * Sends so many, RATE a second. Receives until it has so many, or none for SILENCE_SECONDS; says "ready" when it can,
 * and at the end how many it got, and the median, the 99th percentile and the longest of their times. Both ends are on
 * one machine.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include "clock.h"

enum {
	PAYLOAD_BYTES = 64,
	SILENCE_SECONDS = 3,
	SOCKET_BUFFER = 16 << 20,
};

static void fail(const char *what)
{
	fprintf(stderr, "latency: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_socket(void)
{
	int sock = socket(AF_INET, SOCK_DGRAM, 0);

	if (sock < 0)
		fail("opening the socket");
	return sock;
}

static void send_all(const char *address, uint16_t port, uint64_t rate, uint64_t count)
{
	struct sockaddr_in target = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = inet_addr(address),
		.sin_port = htons(port),
	};
	uint64_t payload[PAYLOAD_BYTES / sizeof(uint64_t)] = {};
	int sock = open_socket();
	uint64_t start;

	if (connect(sock, (struct sockaddr *)&target, sizeof(target)))
		fail(address);
	/* Not 50 microseconds late, as timers are by default. */
	prctl(PR_SET_TIMERSLACK, 1);
	start = now();
	for (uint64_t i = 0; i < count; i++) {
		sleep_until(start + i * 1000000000 / rate);
		payload[0] = now();
		if (send(sock, payload, sizeof(payload), 0) < 0)
			fail("sending");
	}
}

static int by_size(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static uint64_t receive_all(int sock, uint64_t *nanos, uint64_t count)
{
	uint64_t payload[PAYLOAD_BYTES / sizeof(uint64_t)];
	uint64_t received = 0;

	while (received < count) {
		ssize_t size = recv(sock, payload, sizeof(payload), MSG_TRUNC);

		if (size < 0 && errno == EAGAIN)
			break;
		if (size != sizeof(payload))
			fail("receiving what was not sent");
		nanos[received++] = now() - payload[0];
	}
	return received;
}

/* The nearest rank of sorted values. */
static unsigned long long percentile(const uint64_t *sorted, uint64_t count, uint64_t percent)
{
	return count ? sorted[(count * percent + 99) / 100 - 1] : 0;
}

static void receive(uint16_t port, uint64_t count)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct timeval silence = { .tv_sec = SILENCE_SECONDS };
	uint64_t *nanos = calloc(count, sizeof(*nanos));
	int sock = open_socket();
	uint64_t received;

	if (!nanos || setsockopt(sock, SOL_SOCKET, SO_RCVBUFFORCE, &(int){ SOCKET_BUFFER }, sizeof(int)) ||
	    setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence)) ||
	    bind(sock, (struct sockaddr *)&address, sizeof(address)))
		fail("opening the socket");
	puts("ready");
	fflush(stdout);
	received = receive_all(sock, nanos, count);
	qsort(nanos, received, sizeof(*nanos), by_size);
	printf("received %llu median %llu p99 %llu max %llu\n", (unsigned long long)received,
	       percentile(nanos, received, 50), percentile(nanos, received, 99), percentile(nanos, received, 100));
}

int main(int count, char **arguments)
{
	if (count == 6 && !strcmp(arguments[1], "send")) {
		send_all(arguments[2], strtoul(arguments[3], NULL, 10), strtoull(arguments[4], NULL, 10),
			 strtoull(arguments[5], NULL, 10));
	} else if (count == 4 && !strcmp(arguments[1], "receive")) {
		receive(strtoul(arguments[2], NULL, 10), strtoull(arguments[3], NULL, 10));
	} else {
		fputs("usage: latency send ADDRESS PORT RATE COUNT\n       latency receive PORT COUNT\n", stderr);
		return 2;
	}
	return 0;
}
