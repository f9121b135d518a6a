/** The words of udpscope as values: no I/O, no clock, nothing of ours imported. */
package io.udpscope.model;
