package clda.security.tink;

import clda.security.KeyFile;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of which a master key consists: what was written under any of them can be read, and one of them, the primary, is
 * written with. Changing it takes two steps, so that nodes that read the file one after the other can read each other's rows.
 */
public final class MasterKeyset {

    private final KeysetHandle keys;

    private MasterKeyset(KeysetHandle keys) {
        this.keys = keys;
    }

    /** @throws IllegalStateException if the file is not a keyset */
    public static MasterKeyset read(Path file) throws IOException {
        try {
            AeadConfig.register();
            return new MasterKeyset(
                    TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key at " + file + " is not a keyset", e);
        }
    }

    /** The ids of its keys, the one that was added last at the end. */
    public List<Integer> ids() {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            ids.add(keys.getAt(i).getId());
        }
        return ids;
    }

    /** The id of the key that is written with. */
    public int primary() {
        return keys.getPrimary().getId();
    }

    /** With another key, which can be read with and is not written with yet. */
    public MasterKeyset withAnother() {
        return change(KeysetHandle.newBuilder(keys)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** With the key that was added last as the one that is written with. */
    public MasterKeyset writingWithTheLast() {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
        builder.getAt(keys.size() - 1).makePrimary();
        return change(builder);
    }

    private static MasterKeyset change(KeysetHandle.Builder builder) {
        try {
            return new MasterKeyset(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key cannot be changed", e);
        }
    }

    /** Puts it into the place of the file, in one step. */
    public void replace(Path file) throws IOException {
        try {
            KeyFile.replace(file, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key cannot be written", e);
        }
    }
}
