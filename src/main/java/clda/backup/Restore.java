package clda.backup;

import clda.security.KeyCheck;
import clda.security.tink.TinkKeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command {@code clda-restore}: brings a backup to an empty place and marks it as restored, so that the server that starts on
 * it does nothing again that may have been done since. It refuses a backup that is not whole, a key that does not fit, and a
 * place that is not empty.
 */
public final class Restore {

    private static final String HELP =
            """
            clda-restore --from=DIR (--erasures=FILE | --no-erasures) [--data-dir=data]
                         [--nlu=DIR] [--db-url=jdbc:postgresql://...] [--key-file=...]
              restores the backup in DIR into a data directory without a database, or an empty PostgreSQL database.
              Put the keys into their place first.
            clda-restore --mark --backup-at=2026-11-28T03:00:00Z (--erasures=FILE | --no-erasures) ...
              marks a database as restored that was brought back by other means, such as PostgreSQL's own.

              --erasures     the register of what was erased (clda.erasures.file), as new as there is; several with
                             commas between. What was erased after the backup is erased again, and the register
                             of the restored data directory begins with all of them.
              --no-erasures  there is none, because nothing was ever erased. If it is lost, what was erased after
                             the backup can be read again.
              --lost-anchors the anchors of the audit trail (clda.audit.anchor-file) of the lost server, if there are
              --data-dir, --nlu, --db-url, --key-file: as for clda-backup
            """;

    private static final Pattern REGISTERED = Pattern.compile("\\S+ [A-Za-z0-9_-]{1,32}");
    private static final Pattern ANCHOR = Pattern.compile("(\\d{1,18})-\\d{1,18} [0-9a-f]{64}");

    /** Where a server registers erasures unless told otherwise. */
    private static final String ERASURES = "erasures";

    /** What may be in a data directory before a restore: the keys, and what a start explains. */
    private static final Set<String> BEFORE = Set.of("keys", "README.txt");

    private final Arguments arguments;

    private Restore(Arguments arguments) {
        this.arguments = arguments;
    }

    /** Ends with status 0, or with 1 and a sentence. */
    public static void main(String[] given) {
        System.exit(Commands.run("clda-restore", HELP, given, () -> run(given, System.getenv())));
    }

    /**
     * Carries out the command.
     *
     * @return what was done, in a sentence
     */
    static String run(String[] given, Map<String, String> environment) throws IOException, SQLException {
        Arguments arguments = new Arguments(
                given,
                Set.of("mark", "no-erasures"),
                Set.of("from", "erasures", "backup-at", "lost-anchors", "data-dir", "nlu", "db-url", "key-file"),
                environment);
        Restore restore = new Restore(arguments);
        return arguments.has("mark") ? restore.mark() : restore.restore(Path.of(arguments.required("from")));
    }

