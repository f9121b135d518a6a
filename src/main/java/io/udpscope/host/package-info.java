/**
 * What the kernel tells of this host: counters and sockets, from procfs and netlink. A text of the
 * kernel may have lines and words that nobody knew when this was written; they are passed over.
 */
package io.udpscope.host;
