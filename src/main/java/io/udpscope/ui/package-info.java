/** Draws the live session: one class a panel, one frame from one immutable state. */
package io.udpscope.ui;
