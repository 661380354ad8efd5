package clda.web.limits;

import clda.security.limits.AtOnce.Held;
import clda.web.TooMuch;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request whose body is guarded, even if it is a form: the server would read that itself, however slowly it arrives. */
final class GuardedRequest extends HttpServletRequestWrapper {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MAX_FORM = 65_536;

    private final Supplier<List<Held>> admission;
    private @Nullable GuardedBody body;
    private @Nullable Map<String, String[]> parameters;

    GuardedRequest(HttpServletRequest request, Supplier<List<Held>> admission) {
        super(request);
        this.admission = admission;
    }

    static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    void release() {
        if (body != null) {
            body.release();
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new GuardedBody(super.getInputStream(), admission, System::nanoTime);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private boolean isForm() {
        String type = getContentType();
        return type != null && type.toLowerCase(java.util.Locale.ROOT).startsWith(FORM);
    }

    private Map<String, String[]> form() {
        if (parameters == null) {
            Map<String, List<String>> all = new LinkedHashMap<>();
            try {
                byte[] text = getInputStream().readNBytes(MAX_FORM + 1);
                if (text.length > MAX_FORM) {
                    throw new TooMuch(413, "A form has at most " + MAX_FORM + " bytes.", Duration.ZERO);
                }
                addAll(getQueryString(), all);
                addAll(new String(text, StandardCharsets.ISO_8859_1), all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, String[]> read = new LinkedHashMap<>();
            all.forEach((name, values) -> read.put(name, values.toArray(String[]::new)));
            parameters = Collections.unmodifiableMap(read);
        }
        return parameters;
    }

    private static void addAll(@Nullable String encoded, Map<String, List<String>> to) {
        if (encoded == null || encoded.isEmpty()) {
            return;
        }
        Arrays.stream(encoded.split("&")).forEach(pair -> {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            to.computeIfAbsent(decoded(name), none -> new ArrayList<>()).add(decoded(value));
        });
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public @Nullable String getParameter(String name) {
        if (!isForm()) {
            return super.getParameter(name);
        }
        String[] values = form().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return isForm() ? form().get(name) : super.getParameterValues(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return isForm() ? form() : super.getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return isForm() ? Collections.enumeration(form().keySet()) : super.getParameterNames();
    }
}
