package clda.web.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as Rasa's tracker (schema {@code Tracker} of Rasa's HTTP API 3).
 *
 * @param senderId the id of the conversation
 * @param slots the last value of each slot
 * @param latestMessage what the person said last, and what it was taken for
 * @param paused always false
 * @param followupAction always null
 * @param activeLoop what the person is being asked for
 * @param events in Rasa's words
 */
@Schema(name = "RasaTracker")
public record RasaTracker(
        @JsonProperty("sender_id") String senderId,
        ObjectNode slots,
        @JsonProperty("latest_message") ObjectNode latestMessage,
        boolean paused,
        @JsonProperty("followup_action") @JsonInclude @Nullable String followupAction,
        @JsonProperty("active_loop") ObjectNode activeLoop,
        List<ObjectNode> events)
        implements Body {}
