package clda.security.jpa;

import clda.security.UsedTickets;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;

/** Used tickets in a relational database. */
public final class JpaUsedTickets implements UsedTickets {

    private final JpaStore store;

    public JpaUsedTickets(JpaStore store) {
        this.store = store;
    }

    @Override
    public boolean use(String id, Instant expiresAt) {
        return store.joining(entities -> entities.createNativeQuery(
                                "insert into used_ticket (id, expires_at) values (?1, ?2) on conflict (id) do nothing")
                        .setParameter(1, id)
                        .setParameter(2, expiresAt.toEpochMilli())
                        .executeUpdate()
                == 1);
    }

    @Override
    public void forget(Instant time) {
        store.write((JpaWrite) entities -> entities.createNativeQuery("delete from used_ticket where expires_at <= ?1")
                .setParameter(1, time.toEpochMilli())
                .executeUpdate());
    }
}