    private String restore(Path from) throws IOException, SQLException {
        List<String> register = register();
        long lastEpoch = lastEpoch();
        Manifest manifest = Manifest.verified(from);
        StoreFiles store = arguments.store();
        if (!store.kind().equals(manifest.store())) {
            throw new Refusal("the backup is of " + manifest.store() + ", and the place is " + store.kind()
                    + ": a backup can only be restored into the same kind of store");
        }
        checkKey(manifest);
        store.refuseUnlessEmpty();
        Path data = arguments.dataDir();
        refuseUsed(data);
        refuseExamples(from);
        Files.createDirectories(data);
        Copies copies = new Copies();
        try {
            copies.file(from.resolve(Backup.ANCHORS), data.resolve(Backup.ANCHORS));
            copies.tree(from.resolve(Backup.NLU), arguments.nlu());
            copies.lines(register, data.resolve(ERASURES));
            store.restore(from.resolve(store.fileName()), new RestoreMark(manifest.at(), erased(register), lastEpoch));
        } catch (IOException | SQLException | RuntimeException e) {
            // A restore that has failed can be repeated in the same place.
            try {
                copies.undo();
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        return "restored " + manifest.store() + " as of " + manifest.at() + ", " + manifest.size()
                + " bytes; the server"
                + " that starts on it first ends what was open then, and everybody has to sign in again";
    }

    private String mark() throws IOException, SQLException {
        Instant at;
        try {
            at = Instant.parse(arguments.required("backup-at"));
        } catch (DateTimeException e) {
            throw new Refusal("--backup-at is not a time such as 2026-11-28T03:00:00Z", e);
        }
        Set<String> erased = erased(register());
        try (Connection connection = arguments.store().open()) {
            new RestoreMark(at, erased, lastEpoch()).on(connection);
        }
        return "marked as restored from " + at;
    }

    private void checkKey(Manifest manifest) {
        Path file = arguments.keyFile();
        if (!Files.isRegularFile(file)) {
            throw new Refusal("there is no master key " + file.toAbsolutePath()
                    + ": put the keys that belong to this backup there first, or set --key-file");
        }
        boolean fits;
        try {
            fits = KeyCheck.fits(TinkKeyRing.at(file), manifest.keyCheck());
        } catch (IllegalStateException e) {
            throw new Refusal(file.toAbsolutePath() + " is not a master key", e);
        }
        if (!fits) {
            throw new Refusal("the master key " + file.toAbsolutePath() + " is not the one that this backup was written"
                    + " with: it could not be read");
        }
    }

    /** Another server's name, register or examples must not become those of the restored one. */
    private static void refuseUsed(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return;
        }
        try (Stream<Path> there = Files.list(data)) {
            List<String> found = there.map(file -> file.getFileName().toString())
                    .filter(name -> !BEFORE.contains(name))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                throw new Refusal("the data directory " + data.toAbsolutePath() + " is not empty: it has "
                        + String.join(", ", found) + "; a restore writes over nothing, name another --data-dir");
            }
        }
    }

    /** Examples that are there already must not become a mixture. */
    private void refuseExamples(Path from) throws IOException {
        Path nlu = arguments.nlu();
        if (!Files.isDirectory(from.resolve(Backup.NLU)) || !Files.isDirectory(nlu)) {
            return;
        }
        try (Stream<Path> there = Files.list(nlu)) {
            if (there.findAny().isPresent()) {
                throw new Refusal("the directory of examples " + nlu.toAbsolutePath()
                        + " is not empty; a restore writes over nothing, name another --nlu");
            }
        }
    }

    /** The lines of all registers that were given. */
    private List<String> register() throws IOException {
        if (arguments.has("no-erasures") == arguments.has("erasures")) {
            throw new Refusal("say where the register of erasures is, --erasures=FILE, or that there is none,"
                    + " --no-erasures: what was erased after the backup would be there again");
        }
        Set<String> lines = new LinkedHashSet<>();
        for (Path file : named("erasures")) {
            if (!Files.isRegularFile(file)) {
                throw new Refusal("there is no register of erasures " + file.toAbsolutePath()
                        + "; the first erasure makes it. If nothing was ever erased, say --no-erasures; else find it");
            }
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (REGISTERED.matcher(line).matches()) {
                    lines.add(line);
                }
            }
        }
        return List.copyOf(lines);
    }

    private static Set<String> erased(List<String> register) {
        return register.stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.toSet());
    }

    private long lastEpoch() throws IOException {
        long last = 0;
        for (Path file : named("lost-anchors")) {
            if (!Files.isRegularFile(file)) {
                throw new Refusal("there is no file " + file.toAbsolutePath());
            }
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                Matcher anchor = ANCHOR.matcher(line);
                if (anchor.matches()) {
                    last = Math.max(last, Long.parseLong(anchor.group(1)));
                }
            }
        }
        return last;
    }

    private List<Path> named(String option) {
        return arguments.value(option).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(Path::of)
                .toList();
    }
}
