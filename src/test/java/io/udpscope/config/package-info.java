/** The config text, read and written. */
package io.udpscope.config;
