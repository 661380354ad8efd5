package clda.memory.jpa;

import clda.json.Worded;
import clda.memory.Fact;
import clda.memory.Fact.By;
import clda.memory.Fact.Origin;
import clda.memory.FactBook;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.security.RowSeals.Row;
import clda.security.SealsRows;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts in a relational database; their words are encrypted. */
public final class JpaFactBook implements FactBook, SealsRows {

    private static final String COLUMNS =
            "select tenant, person, number, words, only_in, by_whom, from_conversation, from_turn, at, corrected_at, untrusted,"
                    + " seal from fact";

    /** Where it stands in a row that was read. */
    private static final int SEAL = 11;

    private final JpaStore store;
    private final KeyRing keyRing;
    private final RowSeals seals;

    public JpaFactBook(JpaStore store, KeyRing keyRing, RowSeals seals) {
        this.store = store;
        this.keyRing = keyRing;
        this.seals = seals;
    }

    @Override
    public Optional<Fact> add(Fact unnumbered, int max) {
        return store.joining(entities -> {
            // The row is taken until the end of the transaction: two may not find the same number, or the last place,
            // free.
            entities.createNativeQuery("insert into memory (tenant, person, last_number) values (?1, ?2, 1)"
                            + " on conflict (tenant, person) do update set last_number = memory.last_number + 1")
                    .setParameter(1, unnumbered.tenant())
                    .setParameter(2, unnumbered.person())
                    .executeUpdate();
            Object[] state = (Object[]) entities.createNativeQuery(
                            "select last_number, (select count(*) from fact where fact.tenant = memory.tenant"
                                    + " and fact.person = memory.person) from memory where tenant = ?1 and person = ?2")
                    .setParameter(1, unnumbered.tenant())
                    .setParameter(2, unnumbered.person())
                    .getSingleResult();
            if (number(state[1]) >= max) {
                return Optional.empty();
            }
            Fact fact = unnumbered.numbered((int) number(state[0]));
            insert(entities, fact);
            return Optional.of(fact);
        });
    }

    private void insert(EntityManager entities, Fact fact) {
        byte[] words = encrypted(fact);
        entities.createNativeQuery("insert into fact (tenant, person, number, words, only_in, by_whom,"
                        + " from_conversation, from_turn, at, corrected_at, untrusted, seal)"
                        + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11)")
                .setParameter(1, fact.tenant())
                .setParameter(2, fact.person())
                .setParameter(3, fact.number())
                .setParameter(4, words)
                .setParameter(5, orEmpty(fact.onlyIn()))
                .setParameter(6, fact.origin().by().word())
                .setParameter(7, orEmpty(fact.origin().conversationId()))
                .setParameter(8, orEmpty(fact.origin().turnId()))
                .setParameter(9, fact.at().toEpochMilli())
                .setParameter(10, fact.untrusted())
                .setParameter(11, seals.seal(sealed(fact, words)))
                .executeUpdate();
    }

    private static Row sealed(Fact fact, byte[] words) {
        Instant correctedAt = fact.correctedAt();
        return sealed(new Object[] {
            fact.tenant(),
            fact.person(),
            fact.number(),
            words,
            orEmpty(fact.onlyIn()),
            fact.origin().by().word(),
            orEmpty(fact.origin().conversationId()),
            orEmpty(fact.origin().turnId()),
            fact.at().toEpochMilli(),
            correctedAt == null ? 0 : correctedAt.toEpochMilli(),
            fact.untrusted()
        });
    }

    /** As it is sealed: all columns but the seal. */
    private static Row sealed(Object[] row) {
        return new Row("fact", row[0] + " " + row[1] + " " + row[2], Arrays.copyOf(row, SEAL));
    }

