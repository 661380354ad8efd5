package clda.web.rest;

import clda.security.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request in progress. */
@RequestScoped
public class CurrentCaller {

    private @Nullable Caller caller;

    void set(Caller caller) {
        this.caller = caller;
    }

    /** @throws ApiProblem 401 if nobody has signed in */
    public Caller get() {
        if (caller == null) {
            throw new ApiProblem(401, "Sign in first.");
        }
        return caller;
    }
}
