/**
 * Where the server listens, and with which certificate. Runs before the application server, as a Java agent in a jar of its
 * own; uses nothing but Java.
 */
@NullMarked
package clda.tls;

import org.jspecify.annotations.NullMarked;
