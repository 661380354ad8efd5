/**
 * Recordings of what passed between server and model, in conversations whose user wants it: without secrets, encrypted, to
 * be replayed as a test or sent to another model.
 */
@AppModule(uses = {"agent", "budget", "conversation", "effects", "json", "llm", "security", "store", "tools"})
@NullMarked
package clda.recording;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
