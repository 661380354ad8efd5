package clda.web.rest;

import clda.security.Caller;
import clda.security.Credential;
import clda.web.Identification.Identified;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request in progress. */
@RequestScoped
public class CurrentCaller {

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

    private Identified identified() {
        if (identified == null) {
            throw new ApiProblem(401, "Sign in first.");
        }
        return identified;
    }
}
