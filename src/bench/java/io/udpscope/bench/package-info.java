/** The benchmarks behind {@code ./dev bench}: each figure next to what it is measured against. */
package io.udpscope.bench;
