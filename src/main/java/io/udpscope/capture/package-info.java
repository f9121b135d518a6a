/** Captured packets, kept off the heap in a fixed amount of memory. */
package io.udpscope.capture;
