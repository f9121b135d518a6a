/** Frames for tests: right ones, and ones that lie in any place. */
package io.udpscope.packets;
