package clda.web.faces;

import clda.net.ClientNetwork;
import clda.security.Credential;
import clda.security.Standing;
import clda.security.jwt.Tokens;
import clda.security.limits.PasswordSignIn;
import clda.security.limits.PasswordSignIn.Outcome;
import clda.store.StoreState;
import clda.web.CurrentArrival;
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
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Signing in and out on the pages. The token is in a cookie that scripts cannot read and other sites do not send. */
@Named("signIn")
@RequestScoped
public class SignInForm {

    @Inject
    private PasswordSignIn signIn;

    @Inject
    private StoreState store;

    @Inject
    private CurrentArrival arrival;

    @Inject
    private Tokens tokens;

    @Inject
    private Standing standing;

    @Inject
    private SignedIn signedIn;

    @Inject
    private Clock clock;

    @Inject
    private PageLanguage language;

    private String user = "";
    private String password = "";

    /** Goes to where the user wanted to be, or says why not. */
    public String enter() throws IOException {
        if (!tokens.issues()) {
            return say(language.text("login.wrong"));
        }
        if (store.away()) {
            return say(language.text("login.busy"));
        }
        return switch (signIn.enter(
                user.strip(), password, ClientNetwork.of(arrival.get().client()))) {
            case Outcome.Welcome welcome -> welcome(welcome);
            case Outcome.Wrong wrong -> say(language.text("login.wrong"));
            case Outcome.Locked locked -> {
                long seconds = locked.retryAfter().plusMillis(999).toSeconds();
                yield say(language.text("login.locked").replace("{0}", String.valueOf(seconds)));
            }
            case Outcome.Busy busy -> say(language.text("login.busy"));
        };
    }

    private static String say(String text) {
        FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
        return "";
    }

    private String welcome(Outcome.Welcome welcome) throws IOException {
        Tokens.Issued issued = tokens.issue(welcome.caller(), welcome.account());
        setCookie(
                issued.token(),
                Math.toIntExact(
                        Duration.between(Instant.now(clock), issued.expiresAt()).toSeconds()));
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.redirect(external.getRequestContextPath() + "/" + getTo());
        return "";
    }

    /** The page to go to, relative to the application. */
    public String getTo() {
        // Not from the injected request: form parameters are read by the wrapper that guards the
        // body.
        return ReturnAddress.of(FacesContext.getCurrentInstance()
                .getExternalContext()
                .getRequestParameterMap()
                .get(ReturnAddress.PARAMETER));
    }

    /** Ends the token, on every node, and forgets it. */
    public String leave() {
        setCookie("", 0);
        signedIn.credential().ifPresent(this::end);
        return "login?faces-redirect=true";
    }

    private void end(Credential credential) {
        if (store.away()) {
            // The token ends here at once, and on other nodes when the store is back; the user need
            // not wait for that.
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
