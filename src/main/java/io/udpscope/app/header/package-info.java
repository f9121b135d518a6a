/** What the headers of one packet say, as a tree of fields. */
package io.udpscope.app.header;
