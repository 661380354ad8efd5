package clda.backup;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of a command: options with a value, {@code --to=DIR} or {@code --to DIR}, and flags without one. */
final class Arguments {

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> environment;

    /**
     * @param flags options without a value
     * @param named options with a value
     * @throws Refusal if there are others
     */
    Arguments(String[] given, Set<String> flags, Set<String> named, Map<String, String> environment) {
        this.environment = environment;
        for (int i = 0; i < given.length; i++) {
            String[] parts = given[i].split("=", 2);
            String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (flags.contains(name) && parts.length == 1) {
                values.put(name, "");
            } else if (named.contains(name) && parts.length == 2) {
                values.put(name, parts[1]);
            } else if (named.contains(name) && i + 1 < given.length) {
                values.put(name, given[++i]);
            } else {
                throw new Refusal("there is no option " + given[i] + ", or its value is missing; see --help");
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) {
        return value(name).orElseThrow(() -> new Refusal("--" + name + " is missing; see --help"));
    }

    /** The option, else the environment variable that the server reads. */
    Optional<String> value(String name, String variable) {
        return value(name)
                .or(() -> Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank()));
    }

    Path dataDir() {
        return Path.of(value("data-dir", "CLDA_DATA_DIR").orElse("data"));
    }

    Path keyFile() {
        return value("key-file", "CLDA_SECURITY_KEY_FILE").map(Path::of).orElseGet(() -> dataDir()
                .resolve("keys/master-key.json"));
    }

    Path anchorFile() {
        return value("anchor-file", "CLDA_AUDIT_ANCHOR_FILE").map(Path::of).orElseGet(() -> dataDir()
                .resolve("audit-anchors"));
    }

    /** Where the server reads the examples of the understanding, if that is not in the data directory. */
    Optional<Path> nluElsewhere() {
        return value("nlu", "CLDA_NLU_DATA").map(Path::of);
    }

    Path nlu() {
        return nluElsewhere().orElseGet(() -> dataDir().resolve("nlu"));
    }

    /** The store: PostgreSQL if an address is given, else the file in the data directory. */
    StoreFiles store() {
        Optional<String> url = value("db-url", "CLDA_DB_URL");
        return url.isPresent()
                ? new PostgresDatabase(
                        url.get(),
                        Optional.ofNullable(environment.get("CLDA_DB_USER")),
                        Optional.ofNullable(environment.get("CLDA_DB_PASSWORD")))
                : new SqliteFile(dataDir().resolve(SqliteFile.NAME));
    }
}
