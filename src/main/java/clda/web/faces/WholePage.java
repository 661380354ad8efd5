package clda.web.faces;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to a page that always covers the whole page, with a nonce of ours. PrimeFaces takes the nonce of the content
 * policy from the parameters of a form that is sent: whoever sent it would say which scripts may run.
 */
final class WholePage extends HttpServletRequestWrapper {

    /** Pages are HTML whatever {@code Accept} says; Faces turns an empty list into a server error. */
    private static final Set<String> HIDDEN_HEADERS = Set.of("faces-request", "accept");

    private static final String NONCE = "primefaces.nonce";
    private static final Set<String> HIDDEN = Set.of(
            "jakarta.faces.partial.ajax",
            "jakarta.faces.partial.execute",
            "jakarta.faces.partial.render",
            "jakarta.faces.partial.event");

    private final String nonce =
            Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

    WholePage(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    private static boolean isHidden(String header) {
        return HIDDEN_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getParameter(String name) {
        return HIDDEN.contains(name) ? null : name.equals(NONCE) ? nonce : super.getParameter(name);
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return HIDDEN.contains(name)
                ? null
                : name.equals(NONCE) ? new String[] {nonce} : super.getParameterValues(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> parameters = new LinkedHashMap<>(super.getParameterMap());
        parameters.keySet().removeAll(HIDDEN);
        parameters.put(NONCE, new String[] {nonce});
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }
}
