/**
 * Everything that has to be settled before the application server starts: the data directory, where the server listens, with which
 * certificate, and how many connections an address may open. Runs as a Java agent in a jar of its own.
 */
@AppModule(uses = "net")
@NullMarked
package clda.launch;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
