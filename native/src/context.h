/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What a hook hands the program: a frame in a driver's buffer (XDP) or in an skb (tc). The same source
 * is compiled once for each, with -DUDPSCOPE_TC for the latter, and asks for a frame's bytes by the
 * names below.
 */
#ifndef UDPSCOPE_CONTEXT_H
#define UDPSCOPE_CONTEXT_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "udpscope_abi.h"

/* Copies a multiple of four bytes between places so aligned; memcpy() of bytes would go byte by byte. */
static __always_inline void copy_words(void *to, const void *from, const __u32 bytes)
{
	for (__u32 i = 0; i < bytes / 4; i++)
		((__u32 *)to)[i] = ((const __u32 *)from)[i];
}

#ifdef UDPSCOPE_TC

typedef struct __sk_buff context;

enum hook_verdict {
	VERDICT_PASS = TC_ACT_UNSPEC, /* let other programs and filters see it, too */
	VERDICT_DROP = TC_ACT_SHOT,
};

enum { IS_XDP = 0 };

static __always_inline __u32 whole_length(context *ctx)
{
	return ctx->len;
}

static __always_inline __u32 frame_length(context *ctx)
{
	return ctx->len;
}

static __always_inline long load_bytes(context *ctx, __u32 offset, void *to, __u32 size)
{
	return bpf_skb_load_bytes(ctx, offset, to, size);
}

/* Bytes of the outer VLAN tag, if the kernel keeps it beside the frame instead of in it. */
static __always_inline __u32 tag_beside(context *ctx)
{
	return ctx->vlan_present ? 4 : 0;
}

static __always_inline __u32 interface_of(context *ctx)
{
	return ctx->ifindex;
}

static __always_inline __u16 queue_of(context *ctx)
{
	return ctx->queue_mapping;
}

#else

typedef struct xdp_md context;

enum hook_verdict {
	VERDICT_PASS = XDP_PASS,
	VERDICT_DROP = XDP_DROP,
};

enum { IS_XDP = 1 };

enum { LONGEST_SURELY_LINEAR = 1024 };

static __always_inline __u32 whole_length(context *ctx)
{
	return bpf_xdp_get_buff_len(ctx);
}

/*
 * The frame's length. Asking the helper costs as much as parsing does, so a short first buffer is taken
 * for the whole frame until something claims to reach beyond it.
 */
static __always_inline __u32 frame_length(context *ctx)
{
	__u32 linear = (const void *)(long)ctx->data_end - (const void *)(long)ctx->data;

	return linear <= LONGEST_SURELY_LINEAR ? linear : whole_length(ctx);
}

static __always_inline long load_bytes(context *ctx, __u32 offset, void *to, __u32 size)
{
	return bpf_xdp_load_bytes(ctx, offset, to, size);
}

static __always_inline __u32 tag_beside(context *ctx)
{
	(void)ctx;
	return 0;
}

static __always_inline __u32 interface_of(context *ctx)
{
	return ctx->ingress_ifindex;
}

static __always_inline __u16 queue_of(context *ctx)
{
	return ctx->rx_queue_index;
}

#endif

#endif
