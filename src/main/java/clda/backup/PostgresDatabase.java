package clda.backup;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PostgreSQL database, copied by {@code pg_dump} in one snapshot and brought back by {@code pg_restore} in one transaction. */
final class PostgresDatabase implements StoreFiles {

    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql://(?<hosts>[^/?]+)/(?<name>[^?]+)(\\?(?<parameters>.*))?");

    /** Parameters that are the same in a JDBC address and in the environment of PostgreSQL's programs. */
    private static final Map<String, String> SAME = Map.of(
            "sslmode",
            "PGSSLMODE",
            "sslrootcert",
            "PGSSLROOTCERT",
            "sslcert",
            "PGSSLCERT",
            "sslkey",
            "PGSSLKEY",
            "user",
            "PGUSER",
            "password",
            "PGPASSWORD");

    private final String url;
    private final String address;
    private final Map<String, String> environment = new HashMap<>();

    PostgresDatabase(String url, Optional<String> user, Optional<String> password) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new Refusal("the address of the database is not like jdbc:postgresql://localhost:5432/clda");
        }
        this.url = url;
        this.address = "postgresql://" + parts.group("hosts") + "/" + parts.group("name")
                + (parts.group("hosts").contains(",") ? "?target_session_attrs=read-write" : "");
        String parameters = parts.group("parameters");
        for (String each : parameters == null ? new String[0] : parameters.split("&")) {
            String[] pair = each.split("=", 2);
            String variable = SAME.get(pair[0]);
            if (variable != null && pair.length == 2) {
                environment.put(variable, URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        user.ifPresent(name -> environment.put("PGUSER", name));
        password.ifPresent(word -> environment.put("PGPASSWORD", word));
    }

    /** As PostgreSQL's programs take it; without the password. */
    String address() {
        return address;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    @Override
    public String kind() {
        return "PostgreSQL";
    }

    @Override
    public String fileName() {
        return "clda.dump";
    }

    @Override
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, environment.get("PGUSER"), environment.get("PGPASSWORD"));
    }

    @Override
    public long size(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void copyTo(Path copy) throws IOException {
        run(
                "pg_dump",
                "--format=custom",
                // Bytes are written as digits, which this halves; what is encrypted cannot be made smaller than that.
                "--compress=1",
                "--no-owner",
                "--no-privileges",
                "--exclude-table-data=store_in_use",
                "--file=" + copy.toAbsolutePath(),
                "--dbname=" + address);
    }

    @Override
    public void refuseUnlessEmpty() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select table_name from information_schema.tables"
                        + " where table_schema = current_schema() order by table_name limit 1")) {
            if (row.next()) {
                throw new Refusal("the database " + address + " has tables already, such as " + row.getString(1)
                        + "; a restore writes over nothing: create another database");
            }
        }
    }

    @Override
    public void restore(Path copy, Mark mark) throws IOException, SQLException {
        run(
                "pg_restore",
                "--exit-on-error",
                "--single-transaction",
                "--no-owner",
                "--no-privileges",
                "--dbname=" + address,
                copy.toAbsolutePath().toString());
        try (Connection database = open()) {
            mark.on(database);
            try (Statement statement = database.createStatement()) {
                statement.execute("analyze");
            }
        }
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Refusal(
                    program + " cannot be run: install the client programs of PostgreSQL, of the version of"
                            + " the database or later",
                    e);
        }
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new Refusal(program + " has failed with status " + status + "; what it said is above");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new Refusal(program + " was interrupted", e);
        }
    }
}
