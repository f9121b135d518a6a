/** What this host counts on the way of a packet to a socket, and what is wrong there. */
package io.udpscope.app.health;
