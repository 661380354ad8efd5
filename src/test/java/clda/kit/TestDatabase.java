package clda.kit;

import clda.store.jpa.NoRetries;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** A database for an engine without a server. */
public final class TestDatabase implements AutoCloseable {

    /** As in {@code server-config}. */
    private static final int MAX_CONNECTIONS = 16;

    private final Faults faults = new Faults();
    private final DataSource source;
    private final DataSource line;

    private TestDatabase(DataSource source) {
        this.source = source;
        this.line = faults.over(source);
    }

    /** The embedded store with the settings of {@code server-config}. */
    public static TestDatabase embedded(Path dataDir) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:sqlite:" + dataDir.resolve("clda.db")
                + "?journal_mode=WAL&synchronous=FULL&transaction_mode=IMMEDIATE&busy_timeout=10000");
        pool.setMaximumPoolSize(MAX_CONNECTIONS);
        return new TestDatabase(new HikariDataSource(pool));
    }

    /** @param address of a PostgreSQL database, for JDBC; empty for the embedded store in the data directory */
    public static TestDatabase at(String address, Path dataDir) {
        return address.isEmpty() ? embedded(dataDir) : postgres(address);
    }

    public static TestDatabase postgres(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(MAX_CONNECTIONS);
        pool.setConnectionTimeout(2_500);
        return new TestDatabase(new HikariDataSource(pool));
    }

    /** What can go wrong between the engine and the database. */
    public Faults faults() {
        return faults;
    }

    Map<String, Object> unit() {
        Map<String, Object> unit = new HashMap<>();
        unit.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        unit.put("jakarta.persistence.jtaDataSource", null);
        unit.put("jakarta.persistence.nonJtaDataSource", line);
        // The database is there, and no server is to be ended if it is not.
        unit.put("eclipselink.session.customizer", NoRetries.class.getName());
        return unit;
    }

    DataSource source() {
        return source;
    }

    /** The line to the database, without faults. */
    public DataSource dataSource() {
        return source;
    }

    @Override
    public void close() {
        if (source instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
