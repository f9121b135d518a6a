/** Commands and options: what they are, what they are called, and what is wrong with them. */
package io.udpscope.cli.option;
