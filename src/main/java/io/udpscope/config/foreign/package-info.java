/** Rules of other programs, read as rules of ours. */
package io.udpscope.config.foreign;
