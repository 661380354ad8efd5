package clda.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret that clients of the demo's servers must send. It is generated at each start and kept in memory only, so that
 * other programs on the same machine are refused.
 */
public final class ServiceSecret {

    private static final int BYTES = 32;

    private final String text;

    private ServiceSecret(String text) {
        this.text = text;
    }

    public static ServiceSecret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ServiceSecret(HexFormat.of().formatHex(bytes));
    }

    /** Compared in constant time. */
    boolean matches(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return "ServiceSecret";
    }
}
