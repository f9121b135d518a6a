package io.udpscope.app.flow;

/**
 * Of what there is a list, and in which order.
 *
 * @param reversed the least first
 */
public record FlowQuery(FlowKind kind, FlowColumn column, boolean reversed) {}
