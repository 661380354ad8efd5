package clda.web.wire;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user wants to be remembered.
 *
 * @param conversationId the only conversation in which it counts; absent for all
 * @param origin where it comes from
 * @param at when it was written down
 * @param untrusted that it may hold text of others; absent if it does not
 * @param correctedAt when it was last put in other words
 */
@Schema(name = "Fact")
public record FactView(
        int number,
        String text,
        @Nullable String conversationId,
        FactOrigin origin,
        Instant at,
        @Nullable Boolean untrusted,
        @Nullable Instant correctedAt)
        implements Body {}
