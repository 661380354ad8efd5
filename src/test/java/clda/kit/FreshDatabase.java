package clda.kit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database of a real PostgreSQL for one test; it is dropped when the test has closed what was open. */
public final class FreshDatabase implements AfterEachCallback {

    private final String name;

    /** With the tables of this version. */
    public FreshDatabase() {
        this(Postgres.shared().newDatabaseWithTables());
    }

    private FreshDatabase(String name) {
        this.name = name;
    }

    /** Without tables. */
    public static FreshDatabase empty() {
        return new FreshDatabase(Postgres.shared().newDatabase());
    }

    public String url() {
        return Postgres.shared().url(name);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Postgres.shared().run("postgres", "drop database " + name + " with (force)");
    }
}
