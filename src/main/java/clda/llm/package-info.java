/** The port to language models: requests, replies, failures. */
@AppModule(uses = {"conversation", "nlu", "tools"})
@NullMarked
package clda.llm;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
