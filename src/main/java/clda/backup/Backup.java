package clda.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command {@code clda-backup}: copies the store, as it is at one moment, while servers use it, and what belongs to it in the
 * data directory. What is encrypted stays encrypted; the keys are not copied, but by a command of their own.
 */
public final class Backup {

    private static final String HELP =
            """
            clda-backup --to=DIR [--data-dir=data] [--nlu=DIR] [--db-url=jdbc:postgresql://...]
              copies the store into DIR, which does not exist or is empty, while servers use it.
              Without the keys: nothing of what was said can be read with the copy alone.
            clda-backup --keys --to=DIR [--data-dir=data] [--key-file=...]
              copies the keys into DIR. Keep them apart from the copies of the store.

              --data-dir     or CLDA_DATA_DIR; "data" if neither is given
              --db-url       or CLDA_DB_URL, with CLDA_DB_USER and CLDA_DB_PASSWORD in the environment:
                             PostgreSQL instead of the embedded store
              --key-file     or CLDA_SECURITY_KEY_FILE; keys/master-key.json in the data directory
              --anchor-file  or CLDA_AUDIT_ANCHOR_FILE; audit-anchors in the data directory
              --nlu          or CLDA_NLU_DATA; your examples, nlu in the data directory
            """;

    /** The first schema whose backups can be told from databases in use. */
    private static final int FIRST_SCHEMA = 31;

    /** Spare room that has to be left on the disk, as a part of the size of the store. */
    private static final int SPARE_PART = 10;

    static final String NLU = "nlu";
    static final String ANCHORS = "audit-anchors";

    private final Arguments arguments;

    private Backup(Arguments arguments) {
        this.arguments = arguments;
    }

    /** Ends with status 0, or with 1 and a sentence. */
    public static void main(String[] given) {
        System.exit(Commands.run("clda-backup", HELP, given, () -> run(given, System.getenv())));
    }

    /**
     * Carries out the command.
     *
     * @return what was done, in a sentence
     */
    static String run(String[] given, Map<String, String> environment) throws IOException, SQLException {
        Arguments arguments = new Arguments(
                given,
                Set.of("keys"),
                Set.of("to", "data-dir", "db-url", "key-file", "anchor-file", "nlu"),
                environment);
        Backup backup = new Backup(arguments);
        Path to = Path.of(arguments.required("to"));
        return arguments.has("keys") ? backup.keys(to) : backup.store(to);
    }

    private String store(Path to) throws IOException, SQLException {
        StoreFiles store = arguments.store();
        refuseMissing(arguments.nluElsewhere());
        // Before the copy: an anchor must not name an entry that the copy does not have.
        Path anchors = arguments.anchorFile();
        byte[] anchored = Files.exists(anchors) ? Files.readAllBytes(anchors) : new byte[0];
        Manifest facts = facts(store, to);
        empty(to);
        Path copy = to.resolve(store.fileName());
        store.copyTo(copy);
        if (anchored.length > 0) {
            Files.write(to.resolve(ANCHORS), anchored);
        }
        new Copies().tree(arguments.nlu(), to.resolve(NLU));
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Path file : files(to)) {
            Synced.file(file);
            entries.add(Manifest.Entry.of(to, file));
        }
        Manifest manifest = new Manifest(facts.store(), facts.at(), facts.schema(), facts.keyCheck(), entries);
        manifest.write(to);
        return "backed up " + manifest.store() + " as of " + manifest.at() + ", " + manifest.size() + " bytes, into "
                + to.toAbsolutePath();
    }

    /** Without a place of their own there may be none; where one is named and is not there, they would be left out silently. */
    private static void refuseMissing(Optional<Path> nlu) {
        nlu.filter(directory -> !Files.isDirectory(directory)).ifPresent(directory -> {
            throw new Refusal("there is no directory " + directory.toAbsolutePath()
                    + " with examples: say where it is on this machine, --nlu=DIR, or make it if there are none");
        });
    }

    /** What is known of the store before it is copied; its time is not after that of the copy. */
    private static Manifest facts(StoreFiles store, Path to) throws IOException, SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            int schema = schema(statement);
            long size = store.size(connection);
            Path parent = Files.createDirectories(to.toAbsolutePath().getParent());
            long room = Files.getFileStore(parent).getUsableSpace();
            if (room < size + size / SPARE_PART) {
                throw new Refusal("there are " + room + " bytes left at " + parent + ", and the store has " + size
                        + ": free some space, or name another --to");
            }
            byte[] keyCheck;
            try (ResultSet row = statement.executeQuery("select check_value from master_key where id = 1")) {
                if (!row.next()) {
                    throw new Refusal("no server has used this database yet");
                }
                keyCheck = row.getBytes(1);
            }
            try (ResultSet row = statement.executeQuery("select now from store_clock")) {
                row.next();
                return new Manifest(store.kind(), Instant.ofEpochMilli(row.getLong(1)), schema, keyCheck, List.of());
            }
        }
    }

    private static int schema(Statement statement) throws SQLException {
        int schema = 0;
        try (ResultSet row = statement.executeQuery(
                "select version from flyway_schema_history where success and version is not null")) {
            while (row.next()) {
                schema = Math.max(schema, Integer.parseInt(row.getString(1)));
            }
        }
        if (schema < FIRST_SCHEMA) {
            throw new Refusal("the tables are of an earlier version (schema " + schema + "): start this version on them"
                    + " once, or use the clda-backup of that version");
        }
        return schema;
    }

    private String keys(Path to) throws IOException {
        Path master = arguments.keyFile();
        if (!Files.isRegularFile(master)) {
            throw new Refusal("there is no master key " + master.toAbsolutePath() + "; set --key-file");
        }
        if (Files.exists(to.resolve(Manifest.NAME))) {
            throw new Refusal(to.toAbsolutePath() + " holds a backup of a store: keep the keys apart from it");
        }
        empty(to);
        Path tokens = master.resolveSibling("token-key.json");
        Files.copy(master, to.resolve("master-key.json"));
        if (Files.exists(tokens)) {
            Files.copy(tokens, to.resolve("token-key.json"));
        }
        for (Path file : files(to)) {
            Synced.file(file);
        }
        Synced.directory(to);
        return "copied the keys of " + master.toAbsolutePath().getParent() + " into " + to.toAbsolutePath()
                + "; keep them apart from the copies of the store";
    }

    /** Makes the directory, for its owner alone. */
    private static void empty(Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> there = Files.list(to)) {
                if (there.findAny().isPresent()) {
                    throw new Refusal(to.toAbsolutePath() + " is not empty: a backup writes over nothing");
                }
            }
            if (Files.getFileStore(to).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
            }
            return;
        }
        Path parent = Files.createDirectories(to.toAbsolutePath().getParent());
        if (Files.getFileStore(parent).supportsFileAttributeView("posix")) {
            Files.createDirectory(
                    to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(to);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
