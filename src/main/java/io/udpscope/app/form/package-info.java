/** Forms in which rules are typed: fields, what the keys do to them, and what comes of them. */
package io.udpscope.app.form;
