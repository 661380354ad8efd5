package clda.release;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Chooses a share of the conversations by a hash of their ids, so that the choice needs no memory and no coordination. */
final class Share {

    private Share() {}

    /** @param share in the unit of {@link Release#share} */
    static boolean has(String conversationId, int share) {
        return Long.remainderUnsigned(hash(conversationId), Release.ALL) < share;
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
