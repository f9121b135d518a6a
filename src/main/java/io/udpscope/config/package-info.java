/** Rules as text, YAML or JSON, and back. */
package io.udpscope.config;
