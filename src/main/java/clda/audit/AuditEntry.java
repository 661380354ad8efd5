package clda.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One audited action. It contains nothing that people wrote, because it is kept after the conversation is erased.
 *
 * @param actor the user, or whose conversation it is where the engine acted
 * @param action the public name of the event, such as {@code approval.decided}
 * @param subject the call, approval or task; null for what concerns the conversation itself
 * @param details further values to keep, by name
 */
public record AuditEntry(
        Instant at,
        String tenant,
        String actor,
        String action,
        @Nullable String conversationId,
        @Nullable String turnId,
        @Nullable String subject,
        Map<String, String> details) {

    /** The action of an entry that cannot be opened at its position; nothing else is known about it. */
    public static final String DAMAGED = "audit.damaged";

    public AuditEntry {
        details = Map.copyOf(details);
    }
}
