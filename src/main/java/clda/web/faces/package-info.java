/** The pages: sign in, the chat's frame, approvals, and what guests add to them. */
@NullMarked
package clda.web.faces;

import org.jspecify.annotations.NullMarked;
