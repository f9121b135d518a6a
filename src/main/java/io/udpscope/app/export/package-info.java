/** Files that the screen asks for: packets, and bundles of all that an incident needs. */
package io.udpscope.app.export;
