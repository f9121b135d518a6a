/** Which packets are shown, and what is looked for in them. */
package io.udpscope.app.find;
