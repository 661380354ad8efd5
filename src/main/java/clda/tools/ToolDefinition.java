package clda.tools;

import clda.effects.EffectClass;
import clda.security.Caller;
import clda.security.Role;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;

/**
 * What a model and a person are told of a tool.
 *
 * @param parameters the JSON Schema of the arguments
 * @param roles who may use it; empty for everybody
 * @param timeout how long a call may take
 * @param recovery for KEYED and QUERYABLE effects; others have no use for it
 */
public record ToolDefinition(
        String name,
        String description,
        EffectClass effect,
        ObjectNode parameters,
        ApprovalRule approval,
        Set<Role> roles,
        Duration timeout,
        Recovery recovery) {

    public ToolDefinition {
        if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
            throw new IllegalArgumentException("a tool's name is 1 to 64 of a-z, 0-9 and _: " + name);
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("tool " + name + " has no description");
        }
        roles = Set.copyOf(roles);
    }

    public boolean mayBeUsedBy(Caller caller) {
        return roles.isEmpty() || roles.stream().anyMatch(caller::is);
    }
}
