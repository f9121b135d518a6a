/** Conversations and talkers: what the screen asks for, and the rows that it gets. */
package io.udpscope.app.flow;
