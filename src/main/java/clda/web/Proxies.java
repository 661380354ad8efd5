package clda.web;

import clda.net.IpRange;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that are trusted to say where a request came from. Each proxy appends to the headers it receives, so they
 * are read from the right, and only as far as their writer is trusted: values forged by a client are further left.
 */
final class Proxies {

    /** What says that a proxy was on the way. */
    static final List<String> HEADERS = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix");

    /** Thrown with the reason if the path of a request cannot be determined; the request is refused. */
    static final class Unclear extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unclear(String message) {
            super(message);
        }
    }

    /**
     * A request as it reached this server.
     *
     * @param peer the IP address at the other end of the connection
     * @param scheme of the connection itself
     * @param host the header of that name, or the server's own name
     * @param headers all values of a header, one after the other, separated by commas; null if there is none
     */
    record Received(String peer, String scheme, String host, Function<String, @Nullable String> headers) {}

    /** The values from the headers of one kind; null if not given. */
    private record Told(@Nullable String client, @Nullable String scheme, @Nullable String host) {}

    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\\.?(?::(\\d{1,5}))?");
    private static final Pattern PREFIX = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]++)*+");
    private static final Map<String, String> SCHEMES =
            Map.of("http", "http", "https", "https", "ws", "http", "wss", "https");
    private static final int LARGEST_PORT = 65_535;

    private final List<IpRange> trusted;

    Proxies(List<IpRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Addresses and ranges.
     *
     * @throws IllegalArgumentException saying which of them is none
     */
    static Proxies of(List<String> addresses) {
        return new Proxies(addresses.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(IpRange::parse)
                .toList());
    }

    boolean trusts(String address) {
        Optional<InetAddress> parsed = IpRange.address(address);
        return parsed.isPresent() && trusted.stream().anyMatch(range -> range.contains(parsed.get()));
    }

    /** @throws Unclear if headers of a trusted proxy make no sense, or contradict each other */
    Arrival arrival(Received request) {
        if (!trusts(request.peer())) {
            return new Arrival(address(request.scheme(), request.host(), null, ""), canonical(request.peer()));
        }
        Told older = byXForwarded(request);
        Told newer = byForwarded(request);
        String scheme = agreed("protocol", older.scheme(), newer.scheme()).orElse(request.scheme());
        Optional<String> host = agreed("host", older.host(), newer.host());
        String port = outermost(request, "X-Forwarded-Port");
        PublicAddress address = address(
                scheme,
                host.orElse(request.host()),
                host.filter(Proxies::namesPort).isPresent() ? null : port,
                prefix(outermost(request, "X-Forwarded-Prefix")));
        return new Arrival(
                address, agreed("client", older.client(), newer.client()).orElse(canonical(request.peer())));
    }

    private Told byXForwarded(Received request) {
        String scheme = outermost(request, "X-Forwarded-Proto");
        List<String> senders = list(request, "X-Forwarded-For");
        return new Told(
                senders.isEmpty() ? null : client(request.peer(), senders),
                scheme == null ? null : scheme(scheme),
                outermost(request, "X-Forwarded-Host"));
    }

    private Told byForwarded(Received request) {
        String header = request.headers().apply("Forwarded");
        List<Map<String, String>> elements = header == null ? List.of() : ForwardedHeader.elements(header);
        if (elements.isEmpty()) {
            return new Told(null, null, null);
        }
        List<String> senders = elements.stream()
                .map(element -> element.getOrDefault("for", "unknown"))
                .toList();
        Map<String, String> outermost = elements.get(Math.max(0, elements.size() - hops(request.peer(), senders)));
        String scheme = outermost.get("proto");
        return new Told(
                outermost.containsKey("for") ? client(request.peer(), senders) : null,
                scheme == null ? null : scheme(scheme),
                outermost.get("host"));
    }

    /** The value that the trusted proxy next to the client has written; the only one where proxies overwrite. */
    private @Nullable String outermost(Received request, String header) {
        List<String> values = list(request, header);
        if (values.isEmpty()) {
            return null;
        }
        int hops = hops(request.peer(), list(request, "X-Forwarded-For"));
        return values.get(Math.max(0, values.size() - hops));
    }

    /** How many trusted proxies the request has come through. */
    private int hops(String peer, List<String> senders) {
        int hops = trusts(peer) ? 1 : 0;
        for (String sender : senders.reversed()) {
            if (!trusts(withoutPort(sender))) {
                break;
            }
            hops++;
        }
        return hops;
    }

    /** The first from the right that is not trusted; the last known where a proxy does not tell, or all are trusted. */
    private String client(String peer, List<String> senders) {
        String client = peer;
        for (String sender : senders.reversed()) {
            String address = withoutPort(sender);
            if (!trusts(client) || IpRange.address(address).isEmpty()) {
                break;
            }
            client = address;
        }
        return canonical(client);
    }

    private static List<String> list(Received request, String header) {
        String value = request.headers().apply(header);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .toList();
    }

    private static Optional<String> agreed(String what, @Nullable String older, @Nullable String newer) {
        if (older != null && newer != null && !older.equalsIgnoreCase(newer)) {
            throw new Unclear("The headers Forwarded and X-Forwarded-… name different values for the " + what + ".");
        }
        return Optional.ofNullable(older == null ? newer : older);
    }

    private static PublicAddress address(String scheme, String host, @Nullable String port, String prefix) {
        Matcher parts = AUTHORITY.matcher(host.strip());
        if (!parts.matches()) {
            throw new Unclear("The host of this request is malformed.");
        }
        String number = port == null ? parts.group(2) : port;
        return new PublicAddress(
                scheme,
                parts.group(1).toLowerCase(Locale.ROOT),
                number == null ? PublicAddress.defaultPort(scheme) : port(number),
                prefix);
    }

    private static boolean namesPort(String host) {
        Matcher parts = AUTHORITY.matcher(host.strip());
        return parts.matches() && parts.group(2) != null;
    }

    private static int port(String text) {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= LARGEST_PORT) {
                return port;
            }
        }
        throw new Unclear("The port of this request is malformed.");
    }

    private static String scheme(String text) {
        String scheme = SCHEMES.get(text.toLowerCase(Locale.ROOT));
        if (scheme == null) {
            throw new Unclear("The protocol that a proxy names for this request is neither http nor https.");
        }
        return scheme;
    }

    private static String prefix(@Nullable String text) {
        String prefix = Objects.requireNonNullElse(text, "").replaceAll("/+$", "");
        if (!PREFIX.matcher(prefix).matches()) {
            throw new Unclear("The path prefix that a proxy names for this request is malformed.");
        }
        return prefix;
    }

    /** {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711} without their port and brackets. */
    private static String withoutPort(String sender) {
        if (sender.startsWith("[")) {
            int end = sender.indexOf(']');
            return end < 0 ? sender : sender.substring(1, end);
        }
        int colon = sender.indexOf(':');
        return colon > 0 && colon == sender.lastIndexOf(':') ? sender.substring(0, colon) : sender;
    }

    private static String canonical(String address) {
        return IpRange.address(address).map(InetAddress::getHostAddress).orElse(address);
    }
}
