package clda.llm;

/** A language model, or what stands in for one. It only proposes text and tool calls. */
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

    /** Where text goes while it is being written. */
    interface TextSink {
        void text(String piece);

        /** What was shown so far does not count; the message begins anew. */
        void restart();
    }
}
