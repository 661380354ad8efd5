package clda.boot;

import clda.store.jpa.JpaStore;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Detects, while this server runs, that another version has changed the tables, and whether this version can still use them.
 */
final class SchemaWatch {

    private static final Logger LOG = System.getLogger(SchemaWatch.class.getName());

    private record Found(int newest, int oldestReader) {}

    private final JpaStore store;
    private final int own;
    private volatile Found last;

    /** @param own the number of the schema that this version knows */
    SchemaWatch(JpaStore store, int own) {
        this.store = store;
        this.own = own;
        this.last = new Found(own, own);
    }

    /** Checks the tables; to be called periodically. Each change is logged once. */
    void look() {
        Found found = store.read(SchemaWatch::find);
        if (found.equals(last)) {
            return;
        }
        boolean differed = last.newest != own;
        last = found;
        if (found.newest == own) {
            if (!differed) {
                return;
            }
            LOG.log(Level.INFO, "the schema of the database is that of this version again");
        } else if (fits()) {
            LOG.log(
                    Level.WARNING,
                    "a later version of CLDA has changed the database (schema {0}, this version knows {1});"
                            + " this server can work with it",
                    String.valueOf(found.newest),
                    String.valueOf(own));
        } else {
            LOG.log(
                    Level.ERROR,
                    "the schema of the database is now {0}, this version needs {1} and cannot work with it:"
                            + " this server is no longer ready; replace it",
                    String.valueOf(found.newest),
                    String.valueOf(own));
        }
    }

    /** Whether this version can work with the tables as they were at the last check. */
    boolean fits() {
        Found found = last;
        return found.newest >= own && found.oldestReader <= own;
    }

    private static Found find(EntityManager entities) {
        int newest = 0;
        for (Object version : entities.createNativeQuery(
                        "select version from flyway_schema_history where success and version is not null")
                .getResultList()) {
            newest = Math.max(newest, Integer.parseInt(((String) version).split("\\.", 2)[0]));
        }
        Number oldest = (Number) entities.createNativeQuery("select oldest from schema_reader where id = 1")
                .getSingleResult();
        return new Found(newest, oldest.intValue());
    }
}
