package clda.web.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something said in a conversation.
 *
 * @param text 1 to 32,000 characters, unless the server is configured otherwise
 * @param images ids of images that were taken in for this conversation before
 * @param clientMessageId the client's own id of the message: the same id twice is one message
 */
public record SayRequest(String text, @Nullable List<String> images, @Nullable String clientMessageId) implements Body {

    /** Empty if there are none. */
    public List<String> shownImages() {
        return images == null ? List.of() : images;
    }
}
