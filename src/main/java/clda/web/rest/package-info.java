/** REST and server-sent events: resources parse, delegate and answer. */
@NullMarked
package clda.web.rest;

import org.jspecify.annotations.NullMarked;