    @Override
    public Optional<Fact> correct(String tenant, String person, int number, String text, Instant at) {
        return store.joining(entities -> {
            Optional<Fact> corrected = find(entities, tenant, person, number).map(fact -> fact.corrected(text, at));
            corrected.ifPresent(fact -> {
                byte[] words = encrypted(fact);
                entities.createNativeQuery("update fact set words = ?4, corrected_at = ?5, untrusted = ?6, seal = ?7"
                                + " where tenant = ?1 and person = ?2 and number = ?3")
                        .setParameter(1, tenant)
                        .setParameter(2, person)
                        .setParameter(3, number)
                        .setParameter(4, words)
                        .setParameter(5, at.toEpochMilli())
                        .setParameter(6, fact.untrusted())
                        .setParameter(7, seals.seal(sealed(fact, words)))
                        .executeUpdate();
            });
            return corrected;
        });
    }

    @Override
    public Optional<Fact> remove(String tenant, String person, int number) {
        return store.joining(entities -> {
            Optional<Fact> found = find(entities, tenant, person, number);
            found.ifPresent(fact -> entities.createNativeQuery(
                            "delete from fact where tenant = ?1 and person = ?2 and number = ?3")
                    .setParameter(1, tenant)
                    .setParameter(2, person)
                    .setParameter(3, number)
                    .executeUpdate());
            return found;
        });
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> entities.createNativeQuery("delete from fact where only_in = ?1")
                .setParameter(1, conversationId)
                .executeUpdate();
    }

    @Override
    public List<Fact> of(String tenant, String person) {
        return store.read(entities ->
                list(entities, COLUMNS + " where tenant = ?1 and person = ?2 order by number", tenant, person));
    }

    private Optional<Fact> find(EntityManager entities, String tenant, String person, int number) {
        return list(entities, COLUMNS + " where tenant = ?1 and person = ?2 and number = ?3", tenant, person, number)
                .stream()
                .findFirst();
    }

    private List<Fact> list(EntityManager entities, String sql, Object... values) {
        var query = entities.createNativeQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        List<?> rows = query.getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .filter(row -> seals.isWhole(sealed(row), (byte[]) row[SEAL]))
                .map(this::fact)
                .toList();
    }

    private Fact fact(Object[] row) {
        String tenant = (String) row[0];
        String person = (String) row[1];
        int number = (int) number(row[2]);
        long correctedAt = number(row[9]);
        return new Fact(
                tenant,
                person,
                number,
                new String(
                        keyRing.shared().open((byte[]) row[3], place(tenant, person, number)), StandardCharsets.UTF_8),
                orNull(row[4]),
                new Origin(Worded.of(By.class, (String) row[5]), orNull(row[6]), orNull(row[7])),
                Instant.ofEpochMilli(number(row[8])),
                correctedAt == 0 ? null : Instant.ofEpochMilli(correctedAt),
                row[10] instanceof Boolean flag ? flag : number(row[10]) != 0);
    }

    private byte[] encrypted(Fact fact) {
        return keyRing.shared()
                .seal(fact.text().getBytes(StandardCharsets.UTF_8), place(fact.tenant(), fact.person(), fact.number()));
    }

    private static byte[] place(String tenant, String person, int number) {
        return ("fact|" + tenant + "|" + person + "|" + number).getBytes(StandardCharsets.UTF_8);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String orNull(Object value) {
        return value.equals("") ? null : (String) value;
    }

    @Override
    public boolean isUnsealed() {
        return store.hasOnly("fact", "seal is null");
    }

    @Override
    public void sealExisting() {
        store.write((JpaWrite) entities -> {
            List<?> rows =
                    entities.createNativeQuery(COLUMNS + " where seal is null").getResultList();
            for (Object each : rows) {
                Object[] row = (Object[]) each;
                entities.createNativeQuery(
                                "update fact set seal = ?4 where tenant = ?1 and person = ?2 and number = ?3")
                        .setParameter(1, row[0])
                        .setParameter(2, row[1])
                        .setParameter(3, row[2])
                        .setParameter(4, seals.seal(sealed(row)))
                        .executeUpdate();
            }
        });
    }
}
