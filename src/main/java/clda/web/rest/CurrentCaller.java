package clda.web.rest;

import clda.security.Caller;
import clda.security.Credential;
import clda.security.Standing;
import clda.web.Identification.Identified;
import clda.web.ProblemJson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The caller of the request in progress. */
@RequestScoped
public class CurrentCaller {

    @Inject
    private Standing standing;

    private @Nullable Identified identified;

    void set(Identified who) {
        this.identified = who;
    }

    /** @throws ApiProblem 401 if nobody has signed in */
    public Caller get() {
        return identified().caller();
    }

    /** The token by which the caller is known. */
    public Credential credential() {
        return identified().credential();
    }

    /**
     * Ends a request that waits for something with 401, if the caller's right ends first.
     *
     * @param path that was asked for
     */
    public void mayWait(AsyncResponse answer, String path) {
        Standing.Open waiting = standing.watch(credential(), get(), () -> {
            if (!answer.isDone()) {
                answer.resume(Response.status(401)
                        .type(ProblemJson.MEDIA_TYPE)
                        .entity(ProblemJson.of(401, "You are no longer signed in.", path))
                        .build());
            }
        });
        answer.register((CompletionCallback) failure -> waiting.close());
    }

    private Identified identified() {
        if (identified == null) {
            throw new ApiProblem(401, "Sign in first.");
        }
        return identified;
    }
}
