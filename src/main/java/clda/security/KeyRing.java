package clda.security;

import org.jspecify.annotations.Nullable;

/**
 * Encryption at rest. Each conversation has a data key of its own, which is stored only wrapped by the ring's master key;
 * destroying the wrapped key makes every copy of the conversation unreadable.
 */
public interface KeyRing {

    /** @param keyVersion changes when the master key does */
    record NewDataKey(byte[] wrapped, int keyVersion, DataKey key) {}

    /** Encrypts and decrypts; {@code place} is authenticated with the text and binds it to where it is stored. */
    interface DataKey {
        byte[] seal(byte[] plaintext, byte[] place);

        /** @throws Damaged if the text was changed or belongs to another place */
        byte[] open(byte[] sealed, byte[] place);
    }

    /** @param subject what the key is for, such as tenant and conversation; required again to unwrap it */
    NewDataKey newDataKey(String subject);

    /** @throws Damaged if the wrapped key was changed or belongs to another subject */
    DataKey unwrap(byte[] wrapped, String subject);

    /** The master key itself as a data key, for rows that belong to no conversation. */
    DataKey shared();

    /**
     * Whether the master key that is written with now was added to the ring after the one under which the text was sealed.
     *
     * @param sealed by {@link #shared}
     */
    default boolean writesWithNewerThan(byte[] sealed) {
        return false;
    }

    /** Stored text that fails its authentication. */
    final class Damaged extends RuntimeException {
        public Damaged(String what, @Nullable Throwable cause) {
            super(what + " is damaged or belongs elsewhere", cause);
        }
    }
}
