/** Where local accounts come from: a file, or the demo. */
@NullMarked
package clda.security.accounts;

import org.jspecify.annotations.NullMarked;
