package clda.llm;

import java.util.OptionalInt;

/** A language model. It only proposes text and tool calls. */
public interface ModelClient {

    /** The name used to label answers. */
    String name();

    /**
     * Makes one request. Blocks until the answer is complete.
     *
     * @param shown receives each piece of text as it arrives
     * @throws ModelFailure if there is no complete answer
     */
    ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation);

    /**
     * The same, metered. The default suits a client that makes one call per request; other clients meter each of their
     * calls.
     */
    default ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
        return meter.around(request, null, () -> respond(request, shown, cancellation));
    }

    /**
     * The maximum tokens of a request, without the answer, as reported by the model that would be asked first; empty if it
     * has reported none.
     */
    default OptionalInt room(ModelRequest.Options options) {
        return OptionalInt.empty();
    }

    /** Receives text while it is being generated. */
    interface TextSink {

        /** For an answer that is not shown while it is being generated. */
        TextSink UNSEEN = new TextSink() {
            @Override
            public void text(String piece) {
                // It is read when it is whole.
            }

            @Override
            public void restart() {
                // Nothing was shown.
            }
        };

        void text(String piece);

        /** Discards the text shown so far; the message starts again. */
        void restart();

        /** Nothing has arrived yet because the server has to load the model first. */
        default void loading() {
            // Nobody is told.
        }
    }
}
