/**
 * Everything that has to be settled before the application server starts: the data directory, where the server listens, and with which
 * certificate. Runs as a Java agent in a jar of its own.
 */
@AppModule
@NullMarked
package clda.launch;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
