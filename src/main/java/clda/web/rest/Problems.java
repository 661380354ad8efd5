package clda.web.rest;

import clda.conversation.ConversationLog;
import clda.conversation.ConversationStore;
import clda.dialogue.Refused;
import clda.memory.Memory.NotRemembered;
import clda.security.KeyRing;
import clda.store.Busy;
import clda.store.Fenced;
import clda.web.MeteredFilter;
import clda.web.ProblemJson;
import clda.web.TooMuch;
import clda.web.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.NoSuchElementException;

/** Reports every error as problem+json; internal details stay in the log. */
@Provider
public class Problems implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private static final int SECONDS_UNTIL_THE_NEXT_TRY = 2;

    @Context
    private UriInfo uri;

    @Context
    private HttpServletRequest request;

    /** The template of the path: the path itself may hold whatever the client has written. */
    private String route() {
        return request.getAttribute(MeteredFilter.ROUTE) instanceof String route ? route : "no known operation";
    }

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case ApiProblem problem -> problem(problem.status(), problem.detail(), uri);
            case TooMuch much ->
                Response.fromResponse(problem(much.status(), much.detail(), uri))
                        .header("Retry-After", null)
                        .header("Retry-After", much.retryAfterSeconds())
                        .header("Connection", much.status() == 408 ? "close" : null)
                        .build();
            case Refused refused -> problem(ProblemJson.status(refused.kind()), refused.detail(), uri);
            case NotRemembered not -> problem(400, not.detail(), uri);
            case ConversationStore.SequenceTaken taken ->
                problem(503, "Someone else wrote to the conversation at the same time; try again.", uri);
            case ConversationLog.BeyondTheEnd lost -> lost(lost, uri);
            case Fenced fenced -> problem(503, ProblemJson.BUSY, uri);
            case Busy busy -> problem(503, ProblemJson.BUSY, uri);
            case ConversationLog.Overloaded overloaded ->
                Response.fromResponse(problem(503, ProblemJson.OVERLOADED, uri))
                        .header("Retry-After", 5)
                        .build();
            case KeyRing.Damaged damaged -> problem(500, ProblemJson.DAMAGED, uri);
            case NoSuchElementException gone -> problem(404, "No longer there.", uri);
            case WebApplicationException known -> {
                int status = known.getResponse().getStatus();
                Response.ResponseBuilder answer = Response.fromResponse(problem(status, detail(status), uri));
                Object allow = known.getResponse().getHeaders().getFirst("Allow");
                yield allow == null
                        ? answer.build()
                        : answer.header("Allow", allow).build();
            }
            default -> {
                LOG.log(Level.ERROR, "request to " + route() + " failed", failure);
                yield problem(500, "The request failed on the server.", uri);
            }
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "Not found.";
            case 405 -> "Method not allowed.";
            case 406 -> "None of the accepted media types is available.";
            case 415 -> "The body must be application/json.";
            default -> "The request was not accepted.";
        };
    }

    /** What was seen is no longer there: what is shown has to be loaded anew. */
    private static Response lost(ConversationLog.BeyondTheEnd lost, UriInfo uri) {
        Problem problem = ProblemJson.of(
                409,
                "The conversation ends before that number; the last events are lost. Reload it.",
                uri.getRequestUri().getRawPath());
        return Response.status(409)
                .type(ProblemJson.MEDIA_TYPE)
                .entity(problem.with(lost.end(), null))
                .build();
    }

    /** One that may be tried again says when. */
    static Response problem(int status, String detail, UriInfo uri) {
        return Response.status(status)
                .type(ProblemJson.MEDIA_TYPE)
                .header("Retry-After", status == 503 ? SECONDS_UNTIL_THE_NEXT_TRY : null)
                .entity(ProblemJson.of(status, detail, uri.getRequestUri().getRawPath()))
                .build();
    }
}
