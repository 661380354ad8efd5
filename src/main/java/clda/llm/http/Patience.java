package clda.llm.http;

import java.time.Duration;

/**
 * The timeouts of a call. Any sign of life counts: a comment, a ping, a thought.
 *
 * @param firstToken from the request to the first byte of the answer
 * @param idle between two signs of life, from the first byte on
 * @param total for the whole answer; from its first byte on where the server may have had to load the model
 * @param loading from the request to the first byte where the server may have to load the model first; zero where it has not
 */
public record Patience(Duration firstToken, Duration idle, Duration total, Duration loading) {

    /** Divisor of the loading timeout after which a silent server counts as loading: 3 s of five minutes. */
    private static final int IS_LOADING = 100;

    public Patience(Duration firstToken, Duration idle, Duration total) {
        this(firstToken, idle, total, Duration.ZERO);
    }

    boolean mayLoad() {
        return loading.compareTo(firstToken) > 0;
    }

    /** For the first byte. */
    Duration first() {
        return mayLoad() ? loading : firstToken;
    }

    /** For the first byte of a server that says that it loads the model. */
    Duration whileLoading() {
        return mayLoad() ? loading : total;
    }

    /** How long nothing has been heard when it is said that the model is being loaded. */
    Duration isLoadingAfter() {
        return loading.dividedBy(IS_LOADING);
    }

    /** The time after which every call has ended. */
    public Duration longest() {
        return total.plus(whileLoading());
    }
}
