package clda.tools;

import clda.effects.EffectClass;
import clda.security.Caller;
import clda.security.Role;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;

/**
 * The description of a tool for models and users.
 *
 * @param parameters the JSON Schema of the arguments
 * @param roles who may use it; empty for everyone
 * @param timeout how long a call may take
 * @param recovery used for KEYED and QUERYABLE effects only
 * @param traits what else the runtime has to know about it
 */
public record ToolDefinition(
        String name,
        String description,
        EffectClass effect,
        ObjectNode parameters,
        ApprovalRule approval,
        Set<Role> roles,
        Duration timeout,
        Recovery recovery,
        Traits traits) {

    public ToolDefinition {
        if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
            throw new IllegalArgumentException("a tool's name is 1 to 64 of a-z, 0-9 and _: " + name);
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("tool " + name + " has no description");
        }
        if (traits.background() && effect == EffectClass.LOCAL_TX) {
            throw new IllegalArgumentException(
                    "tool " + name + " cannot run in the background: a LOCAL_TX effect is one short transaction");
        }
        if (effect == EffectClass.READ && !approval.quotas().isEmpty()) {
            throw new IllegalArgumentException("tool " + name + " has no effects that could be added up");
        }
        roles = Set.copyOf(roles);
    }

    /** Whether a call that may have been caused by text written by others needs a person's approval. */
    public boolean highImpact() {
        return effect.reachesOutside() || traits.weighty();
    }

    /** Whether the effect of a call cannot be undone by another tool. */
    public boolean irreversible() {
        return effect != EffectClass.READ && traits.undo() == null;
    }

    /** A caller needs the right to talk, and one of the tool's roles if it has any. */
    public boolean mayBeUsedBy(Caller caller) {
        return caller.mayTalk() && (roles.isEmpty() || roles.stream().anyMatch(caller::is));
    }
}
