/** The port to language models: requests, replies, failures. */
@AppModule(
        uses = {"conversation", "json", "logging", "tools"},
        opens = "routing")
@NullMarked
package clda.llm;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
