package io.udpscope.datapath;

import io.udpscope.model.Hook;

/**
 * @param reason why not a better hook, where a better one was tried; else empty
 */
public record Attachment(String interfaceName, int ifindex, Hook hook, String reason) {}
