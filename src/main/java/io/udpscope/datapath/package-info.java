/** What a session needs of a datapath, with or without a kernel behind it. */
package io.udpscope.datapath;
