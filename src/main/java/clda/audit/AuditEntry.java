package clda.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One action that someone took. Says nothing of what people wrote: it is kept when the conversation has been erased.
 *
 * @param actor the user, or whose conversation it is where the engine acted
 * @param action the public name of the event, such as {@code approval.decided}
 * @param subject the call, approval or task; null for what concerns the conversation itself
 * @param details what else is to be kept, by name
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

    /** The action of an entry that does not open where it is listed; nothing else is known of it. */
    public static final String DAMAGED = "audit.damaged";

    public AuditEntry {
        details = Map.copyOf(details);
    }
}
