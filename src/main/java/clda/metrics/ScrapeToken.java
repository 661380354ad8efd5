package clda.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The token with which a scraper may read the metrics and nothing else. Only its digest is kept, and compared in constant
 * time.
 */
public final class ScrapeToken {

    /** For a server without a token: no text matches it. */
    public static final ScrapeToken NONE = new ScrapeToken(null);

    static final int SHORTEST = 32;

    private static final String BEARER = "Bearer ";

    private final byte @Nullable [] digest;

    private ScrapeToken(byte @Nullable [] digest) {
        this.digest = digest;
    }

    /**
     * Reads the token.
     *
     * @param property the property that names the file
     * @throws IllegalArgumentException naming the property, if the file does not contain a token of at least 32 characters
     */
    public static ScrapeToken in(Path file, String property) {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(property + ": " + file + " cannot be read", e);
        }
        if (token.length() < SHORTEST || token.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(property + ": " + file + " must contain one token of at least "
                    + SHORTEST + " characters, such as \"openssl rand -hex 32\" prints");
        }
        return new ScrapeToken(digest(token));
    }

    /** Whether the {@code Authorization} header contains this token. */
    public boolean isIn(@Nullable String authorization) {
        return digest != null
                && authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        digest, digest(authorization.substring(BEARER.length()).strip()));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
