/** Changes of the rules: what they do to a set, whether they can cut traffic, and their words. */
package io.udpscope.app.change;
