/** The ways in and out: each parses, delegates and answers. What they share lies here. */
@NullMarked
package clda.web;

import org.jspecify.annotations.NullMarked;
