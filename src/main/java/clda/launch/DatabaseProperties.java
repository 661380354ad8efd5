package clda.launch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The address of PostgreSQL and who signs in there, as the servers' data sources are configured with them. */
final class DatabaseProperties {

    static final String STORE = "clda.store";
    static final String URL = "clda.db.url";

    private static final List<String> ALL = List.of(URL, "clda.db.user", "clda.db.password");

    private DatabaseProperties() {}

    /**
     * Sets them as system properties. An image starts with the embedded store unless told otherwise; whoever names a database does
     * not mean that one.
     *
     * @param known a property by its name, wherever it comes from
     * @throws IllegalArgumentException saying how to start with PostgreSQL, if a database is named and would not be used
     */
    static void pass(Function<String, Optional<String>> known) {
        ALL.forEach(name -> known.apply(name).ifPresent(value -> System.setProperty(name, value)));
        boolean embedded = known.apply(STORE).filter("embedded"::equals).isPresent();
        if (embedded && known.apply(URL).isPresent()) {
            throw new IllegalArgumentException(URL
                    + " is set, and the server was started with the embedded store; the argument @/clda/postgresql instead of "
                    + "@/clda/embedded starts it with PostgreSQL");
        }
    }
}
