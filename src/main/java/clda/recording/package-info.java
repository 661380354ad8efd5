/**
 * What passed between server and model in conversations whose person wants it to be kept: without secrets, encrypted, to be
 * replayed as a test or put to another model.
 */
@AppModule(uses = {"agent", "budget", "conversation", "effects", "llm", "security", "store", "tools"})
@NullMarked
package clda.recording;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
