/** Where local accounts come from: a file. */
@NullMarked
package clda.security.accounts;

import org.jspecify.annotations.NullMarked;
