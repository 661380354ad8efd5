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
            "memory",
            "metrics",
            "nlu",
            "recording",
            "relay",
            "security",
            "skills",
            "store",
            "tools",
            "web"
        })
@NullMarked
package clda.boot;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
