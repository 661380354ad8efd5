/** Bearer tokens: MicroProfile JWT's claims, signed and verified with Nimbus. */
@NullMarked
package clda.security.jwt;

import org.jspecify.annotations.NullMarked;
