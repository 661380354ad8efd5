package clda.boot;

import clda.security.KeyRing;
import clda.security.tink.TinkKeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The master key: made before the first table is, and never beside a database that was written under another. */
final class MasterKey {

    private MasterKey() {}

    /**
     * Reads the key, or makes one if the database is new.
     *
     * @param database before {@link Schema#migrate}, which needs a key to be there
     * @throws IllegalStateException naming the property, if the key is missing and the database is not new
     */
    static KeyRing at(Path file, DataSource database) {
        if (Files.notExists(file) && Schema.isThere(database)) {
            throw new IllegalStateException(
                    "refusing to start: clda.security.key-file=" + file.toAbsolutePath() + " does not exist, and the"
                            + " database holds what was encrypted under it; restore the file, or start on an empty"
                            + " database");
        }
        return TinkKeyRing.at(file);
    }
}
