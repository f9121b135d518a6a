/** What is said to the operator, and what is kept of it: changes of the rules, and events. */
package io.udpscope.app.log;
