package clda.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A request as the browser sent it: with its address, and without what proxies have added. */
final class ArrivedRequest extends HttpServletRequestWrapper {

    private static final Set<String> HIDDEN = hidden();

    private final Arrival arrival;
    private final String prefix;

    ArrivedRequest(HttpServletRequest request, Arrival arrival) {
        super(request);
        this.arrival = arrival;
        // Payara compares the path of a WebSocket with those that it knows.
        boolean socket = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        this.prefix = socket ? "" : arrival.address().prefix();
    }

    private static Set<String> hidden() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Proxies.HEADERS);
        return names;
    }

    @Override
    public String getScheme() {
        return arrival.address().scheme();
    }

    @Override
    public boolean isSecure() {
        return arrival.address().isSecure();
    }

    @Override
    public String getServerName() {
        return arrival.address().host();
    }

    @Override
    public int getServerPort() {
        return arrival.address().port();
    }

    @Override
    public String getRemoteAddr() {
        return arrival.client();
    }

    @Override
    public String getRemoteHost() {
        return arrival.client();
    }

    @Override
    public String getContextPath() {
        return prefix + super.getContextPath();
    }

    @Override
    public String getRequestURI() {
        return prefix + super.getRequestURI();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(arrival.address().origin()).append(getRequestURI());
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (HIDDEN.contains(name)) {
            return null;
        }
        return name.equalsIgnoreCase("Host") ? arrival.address().authority() : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (HIDDEN.contains(name)) {
            return Collections.emptyEnumeration();
        }
        return name.equalsIgnoreCase("Host")
                ? Collections.enumeration(List.of(arrival.address().authority()))
                : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !HIDDEN.contains(name))
                .toList());
    }
}
