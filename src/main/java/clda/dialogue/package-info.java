/** The dialogue: when turns run, wait, resume and end, and who may decide about them. */
@AppModule(
        uses = {
            "agent",
            "conversation",
            "effects",
            "json",
            "llm",
            "logging",
            "nlu",
            "release",
            "security",
            "store",
            "tools"
        })
@NullMarked
package clda.dialogue;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
