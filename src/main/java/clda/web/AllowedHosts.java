package clda.web;

import clda.net.IpRange;
import java.util.List;
import java.util.Locale;

/**
 * The host names to which this server answers. A page of another site can make its own host name resolve to this machine
 * (DNS rebinding) and then call it as its own origin, so unknown names are refused. IP addresses cannot be rebound.
 */
final class AllowedHosts {

    private static final String ANY = "*";
    private static final String BELOW = "*.";

    private final List<String> names;

    /** @param names in addition to {@code localhost}; {@code *.example.com} for all below, {@code *} for any */
    AllowedHosts(List<String> names) {
        this.names = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** @param host in lower case, without a port */
    boolean allows(String host) {
        return host.equals("localhost")
                || host.startsWith("[")
                || IpRange.address(host).isPresent()
                || names.stream().anyMatch(name -> matches(name, host));
    }

    private static boolean matches(String name, String host) {
        return name.equals(ANY)
                || name.equals(host)
                || name.startsWith(BELOW) && host.endsWith(name.substring(1)) && host.length() >= name.length();
    }
}
