package clda.web.faces;

import clda.security.Caller;
import clda.security.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who looks at the page. */
@Named
@RequestScoped
public class SignedIn {

    private @Nullable Caller caller;

    void set(Caller who) {
        caller = who;
    }

    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    public boolean isPresent() {
        return caller != null;
    }

    public String getUser() {
        return caller == null ? "" : caller.user();
    }

    public boolean isAdministrator() {
        return caller != null && caller.is(Role.admin);
    }

    public boolean isApprover() {
        return caller != null && caller.is(Role.approver);
    }
}
