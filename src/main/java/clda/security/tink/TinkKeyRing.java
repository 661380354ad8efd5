package clda.security.tink;

import clda.security.KeyFile;
import clda.security.KeyRing;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The key ring with AES-256-GCM and random 96-bit nonces (NIST SP 800-38D). The master key is a Tink keyset, so that it can be
 * rotated; it wraps one random 256-bit data key per conversation, which the JDK uses.
 */
public final class TinkKeyRing implements KeyRing {

    private static final int KEY_BYTES = 32;
    /** A sealed text begins with one byte and the id of its key. */
    private static final int ID_ENDS = 5;

    private final Aead master;
    private final int keyVersion;
    /** The ids of the keys, in the order in which they were added. */
    private final List<Integer> order = new ArrayList<>();

    private TinkKeyRing(KeysetHandle keyset) {
        try {
            this.master = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
            this.keyVersion = keyset.getPrimary().getId();
            for (int i = 0; i < keyset.size(); i++) {
                order.add(keyset.getAt(i).getId());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key cannot be used", e);
        }
    }

    /**
     * Reads the keyset, or creates one that only its owner can read.
     *
     * @throws IllegalStateException if the file is there but is not a keyset of AES-256-GCM keys
     */
    public static TinkKeyRing at(Path file) {
        try {
            AeadConfig.register();
            return of(KeyFile.at(file, TinkKeyRing::fresh));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key at " + file + " is not a keyset", e);
        }
    }

    private static TinkKeyRing of(String json) throws GeneralSecurityException {
        return new TinkKeyRing(TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
    }

    private static String fresh() {
        try {
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a master key", e);
        }
    }

    @Override
    public NewDataKey newDataKey(String subject) {
        try {
            byte[] raw = AesGcm.random(KEY_BYTES);
            byte[] wrapped = master.encrypt(raw, wrapPlace(subject));
            return new NewDataKey(wrapped, keyVersion, dataKey(raw));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a data key", e);
        }
    }

    @Override
    public DataKey unwrap(byte[] wrapped, String subject) {
        try {
            return dataKey(master.decrypt(wrapped, wrapPlace(subject)));
        } catch (GeneralSecurityException e) {
            throw new Damaged("the data key of " + subject, e);
        }
    }

    @Override
    public boolean writesWithNewerThan(byte[] sealed) {
        return sealed.length > ID_ENDS
                && order.indexOf(keyVersion)
                        > order.indexOf(ByteBuffer.wrap(sealed).getInt(1));
    }

    @Override
    public DataKey shared() {
        return new SealingKey(master::encrypt, master::decrypt);
    }

    private static byte[] wrapPlace(String subject) {
        return ("data-key|" + subject).getBytes(StandardCharsets.UTF_8);
    }

    private static DataKey dataKey(byte[] raw) {
        AesGcm key = new AesGcm(raw);
        return new SealingKey(key::seal, key::open);
    }

    private interface Transformation {
        byte[] of(byte[] text, byte[] place) throws GeneralSecurityException;
    }

    private record SealingKey(Transformation sealing, Transformation opening) implements DataKey {
        @Override
        public byte[] seal(byte[] plaintext, byte[] place) {
            try {
                return sealing.of(plaintext, place);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("cannot encrypt", e);
            }
        }

        @Override
        public byte[] open(byte[] sealed, byte[] place) {
            try {
                return opening.of(sealed, place);
            } catch (GeneralSecurityException e) {
                throw new Damaged("a stored text", e);
            }
        }
    }
}
