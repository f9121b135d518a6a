/** How long tests wait. */
package io.udpscope.patience;
