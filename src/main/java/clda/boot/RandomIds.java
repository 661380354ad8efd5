package clda.boot;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Ids of 128 random bits, which cannot be guessed. Each has 22 characters that need no escaping in a URL. */
public final class RandomIds implements Supplier<String> {

    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
