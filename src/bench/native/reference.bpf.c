// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* What the benchmarks measure against: nothing at all, and the least that a capture can be. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "udpscope_abi.h"

enum { COPIED_BYTES = 96 };

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 << 20);
} ring SEC(".maps");

SEC("xdp")
int empty(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("xdp")
int minimal_capture(struct xdp_md *ctx)
{
	const void *data = (const void *)(long)ctx->data;
	const void *data_end = (const void *)(long)ctx->data_end;
	struct udpscope_event *event;

	if (data + COPIED_BYTES > data_end)
		return XDP_ABORTED;
	event = bpf_ringbuf_reserve(&ring, sizeof(*event) + COPIED_BYTES, 0);
	if (!event)
		return XDP_ABORTED;
	event->time_ns = bpf_ktime_get_ns();
	event->length = data_end - data;
	event->captured = COPIED_BYTES;
	__builtin_memcpy(event->data, data, COPIED_BYTES);
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
