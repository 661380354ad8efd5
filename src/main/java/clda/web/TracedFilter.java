package clda.web;

import clda.logging.Ids;
import clda.logging.RequestTrace;
import clda.traces.RequestSpans;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** Traces the requests that open turns, if traces are on: the turn continues the trace of its request. */
public class TracedFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final String TRACEPARENT = "traceparent";

    @Inject
    private transient RequestSpans spans;

    @Inject
    private transient CurrentArrival arrival;

    @Inject
    private transient Clock clock;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestTrace trace = request.getMethod().equals("POST")
                ? spans.begin(
                        request.getHeader(TRACEPARENT),
                        peer(request),
                        arrival.get().client())
                : null;
        if (trace == null) {
            chain.doFilter(request, response);
            return;
        }
        Instant began = clock.instant();
        AtomicBoolean told = new AtomicBoolean();
        try (Ids.Scope scope = Ids.of(trace).open()) {
            chain.doFilter(request, response);
        } finally {
            WhenAnswered.of(request, () -> {
                if (trace.isTaken() && told.compareAndSet(false, true)) {
                    spans.end(
                            trace,
                            new RequestSpans.Answered(
                                    request.getMethod(),
                                    MeteredFilter.route(request),
                                    request.getScheme(),
                                    response.getStatus(),
                                    began,
                                    clock.instant()));
                }
            });
        }
    }

    /** Who is at the other end of the connection, be it a proxy. */
    private static String peer(HttpServletRequest request) {
        return request instanceof ServletRequestWrapper arrived
                ? arrived.getRequest().getRemoteAddr()
                : request.getRemoteAddr();
    }
}
