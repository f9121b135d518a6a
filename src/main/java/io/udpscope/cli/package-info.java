/** Commands, options and exit codes, and the one place where a session's parts are put together. */
package io.udpscope.cli;
