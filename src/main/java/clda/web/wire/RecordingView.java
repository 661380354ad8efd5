package clda.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A conversation with its exchanges with models, without secrets.
 *
 * @param format clda-recording-1
 */
@Schema(name = "Recording")
public record RecordingView(String format, String conversationId, List<JsonNode> events, List<JsonNode> exchanges)
        implements Body {}
