package clda.web.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One action that someone took.
 *
 * @param actor who did it
 * @param action what was done
 * @param subject the call, approval or task; null for what concerns the conversation itself
 * @param details what else is kept, by name
 */
@Schema(name = "AuditEntry")
public record AuditRow(
        String id,
        Instant at,
        String actor,
        String action,
        @JsonInclude @Nullable String conversationId,
        @JsonInclude @Nullable String turnId,
        @JsonInclude @Nullable String subject,
        Map<String, String> details) {}
