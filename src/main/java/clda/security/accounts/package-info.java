/** The source of local accounts: a file. */
@NullMarked
package clda.security.accounts;

import org.jspecify.annotations.NullMarked;
