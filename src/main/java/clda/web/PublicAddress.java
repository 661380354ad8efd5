package clda.web;

import java.net.URI;
import java.util.Locale;

/**
 * The address under which a browser sees this server, which may differ behind a proxy.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an IP address in lower case, IPv6 in brackets
 * @param port never left out, also where it is the scheme's own
 * @param prefix what a proxy has taken off the path: empty, or with a slash before and none behind
 */
public record PublicAddress(String scheme, String host, int port, String prefix) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** As in the {@code Host} header: without the scheme's own port. */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** As in the {@code Origin} header. */
    public String origin() {
        return scheme + "://" + authority();
    }

    /** Whether a page of this origin was served by this server under this address. */
    public boolean isOrigin(String header) {
        try {
            URI page = URI.create(header);
            if (page.getScheme() == null
                    || page.getHost() == null
                    || page.getRawUserInfo() != null
                    || !page.getRawPath().isEmpty()) {
                return false;
            }
            int pagePort = page.getPort() < 0 ? defaultPort(page.getScheme()) : page.getPort();
            return page.getScheme().equals(scheme)
                    && page.getHost().toLowerCase(Locale.ROOT).equals(host)
                    && pagePort == port;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
