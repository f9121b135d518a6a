/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
#ifndef UDPSCOPE_MAPS_H
#define UDPSCOPE_MAPS_H

#include "context.h"

/* 1: a twin of a running program, which says what that one would do and leaves its sessions as they are. */
const volatile __u32 udpscope_explains = 0;

/* Which generation is in force, and what each tap wants. User space writes both through its mapping. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct udpscope_control);
} control SEC(".maps");

/* The compiled sets of rules. User space builds the next one in an entry that no packet reads. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, UDPSCOPE_GENERATIONS);
	__type(key, __u32);
	__type(value, struct udpscope_generation);
} generations SEC(".maps");

/* What became of every packet that the program saw. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct udpscope_ledger);
} ledger SEC(".maps");

/* Counters of each rule, by its slot. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, UDPSCOPE_RULE_SLOTS);
	__type(key, __u32);
	__type(value, struct udpscope_rule_counters);
} rule_counters SEC(".maps");

/*
 * Packets that this host sent and that go by a rule, by its slot: rule_counters have those that came in.
 * By its place among them a packet is in a sample or not.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, UDPSCOPE_RULE_SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} sent_by_rule SEC(".maps");

/* What went to each target, by its slot. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, UDPSCOPE_TARGET_SLOTS);
	__type(key, __u32);
	__type(value, struct udpscope_target_counters);
} target_counters SEC(".maps");

/* Whose turn it is where a forward goes round its targets, by the rule's slot. One for all CPUs. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, UDPSCOPE_RULE_SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} turns SEC(".maps");

/* The ways to the targets. They change on their own, so they are not part of a generation. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct udpscope_next_hops);
} next_hops SEC(".maps");

/* For other processes; the program does not look at it. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct udpscope_rules_text);
} rules_text SEC(".maps");

/*
 * Sessions of clients whose answers go back through us. User space puts the two tables in when a rule
 * wants them; the size here is only that of the template.
 */
enum session_table_index {
	REQUESTS,
	REPLIES,
	SESSION_TABLES,
};

struct session_table {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1);
	__type(key, struct udpscope_tuple);
	__type(value, struct udpscope_session);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, SESSION_TABLES);
	__type(key, __u32);
	__array(values, struct session_table);
} sessions SEC(".maps");

/* What a twin that explains made of its packet. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct udpscope_explained);
} explained SEC(".maps");

/* What became of the records of each tap. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, UDPSCOPE_MAX_TAPS);
	__type(key, __u32);
	__type(value, struct udpscope_tap_counters);
} tap_counters SEC(".maps");

/* Each tap's ring buffer, put in by user space; the size here is only that of the template. */
struct tap_ring {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, UDPSCOPE_MAX_TAPS);
	__type(key, __u32);
	__array(values, struct tap_ring);
} rings SEC(".maps");

/* Where the relay sends from, put in by itself: what comes from there is not relayed again. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, UDPSCOPE_RELAY_SOCKETS);
	__type(key, struct udpscope_relay_socket);
	__type(value, __u32);
} relay_sockets SEC(".maps");

/* What each CPU last read off the clock. */
struct tick {
	__u64 jiffies;
	__u64 now_ns;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct tick);
} ticks SEC(".maps");

/*
 * CLOCK_MONOTONIC as of the kernel's last tick. bpf_ktime_get_coarse_ns() says the same at several times
 * the cost, and between two ticks it says nothing new; bpf_jiffies64() is a load.
 */
static __always_inline __u64 tick_ns(void)
{
	const __u32 first = 0;
	struct tick *tick = bpf_map_lookup_elem(&ticks, &first);
	const __u64 jiffies = bpf_jiffies64();

	if (!tick)
		return bpf_ktime_get_coarse_ns();
	if (tick->jiffies != jiffies) {
		tick->jiffies = jiffies;
		tick->now_ns = bpf_ktime_get_coarse_ns();
	}
	return tick->now_ns;
}

/* Whether somebody takes packets out of the relay's ring. */
static __always_inline bool is_relay_alive(const struct udpscope_control *state)
{
	return tick_ns() <= *(const volatile __u64 *)&state->relay_good_until_ns;
}

/* How we sit on an interface: enum udpscope_attached_flag, or-ed. */
static __always_inline __u32 attached_flags_of(__u32 ifindex, const struct udpscope_control *state)
{
	for (__u32 i = 0; i < UDPSCOPE_MAX_INTERFACES; i++)
		if (state->attached[i].ifindex == ifindex)
			return state->attached[i].flags;
	return 0;
}

/* How we sit on the packet's interface. */
static __always_inline __u32 attached_flags(context *ctx, const struct udpscope_control *state)
{
	return attached_flags_of(interface_of(ctx), state);
}

/* Native XDP: a frame leaves as it is, without the marks of an skb. */
static __always_inline bool is_native(context *ctx, const struct udpscope_control *state)
{
	return IS_XDP && !(attached_flags(ctx, state) & UDPSCOPE_ATTACHED_GENERIC);
}

#endif
