/**
 * A terminal instrument for UDP on Linux. Packages, and which may use which: docs/architecture.md.
 */
package io.udpscope;
