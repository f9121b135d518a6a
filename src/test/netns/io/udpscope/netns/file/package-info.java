/** Capture files that real programs made of real traffic, read by us and by others. */
package io.udpscope.netns.file;
