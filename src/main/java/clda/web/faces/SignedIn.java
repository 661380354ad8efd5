package clda.web.faces;

import clda.json.Canonical;
import clda.security.Caller;
import clda.security.Credential;
import clda.security.Role;
import clda.web.Identification.Identified;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The user who looks at the page. */
@Named
@RequestScoped
public class SignedIn {

    private @Nullable Caller caller;
    private @Nullable Credential credential;

    void set(Identified who) {
        caller = who.caller();
        credential = who.credential();
    }

    /** The token by which the user is known. */
    Optional<Credential> credential() {
        return Optional.ofNullable(credential);
    }

    /** Empty if nobody has signed in. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    public boolean isPresent() {
        return caller != null;
    }

    public String getUser() {
        return caller == null ? "" : caller.name();
    }

    /**
     * The key that separates this user's data in the browser from that of other users; empty if no one is signed in. It
     * does not reveal the user's name.
     */
    public String getKey() {
        return caller == null ? "" : Canonical.hash(caller.key());
    }

    /** Whether the user may have conversations. */
    public boolean isTalker() {
        return caller != null && caller.mayTalk();
    }

    public boolean isAdministrator() {
        return caller != null && caller.is(Role.ADMIN);
    }

    public boolean isApprover() {
        return caller != null && caller.is(Role.APPROVER);
    }
}
