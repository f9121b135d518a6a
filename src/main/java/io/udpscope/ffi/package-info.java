/**
 * The native calls that udpscope makes: the C library and libbpf, through JNR-FFI, and netlink(7)
 * on top of them. Nothing else imports JNR. Every call takes and gives numbers; an address is a
 * {@code long}.
 *
 * <p>The libraries are bound when the first call is made, which takes some 200 ms in a cold JVM.
 */
package io.udpscope.ffi;
