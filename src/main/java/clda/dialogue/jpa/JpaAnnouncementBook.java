package clda.dialogue.jpa;

import clda.dialogue.AnnouncementBook;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;

/** Announcements with one row each. */
public final class JpaAnnouncementBook implements AnnouncementBook {

    private final JpaStore store;

    public JpaAnnouncementBook(JpaStore store) {
        this.store = store;
    }

    @Override
    public boolean has(String digest) {
        return !store.read(entities -> entities.createNativeQuery("select 1 from announcement where digest = ?1")
                        .setParameter(1, digest)
                        .getResultList())
                .isEmpty();
    }

    @Override
    public Write add(String digest, Instant at) {
        return (JpaWrite) entities -> {
            int added = entities.createNativeQuery("insert into announcement (digest, at) values (?1, ?2)"
                            + " on conflict (digest) do nothing")
                    .setParameter(1, digest)
                    .setParameter(2, at.toEpochMilli())
                    .executeUpdate();
            if (added == 0) {
                throw new Known();
            }
        };
    }

    @Override
    public void forgetBefore(Instant time) {
        store.write((JpaWrite) entities -> entities.createNativeQuery("delete from announcement where at < ?1")
                .setParameter(1, time.toEpochMilli())
                .executeUpdate());
    }
}
