/** The assembly of the parts, in a server and without one; it refuses dangerous configuration. */
@AppModule(
        uses = {
            "agent",
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
            "relay",
            "release",
            "security",
            "skills",
            "store",
            "tools",
            "traces",
            "web"
        })
@NullMarked
package clda.boot;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
