package clda.metrics.jpa;

import clda.metrics.WaitingCounts;
import clda.store.jpa.JpaStore;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Counts what is waiting with a single query. It reads the tables of other modules, which do not need counts over all tenants
 * themselves.
 */
public final class JpaWaiting implements Supplier<WaitingCounts> {

    private static final String COUNTS = "select"
            + " (select count(*) from effect e where e.resolved_by is null"
            + " and (e.state = 'UNKNOWN' or e.state = 'FAILED' and e.undoes)),"
            + " (select count(*) from approval a where a.state = 'pending'),"
            + " (select count(*) from background_task t where t.state = 'waiting'),"
            + " (select count(*) from background_task t where t.state = 'running'),"
            + " (select count(*) from outbox) + (select count(*) from stream_outbox),"
            + " (select min(o.at) from (select at from outbox union all select at from stream_outbox) o),"
            + " (select count(*) from dead_letter)";

    private final JpaStore store;

    public JpaWaiting(JpaStore store) {
        this.store = store;
    }

    @Override
    public WaitingCounts get() {
        Object[] row = (Object[])
                store.read(entities -> entities.createNativeQuery(COUNTS).getSingleResult());
        return new WaitingCounts(
                number(row[0]),
                number(row[1]),
                number(row[2]),
                number(row[3]),
                number(row[4]),
                row[5] == null ? null : Instant.ofEpochMilli(number(row[5])),
                number(row[6]));
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
