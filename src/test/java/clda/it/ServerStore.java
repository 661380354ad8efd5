package clda.it;

import clda.kit.Postgres;
import java.util.Map;

/**
 * What a server keeps its data in.
 *
 * @param name of the file in {@code server-config} that tells the server of it
 * @param environment what that file asks for
 */
public record ServerStore(String name, Map<String, String> environment) {

    /** By the system property {@code clda.store}. */
    public static ServerStore chosen() {
        return System.getProperty("clda.store", "embedded").equals("postgresql") ? on(Postgres.shared()) : EMBEDDED;
    }

    public static final ServerStore EMBEDDED = new ServerStore("embedded", Map.of());

    /** A fresh database there. */
    public static ServerStore on(Postgres server) {
        return on(server, server.newDatabase());
    }

    /** A database that is there. */
    public static ServerStore on(Postgres server, String database) {
        String address = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
        return new ServerStore(
                "postgresql", Map.of("CLDA_DB_URL", address, "CLDA_DB_USER", "postgres", "CLDA_DB_PASSWORD", "none"));
    }
}
