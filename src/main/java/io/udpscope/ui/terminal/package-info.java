/** The terminal itself: raw mode, size, signals, and the way back out of all that. */
package io.udpscope.ui.terminal;
