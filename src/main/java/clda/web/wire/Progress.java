package clda.web.wire;

import clda.conversation.ToolCall;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The progress of background work.
 *
 * @param percent 0 to 100
 * @param note what is being done
 */
public record Progress(int percent, @JsonInclude @Nullable String note) {
    static @Nullable Progress of(ToolCall.@Nullable Progress progress) {
        return progress == null ? null : new Progress(progress.percent(), progress.note());
    }
}
