/** The demo's private network, and the traffic in it. */
package io.udpscope.cli.demo;
