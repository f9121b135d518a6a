/** Which panes there are, and where on the screen they stand. */
package io.udpscope.app.layout;
