/** The rows of packets that the screen asks for, and the page that it gets. */
package io.udpscope.app.page;
