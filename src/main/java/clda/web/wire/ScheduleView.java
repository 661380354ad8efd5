package clda.web.wire;

import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A reminder or a recurring task.
 *
 * @param number by which the person can name it in its conversation
 * @param what is said or done
 * @param doing whether something is done, not only said
 * @param next when it is due
 * @param every the rule by which it is repeated (RFC 5545)
 * @param zone the time zone of the rule
 * @param start from when the rule counts
 * @param words the rule in words, by language
 */
@Schema(name = "Schedule")
public record ScheduleView(
        String id,
        String conversationId,
        int number,
        String what,
        boolean doing,
        Instant next,
        @Nullable String every,
        @Nullable String zone,
        @Nullable String start,
        @Nullable Map<String, String> words)
        implements Row {}
