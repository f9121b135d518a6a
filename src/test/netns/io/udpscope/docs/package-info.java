/** README.md, CONTRIBUTING.md and docs/ held against the program that they speak of. */
package io.udpscope.docs;
