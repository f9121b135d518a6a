/** The clocks of a session, and what happens in its seconds. */
package io.udpscope.app.time;
