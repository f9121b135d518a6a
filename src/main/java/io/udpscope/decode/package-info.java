/** What a payload says, for protocols that are recognised: a line, and its fields. */
package io.udpscope.decode;
