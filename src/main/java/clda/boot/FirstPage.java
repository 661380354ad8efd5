package clda.boot;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The address of the first page, which is logged once a request to it has been answered: after the application has been
 * created, the server still has to open its port or start routing requests to the application.
 *
 * @param listen the address to listen on
 * @param secure whether HTTPS is used
 * @param signIn how to sign in, in a few words; empty if that must not be logged
 */
record FirstPage(String listen, int port, boolean secure, Optional<String> signIn) {

    private static final Logger LOG = System.getLogger(FirstPage.class.getName());
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "0.0.0.0", "::1", "::", "[::1]", "[::]");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration LOOKED_EVERY = Duration.ofMillis(200);
    private static final int PATIENCE_MILLIS = 5_000;

    /** Empty if the port is not configured. */
    static Optional<FirstPage> of(Config config, Optional<String> signIn) {
        return config.getOptionalValue("clda.port", Integer.class)
                .map(port -> new FirstPage(
                        config.getOptionalValue("clda.listen", String.class).orElse("127.0.0.1"),
                        port,
                        config.getOptionalValue("clda.https.enabled", Boolean.class)
                                .orElse(false),
                        signIn));
    }

    /** The address to open in a browser. */
    URI address() {
        String host = THIS_MACHINE.contains(listen) ? "localhost" : bracketed(listen);
        boolean usual = port == (secure ? 443 : 80);
        return URI.create((secure ? "https://" : "http://") + host + (usual ? "" : ":" + port) + "/");
    }

    String sentence() {
        return "CLDA is ready: " + address()
                + signIn.map(words -> " (" + words + ")").orElse("");
    }

    /** Waits until the page is available and logs its address; gives up after two minutes. */
    void tell() {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (!isThere()) {
                if (System.nanoTime() > end) {
                    return;
                }
                Thread.sleep(LOOKED_EVERY);
            }
            LOG.log(Level.INFO, sentence());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isThere() {
        try {
            // With HTTPS an open port is enough: the certificate may be for another name.
            return secure ? opens() : answers();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean opens() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address().getHost(), port), PATIENCE_MILLIS);
            return true;
        }
    }

    private boolean answers() throws IOException {
        HttpURLConnection page =
                (HttpURLConnection) address().resolve("/login.xhtml").toURL().openConnection();
        page.setConnectTimeout(PATIENCE_MILLIS);
        page.setReadTimeout(PATIENCE_MILLIS);
        try {
            return page.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            page.disconnect();
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
