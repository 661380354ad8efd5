package clda.web.limits;

import clda.net.ClientNetwork;
import clda.security.Caller;
import clda.security.limits.AtOnce;
import clda.security.limits.AtOnce.Held;
import clda.security.limits.AtOnce.Kind;
import clda.security.limits.Door;
import clda.security.limits.RateLimits;
import clda.web.Identification;
import clda.web.Identification.Identified;
import clda.web.ProblemJson;
import clda.web.TooMuch;
import clda.web.WhenAnswered;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counts what comes from an address before anything else is done about it: requests in a period, concurrent requests,
 * bodies in transit. Limits per user are counted later, once the user is known.
 */
public class LimitFilter extends HttpFilter {

    private static final Duration WHEN_ONE_ENDS = Duration.ofSeconds(2);

    @Inject
    private transient RateLimits rates;

    @Inject
    private transient AtOnce atOnce;

    @Inject
    private transient Identification identification;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String address = ClientNetwork.of(request.getRemoteAddr());
        Optional<Duration> wait = rates.take(door(request), address);
        if (wait.isPresent()) {
            refuse(TooMuch.requests(wait.get()), request, response);
            return;
        }
        Optional<Held> answering = atOnce.take(Kind.REQUESTS, address);
        if (answering.isEmpty()) {
            refuse(TooMuch.requests(WHEN_ONE_ENDS), request, response);
            return;
        }
        GuardedRequest guarded =
                GuardedRequest.hasBody(request) ? new GuardedRequest(request, () -> admit(request, address)) : null;
        Runnable end = () -> {
            answering.get().close();
            if (guarded != null) {
                guarded.release();
            }
        };
        CallingNetwork.answering(address);
        try {
            chain.doFilter(guarded == null ? request : guarded, response);
        } catch (TooMuch e) {
            refuse(e, request, response);
        } catch (ServletException e) {
            if (!(e.getRootCause() instanceof TooMuch cause)) {
                throw e;
            }
            refuse(cause, request, response);
        } finally {
            CallingNetwork.answered();
            WhenAnswered.of(request, end);
        }
    }

    /** Bodies of identified callers are counted per person, apart from those of unidentified clients. */
    private List<Held> admit(HttpServletRequest request, String address) {
        Optional<Caller> caller = identification.by(request).map(Identified::caller);
        if (caller.isPresent()) {
            return List.of(
                    atOnce.take(Kind.BODIES_OF_PERSON, caller.get().key()).orElseThrow(LimitFilter::tooMany));
        }
        Optional<Held> one = atOnce.take(Kind.BODIES, address);
        Optional<Held> ofAll = one.flatMap(taken -> atOnce.take(Kind.ALL_BODIES, "all"));
        if (ofAll.isEmpty()) {
            one.ifPresent(Held::close);
            throw tooMany();
        }
        return List.of(one.get(), ofAll.get());
    }

    private static TooMuch tooMany() {
        return new TooMuch(429, "Too many bodies are being sent at the same time.", WHEN_ONE_ENDS);
    }

    private static Door door(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (request.getMethod().equals("POST")
                && (path.startsWith("/api/v1/login") || path.startsWith("/login.xhtml"))) {
            return Door.LOGIN;
        }
        if (path.startsWith("/api/")) {
            return Door.REST;
        }
        return path.startsWith("/model/") || path.startsWith("/webhooks/") ? Door.RASA : Door.PAGE;
    }

    /** Closes the connection as well, so that the client does not send the rest of the body. */
    private static void refuse(TooMuch why, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setHeader("Retry-After", String.valueOf(why.retryAfterSeconds()));
        response.setHeader("Connection", "close");
        ProblemJson.write(response, why.status(), why.detail(), request.getRequestURI());
    }
}
