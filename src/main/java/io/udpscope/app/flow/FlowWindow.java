package io.udpscope.app.flow;

import java.util.Optional;

/**
 * Which rows of the conversations or talkers the screen wants to show.
 *
 * @param top the first row, from 0
 * @param chosen one that is to be among them, wherever it stands; then {@code top} gives way
 */
public record FlowWindow(FlowQuery query, int top, int height, Optional<FlowKey> chosen) {}
