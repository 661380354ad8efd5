/** The port to language models: what they are asked, what they answer, how they fail. */
@AppModule(uses = {"conversation", "frames", "nlu", "tools"})
@NullMarked
package clda.llm;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
