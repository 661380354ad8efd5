package clda.launch;

import clda.net.IpRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code clda.data-dir}, {@code clda.listen}, {@code clda.tls.certificate} and {@code clda.tls.key}, and passes them to
 * both application servers in system properties that their configuration ({@code server-config}) refers to: neither server
 * creates the directory of its database or reads PEM files, and neither can choose between HTTP and HTTPS by a property of its
 * own. The application finds the port in {@code clda.port}. The agent also takes what is secret from files, passes on which
 * database is meant, copies what a server changes while it runs out of a read-only image, checks how the log is to be written, limits
 * the connections of one address, which neither server can do, and gives virtual threads enough carriers.
 */
public final class LaunchAgent {

    /** Exit status for a configuration error (sysexits.h), which a restart does not fix. */
    private static final int WRONG_CONFIGURATION = 78;

    private static final String DATA_DIR = "clda.data-dir";
    private static final String PORT = "clda.port";
    private static final String LISTEN = "clda.listen";
    private static final String CERTIFICATE = "clda.tls.certificate";
    private static final String KEY = "clda.tls.key";
    private static final String CONNECTIONS = "clda.at-once.connections.address";
    private static final String PROXIES = "clda.web.trusted-proxies";
    private static final String SELF_SIGNED = "self-signed";
    /** The sum of the maximum requests and the maximum sockets of one address. */
    private static final String MAX_CONNECTIONS = "2000";

    private static final int PASSWORD_BYTES = 24;

    private LaunchAgent() {}

    /**
     * Called by the JVM; ends it if a property is wrong.
     *
     * @param arguments a file of further properties, which need not exist; null or empty for none
     */
    public static void premain(@Nullable String arguments, Instrumentation java) {
        Carriers.provide();
        try {
            GivenProperties.clearUnset();
            if (arguments != null && !arguments.isEmpty()) {
                GivenProperties.take(Path.of(arguments));
            }
            prepare(java);
        } catch (IllegalArgumentException e) {
            System.err.println("CLDA ends: refusing to start: " + e.getMessage());
            Runtime.getRuntime().halt(WRONG_CONFIGURATION);
        }
    }

    private static void prepare(Instrumentation java) {
        property(SecretFiles.PROPERTY).map(Path::of).ifPresent(SecretFiles::take);
        DatabaseProperties.pass(LaunchAgent::property);
        property(InstanceDirectory.TEMPLATE)
                .ifPresent(template -> InstanceDirectory.make(
                        Path.of(property(InstanceDirectory.PROPERTY).orElseThrow()), Path.of(template)));
        System.setProperty(
                LogFormat.PROPERTY, LogFormat.known(property(LogFormat.PROPERTY).orElse(LogFormat.DEFAULT)));
        String directory = property(DATA_DIR).orElse("data");
        DataDirectory.make(Path.of(directory));
        System.setProperty(DATA_DIR, directory);
        String address = property(LISTEN).orElse("127.0.0.1");
        System.setProperty(LISTEN, address);
        OptionalInt port =
                Listener.port(System.getProperty("sun.java.command", ""), System.getProperty("jboss.http.port", ""));
        port.ifPresent(known -> {
            Listener.check(address, known);
            System.setProperty(PORT, String.valueOf(known));
        });
        Listener.connections(CONNECTIONS, property(CONNECTIONS).orElse(MAX_CONNECTIONS))
                .ifPresent(max -> AcceptHook.limit(java, port.orElse(0), max, proxies()));
        Optional<String> certificate = property(CERTIFICATE);
        boolean secure = certificate.isPresent();
        if (secure) {
            serve(identity(certificate.get()));
        } else if (property(KEY).isPresent()) {
            throw new IllegalArgumentException(KEY + " is set, and " + CERTIFICATE + " is not");
        }
        System.setProperty("clda.protocol", secure ? "https-listener" : "http-listener");
        System.setProperty("clda.http.enabled", String.valueOf(!secure));
        System.setProperty("clda.https.enabled", String.valueOf(secure));
    }

    private static List<IpRange> proxies() {
        try {
            return property(PROXIES).stream()
                    .flatMap(list -> Stream.of(list.split(",")))
                    .map(String::strip)
                    .filter(address -> !address.isEmpty())
                    .map(IpRange::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PROXIES + ": " + e.getMessage(), e);
        }
    }

    private static Identity identity(String certificate) {
        if (certificate.equals(SELF_SIGNED)) {
            return Identity.selfSigned(Path.of(System.getProperty(DATA_DIR)));
        }
        Path key = Path.of(
                property(KEY)
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        KEY
                                                + " is not set: it names the file with the private key, or with the password of a PKCS#12 file")));
        return Identity.of(Path.of(certificate), key);
    }

    /**
     * Writes the identity where the application server finds it: in a file that only its owner can read, protected by a random
     * password.
     */
    private static void serve(Identity identity) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        String password = HexFormat.of().formatHex(bytes);
        try {
            Path store = Files.createTempFile("clda-tls", ".p12");
            store.toFile().deleteOnExit();
            identity.write(store, password);
            System.setProperty("clda.tls.store", store.toString());
            System.setProperty("clda.tls.store-password", password);
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate cannot be handed to the server", e);
        }
    }

    /** A system property, or the environment variable of the same name in capitals. */
    private static Optional<String> property(String name) {
        String variable = name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        return Stream.of(System.getProperty(name), System.getenv(variable))
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }
}
