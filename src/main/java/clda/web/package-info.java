/** The doors, ways in and out: each parses, delegates and answers. What they share is here. */
@AppModule(
        uses = {
            "audit",
            "budget",
            "conversation",
            "dialogue",
            "effects",
            "events",
            "guests",
            "json",
            "llm",
            "logging",
            "memory",
            "metrics",
            "net",
            "nlu",
            "recording",
            "release",
            "security",
            "store",
            "tools",
            "traces"
        },
        opens = "faces")
@NullMarked
package clda.web;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
