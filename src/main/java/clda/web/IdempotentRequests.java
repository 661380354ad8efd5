package clda.web;

/** The remembered answers to requests with an {@code Idempotency-Key}. */
public interface IdempotentRequests {

    /** @param body the answer's body; empty for none */
    record Answer(int status, String location, String mediaType, String body) {}

    /** What is known of a key. */
    sealed interface Known {
        /** This is the first request with the key; the caller now has to answer it. */
        record First() implements Known {}

        /** The same request is being answered. */
        record Running() implements Known {}

        /** The key was used for another request. */
        record OtherRequest() implements Known {}

        record Answered(Answer answer) implements Known {}
    }

    /** Claims the key, unless it is known. */
    Known claim(String key, String bodyHash);

    void answered(String key, Answer answer);

    /** Frees the key after a request without a result. */
    void release(String key);

    /** Forgets requests made before the time, in milliseconds since 1970. */
    void forget(long before);

    /** Frees the keys that a dead node has left without an answer. */
    void forgetUnanswered();
}
