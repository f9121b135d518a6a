/** The live session without its screen: state, messages, one pure update, and the agent. */
package io.udpscope.app;
