package clda.security.jpa;

import clda.security.Caller;
import clda.security.PersonSettings;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The users' own settings in a relational database. */
public final class JpaPersonSettings implements PersonSettings {

    private final JpaStore store;

    public JpaPersonSettings(JpaStore store) {
        this.store = store;
    }

    @Override
    public Optional<ZoneId> zone(Caller person) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select time_zone from person_settings where tenant = ?1 and person = ?2")
                .setParameter(1, person.tenant())
                .setParameter(2, person.user())
                .getResultList());
        return rows.stream().findFirst().map(zone -> ZoneId.of((String) zone));
    }

    @Override
    public void setZone(Caller person, ZoneId zone) {
        store.write((JpaWrite)
                entities -> entities.createNativeQuery("insert into person_settings (tenant, person, time_zone)"
                                + " values (?1, ?2, ?3) on conflict (tenant, person)"
                                + " do update set time_zone = excluded.time_zone")
                        .setParameter(1, person.tenant())
                        .setParameter(2, person.user())
                        .setParameter(3, zone.getId())
                        .executeUpdate());
    }

    @Override
    public void forget(Caller person) {
        store.write((JpaWrite)
                entities -> entities.createNativeQuery("delete from person_settings where tenant = ?1 and person = ?2")
                        .setParameter(1, person.tenant())
                        .setParameter(2, person.user())
                        .executeUpdate());
    }
}
