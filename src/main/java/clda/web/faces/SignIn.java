package clda.web.faces;

import clda.security.Accounts;
import clda.security.Caller;
import clda.security.Credential;
import clda.security.Standing;
import clda.security.jwt.Tokens;
import clda.store.StoreState;
import clda.web.Identification;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signs in and out on the pages. The token lies in a cookie that scripts cannot read and other sites do not send. */
@Named
@RequestScoped
public class SignIn {

    @Inject
    private Accounts accounts;

    @Inject
    private Tokens tokens;

    @Inject
    private Standing standing;

    @Inject
    private SignedIn signedIn;

    @Inject
    private StoreState store;

    @Inject
    private Clock clock;

    @Inject
    private Language language;

    private String user = "";
    private String password = "";

    /** Goes to the chat, or says that name or password are wrong. */
    public String enter() {
        Optional<Caller> caller = tokens.issues() ? accounts.authenticate(user.strip(), password) : Optional.empty();
        Optional<String> account = caller.flatMap(known -> accounts.mark(known.user()));
        if (caller.isEmpty() || account.isEmpty()) {
            FacesContext.getCurrentInstance()
                    .addMessage(
                            null, new FacesMessage(FacesMessage.SEVERITY_ERROR, language.text("login.wrong"), null));
            return "";
        }
        Tokens.Issued issued = tokens.issue(caller.get(), account.get());
        setCookie(
                issued.token(),
                Math.toIntExact(
                        Duration.between(Instant.now(clock), issued.expiresAt()).toSeconds()));
        return "index?faces-redirect=true";
    }

    /** Ends the token, on every node, and forgets it. */
    public String leave() {
        setCookie("", 0);
        signedIn.credential().ifPresent(this::end);
        return "login?faces-redirect=true";
    }

    private void end(Credential credential) {
        if (store.away()) {
            // It ends here at once, and elsewhere when the store is back; nobody has to wait for that.
            Thread.ofVirtual().start(() -> standing.signOut(credential));
        } else {
            standing.signOut(credential);
        }
    }

    private static void setCookie(String value, int seconds) {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        Cookie cookie = new Cookie(Identification.COOKIE, value);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setPath(request.getContextPath() + "/");
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Strict");
        ((HttpServletResponse) external.getResponse()).addCookie(cookie);
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
