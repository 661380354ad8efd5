package clda.boot;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables to the form that this version needs. */
public final class Schema {

    private Schema() {}

    /** @throws org.flywaydb.core.api.FlywayException if the tables belong to a later version or were changed by hand */
    public static void migrate(DataSource database) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
