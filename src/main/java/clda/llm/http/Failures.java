package clda.llm.http;

import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** Translates the exceptions of a call into model failures. */
final class Failures {

    private final String model;
    private final List<String> secrets;

    /**
     * @param model the model's name, which may be told
     * @param secrets strings to be removed from what the provider says
     */
    Failures(String model, List<String> secrets) {
        this.model = model;
        this.secrets = List.copyOf(secrets);
    }

    /** @param sent all texts of the request, in lower case */
    ModelFailure of(Exception e, String sent) {
        return switch (e) {
            case ModelFailure failure -> failure;
            case ProviderError error -> of(error, sent);
            case ProcessingException network ->
                notSent(network)
                        ? new ModelFailure(Reason.UNREACHABLE, "it cannot be reached", e)
                        : new ModelFailure(Reason.BROKEN, "the connection failed", e);
            case IOException network -> new ModelFailure(Reason.BROKEN, "the answer broke off or cannot be read", e);
            default -> new ModelFailure(Reason.BROKEN, "the call failed", e);
        };
    }

    private ModelFailure of(ProviderError error, String sent) {
        Wordings.Meaning meaning = Wordings.of(error.complaint(), sent);
        String message = String.valueOf(error.getMessage());
        // After an error of the server or of a proxy in front of it, the model may still have
        // processed the request.
        ModelFailure failure = error.isInStream() || meaning.reason() == Reason.SERVER_ERROR
                ? new ModelFailure(meaning.reason(), message, error.after(), error)
                : ModelFailure.turnedAway(meaning.reason(), message, error.after(), error);
        String said =
                new ProviderWords(sent, model, secrets).clean(error.complaint().words());
        ModelFailure.Window window = meaning.window();
        return window == null ? failure.saying(said) : failure.saying(said).of(window);
    }

    /** Whether the server is not answering yet because it is loading the model. */
    static boolean isLoading(RuntimeException e) {
        return e instanceof ProviderError error
                && !error.isInStream()
                && Wordings.of(error.complaint(), "").loads();
    }

    /** Whether the server has certainly done nothing about the call, and did not say when to come back. */
    static boolean didNothing(RuntimeException e) {
        return switch (e) {
            case ProviderError error -> {
                Wordings.Meaning meaning = Wordings.of(error.complaint(), "");
                yield error.after() == null && meaning.reason() == Reason.BUSY && !meaning.loads();
            }
            case ProcessingException network -> notSent(network);
            default -> false;
        };
    }

    private static boolean notSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException timeout && isConnect(timeout)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnect(SocketTimeoutException timeout) {
        String message = timeout.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("connect");
    }
}
