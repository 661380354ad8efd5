package clda.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address, port and protocol on which the application server is going to listen. */
final class Listener {

    private static final Pattern PAYARA = Pattern.compile("(?:^| )--port (\\d{1,5})(?: |$)");

    private Listener() {}

    /** The port that the server's command line or WildFly's setting names; empty if neither names one. */
    static OptionalInt port(String command, String wildFly) {
        Matcher option = PAYARA.matcher(command);
        if (option.find()) {
            return OptionalInt.of(Integer.parseInt(option.group(1)));
        }
        return wildFly.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(wildFly)) : OptionalInt.empty();
    }

    /**
     * The maximum number of open connections of one address; empty if it is not limited.
     *
     * @throws IllegalArgumentException naming the property
     */
    static OptionalInt connections(String property, String value) {
        if (value.equals("unlimited")) {
            return OptionalInt.empty();
        }
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(property + "=" + value + " is neither a number above 0 nor unlimited");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    /** @throws IllegalArgumentException naming the property, if the server cannot listen there */
    static void check(String address, int port) {
        InetAddress host;
        try {
            host = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("clda.listen=" + address + " is not an address of this machine", e);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "clda.port=" + port + " cannot be listened on at " + address + ": " + e.getMessage(), e);
        }
    }
}
