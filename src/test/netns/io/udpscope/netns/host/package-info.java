/** What the kernel tells of a host, in networks that are nobody else's. */
package io.udpscope.netns.host;
