/** Which of the captured packets are shown, and where something is found in them. */
package io.udpscope.capture.filter;
