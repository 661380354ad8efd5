package clda.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The first filter (web.xml): finds out where a request came from and to, refuses names to which this server does not answer,
 * and lets the application see the request as the browser sent it.
 */
public class ArrivalFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = System.getLogger(ArrivalFilter.class.getName());
    private static final String PROXIES = "clda.web.trusted-proxies";
    private static final String HOSTS = "clda.web.hosts";

    private final AtomicBoolean warned = new AtomicBoolean();

    @Inject
    private transient Config config;

    @Inject
    private transient CurrentArrival current;

    private transient Proxies proxies = new Proxies(List.of());
    private transient AllowedHosts hosts = new AllowedHosts(List.of());
    private transient StrictTransport strictTransport = StrictTransport.DEFAULT;

    @Override
    public void init() {
        try {
            proxies = Proxies.of(list(PROXIES));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PROXIES + ": " + e.getMessage(), e);
        }
        hosts = new AllowedHosts(list(HOSTS));
        strictTransport = StrictTransport.from(config);
    }

    private List<String> list(String property) {
        return config.getOptionalValues(property, String.class).orElse(List.of());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Arrival arrival;
        try {
            arrival = proxies.arrival(received(request));
        } catch (Proxies.Unclear e) {
            ProblemJson.write(response, 400, String.valueOf(e.getMessage()), request.getRequestURI());
            return;
        }
        PublicAddress address = arrival.address();
        if (!hosts.allows(address.host())) {
            ProblemJson.write(
                    response,
                    421,
                    "This server does not answer to the name \"" + address.host() + "\". If it should, add the name to "
                            + HOSTS + ".",
                    request.getRequestURI());
            return;
        }
        warnOfUnknownProxy(request);
        current.set(arrival);
        strictTransport.headerFor(address).ifPresent(value -> response.setHeader(StrictTransport.HEADER, value));
        String accepted = request.getHeader("Accept");
        if (accepted != null && accepted.contains("text/event-stream")) {
            // nginx would hold a stream back until its buffer is full.
            response.setHeader("X-Accel-Buffering", "no");
        }
        chain.doFilter(new ArrivedRequest(request, arrival), new LocalRedirects(response));
    }

    private static Proxies.Received received(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return new Proxies.Received(
                request.getRemoteAddr(),
                request.isSecure() ? "https" : "http",
                host == null || host.isBlank() ? "localhost" : host,
                name -> joined(request.getHeaders(name)));
    }

    private static @Nullable String joined(@Nullable Enumeration<String> values) {
        return values == null || !values.hasMoreElements() ? null : String.join(",", Collections.list(values));
    }

    /** Logs a warning, since sign-in does not work behind an unknown proxy. */
    private void warnOfUnknownProxy(HttpServletRequest request) {
        if (!proxies.trusts(request.getRemoteAddr())
                && Proxies.HEADERS.stream().anyMatch(name -> request.getHeader(name) != null)
                && warned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "{0} says that it forwards requests of others, and is not believed: {1} does not name it",
                    request.getRemoteAddr(),
                    PROXIES);
        }
    }
}
