/** The agent's work in one turn: ask the model, run the tools it asks for, repeat, within limits. */
@AppModule(
        uses = {
            "budget",
            "conversation",
            "effects",
            "json",
            "llm",
            "logging",
            "memory",
            "nlu",
            "security",
            "store",
            "tools"
        })
@NullMarked
package clda.agent;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
