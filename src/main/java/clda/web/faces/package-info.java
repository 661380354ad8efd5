/** The pages: sign in, the chat's frame, approvals, the demo's mailbox. */
@NullMarked
package clda.web.faces;

import org.jspecify.annotations.NullMarked;
