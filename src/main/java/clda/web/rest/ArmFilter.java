package clda.web.rest;

import clda.dialogue.Conversations;
import clda.release.Arm;
import clda.release.Arms;
import clda.web.CurrentArrival;
import clda.web.PublicAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells routers and clients the arm of a conversation: by a header, and by cookies that browsers send with requests for this
 * conversation only. Without a release it says nothing, except to those that still believe in one.
 */
@Provider
@ApplicationScoped
public class ArmFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** The header, in answers and in requests. */
    static final String HEADER = "CLDA-Arm";

    static final String COOKIE = "clda_arm";

    private static final Logger LOG = System.getLogger(ArmFilter.class.getName());
    private static final Pattern CONVERSATION = Pattern.compile("conversations/([A-Za-z0-9_-]+)(?:/.*)?");
    private static final int AN_HOUR = 3_600;
    private static final int AT_ONCE = 0;
    private static final int FIRST_ERROR = 400;

    private static final String SITE = Site.class.getName();

    /**
     * Where clients see the application; kept with the request for answers that are given by a thread without its scope.
     *
     * @param base the path before those of the API and of sockets
     */
    private record Site(String base, boolean isSecure) {}

    @Inject
    private Arms arms;

    @Inject
    private Conversations conversations;

    @Inject
    private CurrentArrival arrival;

    @Inject
    private ServletContext application;

    @Override
    public void filter(ContainerRequestContext request) {
        PublicAddress address = arrival.get().address();
        request.setProperty(SITE, new Site(address.prefix() + application.getContextPath(), address.isSecure()));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean believes = request.getCookies().containsKey(COOKIE) || request.getHeaderString(HEADER) != null;
        if (response.getStatus() >= FIRST_ERROR || !believes && !arms.areTwo()) {
            return;
        }
        conversation(request, response).ifPresent(id -> tell(id, request, response));
    }

    /** The conversation that the request is about, or that it has created. */
    private static Optional<String> conversation(ContainerRequestContext request, ContainerResponseContext response) {
        String path = Api.path(request);
        URI created = response.getLocation();
        if (path.equals("conversations") && created != null) {
            String location = created.getPath();
            return Optional.of(location.substring(location.lastIndexOf('/') + 1));
        }
        Matcher matcher = CONVERSATION.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private void tell(String id, ContainerRequestContext request, ContainerResponseContext response) {
        Arm arm = arm(id);
        response.getHeaders().putSingle(HEADER, arm.word());
        boolean hasCookie = request.getCookies().containsKey(COOKIE);
        if (arm == Arm.CANARY && !hasCookie) {
            cookies(id, arm.word(), AN_HOUR, request, response);
        } else if (arm != Arm.CANARY && hasCookie) {
            cookies(id, "", AT_ONCE, request, response);
        }
    }

    /** Stable if it cannot be told now: the answer to the request has been given, and a router is no worse off. */
    private Arm arm(String id) {
        try {
            return conversations.arm(id).orElse(Arm.STABLE);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the arm of a conversation is not known now", e);
            return Arm.STABLE;
        }
    }

    private void cookies(
            String id, String value, int seconds, ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(SITE) instanceof Site site)) {
            return;
        }
        for (String path : new String[] {"/api/v1/conversations/", "/ws/v1/conversations/"}) {
            response.getHeaders()
                    .add(
                            HttpHeaders.SET_COOKIE,
                            new NewCookie.Builder(COOKIE)
                                    .value(value)
                                    .path(site.base() + path + id)
                                    .maxAge(seconds)
                                    .httpOnly(true)
                                    .secure(site.isSecure())
                                    .sameSite(NewCookie.SameSite.STRICT)
                                    .build());
        }
    }
}
