package clda.web;

import clda.dialogue.Refused;
import clda.web.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Errors in the form of RFC 9457. */
public final class ProblemJson {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"),
            Map.entry(401, "Not signed in"),
            Map.entry(403, "Not allowed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Method not allowed"),
            Map.entry(406, "Not acceptable"),
            Map.entry(408, "Too slow"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Too large"),
            Map.entry(415, "Unsupported media type"),
            Map.entry(421, "Misdirected request"),
            Map.entry(422, "Not the same request"),
            Map.entry(429, "Too many requests"),
            Map.entry(500, "Internal error"),
            Map.entry(503, "Not available"));

    /** The detail for data that cannot be decrypted as it was stored; administrators can see which data it is. */
    public static final String DAMAGED =
            "This was changed outside the server or is damaged, and is not used. Administrators have been notified.";

    /** The detail when nothing was done because the database was busy, or another node has taken over. */
    public static final String BUSY = "The store was too busy, or has just been replaced; nothing was done. Try again.";

    public static final String OVERLOADED = "Too many conversations are being opened at the same time; try again.";

    private ProblemJson() {}

    /** @param instance the path that was asked for */
    public static Problem of(int status, String detail, String instance) {
        return new Problem(
                "about:blank",
                TITLES.getOrDefault(status, status >= 500 ? "Error" : "Request refused"),
                status,
                detail,
                instance,
                status == 408 || status == 429 || status == 503,
                status >= 500 && status != 503 ? "unknown" : "none",
                null,
                null);
    }

    /** Writes the whole response where nothing else does. */
    public static void write(HttpServletResponse response, int status, String detail, String instance)
            throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(of(status, detail, instance).json().getBytes(StandardCharsets.UTF_8));
    }

    public static int status(Refused.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 403;
            case INVALID -> 400;
            case TOO_LONG -> 413;
            case BUSY, ALREADY_DECIDED, OTHER_HASH, ALREADY_SETTLED -> 409;
            case EXPIRED -> 410;
            case AWAY -> 503;
        };
    }
}
