package clda.llm;

import java.util.OptionalInt;

/** A language model. It only proposes text and tool calls. */
public interface ModelClient {

    /** The name that answers are labelled with. */
    String name();

    /**
     * Asks once. Blocks until the answer is whole.
     *
     * @param shown is told each piece of text as it comes
     * @throws ModelFailure if there is no whole answer
     */
    ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation);

    /** The same, metered. This is right for a client that makes one call for each request; others meter what they make. */
    default ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
        return meter.around(request, null, () -> respond(request, shown, cancellation));
    }

    /**
     * How many tokens a request may have, the answer not counted, as the model that would be asked first has told; empty if it
     * has told nothing.
     */
    default OptionalInt room(ModelRequest.Options options) {
        return OptionalInt.empty();
    }

    /** Where text goes while it is being written. */
    interface TextSink {

        /** For an answer that nobody watches being written. */
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

        /** What was shown so far does not count; the message begins anew. */
        void restart();

        /** Nothing has come yet, since the server has to load the model first. */
        default void loading() {
            // Nobody is told.
        }
    }
}
