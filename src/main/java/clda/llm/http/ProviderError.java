package clda.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the provider reported an error, instead of an answer or within one. The message says nothing of what it said.
 */
public final class ProviderError extends RuntimeException {

    private final transient Complaint complaint;
    private final transient @Nullable Duration after;
    private final boolean inStream;

    private ProviderError(String message, Complaint complaint, @Nullable Duration after, boolean inStream) {
        super(message);
        this.complaint = complaint;
        this.after = after;
        this.inStream = inStream;
    }

    /** The whole answer is an error. */
    static ProviderError answer(Complaint complaint, @Nullable Duration after) {
        return new ProviderError("HTTP " + complaint.status(), complaint, after, false);
    }

    /** The provider reports an error in place of a piece of the answer. */
    public static ProviderError inStream(JsonNode error) {
        return new ProviderError("the server reported an error in the stream", Complaint.of(error), null, true);
    }

    boolean isInStream() {
        return inStream;
    }

    public Complaint complaint() {
        return complaint;
    }

    /** The retry delay that the provider gave; null if none. */
    public @Nullable Duration after() {
        return after;
    }
}
