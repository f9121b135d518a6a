// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* What the benchmarks measure against: nothing at all, and the least that a capture can be. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

enum {
	RECORD_BYTES = 128,
	COPIED_BYTES = 96,
};

struct record {
	__u64 time_ns;
	__u32 ifindex;
	__u32 length;
	__u8 reserved[RECORD_BYTES - COPIED_BYTES - 16];
	__u8 data[COPIED_BYTES];
};

_Static_assert(sizeof(struct record) == RECORD_BYTES, "record");

/* Its size is set when it is loaded. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
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
	struct record *record;

	if (data + COPIED_BYTES > data_end)
		return XDP_ABORTED;
	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	if (!record)
		return XDP_ABORTED;
	record->time_ns = bpf_ktime_get_ns();
	record->ifindex = ctx->ingress_ifindex;
	record->length = data_end - data;
	__builtin_memcpy(record->data, data, COPIED_BYTES);
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
