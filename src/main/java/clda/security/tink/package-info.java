/** Encryption with Google Tink. */
@NullMarked
package clda.security.tink;

import org.jspecify.annotations.NullMarked;
