/** Keys, what they ask for and where, and the help that says so. */
package io.udpscope.app.key;
