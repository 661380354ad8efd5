package clda.web.rest;

import clda.dialogue.Images;
import clda.json.Canonical;
import clda.security.Caller;
import clda.web.IdempotentRequests;
import clda.web.IdempotentRequests.Answer;
import clda.web.IdempotentRequests.Known;
import clda.web.wire.Body;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers a POST with the same {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header) once: repeated, it gets the
 * first answer; while that is being made, 409; with another body, 422. Answers of 5xx are not kept.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.USER)
public class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String HEADER = "Idempotency-Key";
    private static final String CLAIMED = "clda.idempotency-key";
    private static final int MAX_KEY = 255;

    @Inject
    private IdempotentRequests requests;

    @Inject
    private CurrentCaller current;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String given = request.getHeaderString(HEADER);
        if (!request.getMethod().equals("POST") || given == null) {
            return;
        }
        if (given.isBlank() || given.length() > MAX_KEY) {
            throw new ApiProblem(400, "Idempotency-Key has 1 to " + MAX_KEY + " characters.");
        }
        byte[] body = JsonTrees.read(request.getEntityStream(), Images.LARGEST);
        request.setEntityStream(new ByteArrayInputStream(body));
        String path = request.getUriInfo().getPath();
        if (Api.path(request).equals("login")) {
            return;
        }
        Caller caller = current.get();
        String key = Canonical.hash(String.join("\n", caller.tenant(), caller.user(), path, given));
        String hash = Canonical.hash(new String(body, StandardCharsets.ISO_8859_1));
        switch (requests.claim(key, hash)) {
            case Known.First first -> request.setProperty(CLAIMED, key);
            case Known.Running running ->
                throw new ApiProblem(409, "The first request with this Idempotency-Key is still being answered.");
            case Known.OtherRequest other ->
                throw new ApiProblem(422, "This Idempotency-Key was used for another request.");
            case Known.Answered answered -> request.abortWith(replay(answered.answer()));
        }
    }

    private static Response replay(Answer answer) {
        Response.ResponseBuilder response =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        return answer.location().isEmpty()
                ? response.build()
                : response.header("Location", answer.location()).build();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(CLAIMED) instanceof String key)) {
            return;
        }
        // What is written piece by piece is not there to be kept.
        boolean whole = !(response.getEntity() instanceof StreamingOutput);
        if (response.getStatus() >= 500 || response.getMediaType() == null || !whole) {
            requests.release(key);
            return;
        }
        Object entity = response.getEntity();
        String body = entity instanceof Body record ? record.json() : entity == null ? "" : entity.toString();
        String location = response.getHeaderString("Location");
        requests.answered(
                key,
                new Answer(
                        response.getStatus(),
                        location == null ? "" : location,
                        response.getMediaType().toString(),
                        body));
    }
}
