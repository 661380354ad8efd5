package clda.audit.jpa;

import clda.audit.Anchor;
import clda.audit.AuditChain;
import clda.audit.AuditChain.Link;
import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.audit.Verification;
import clda.security.KeyRing;
import clda.security.KeyRing.Damaged;
import clda.security.RowSeals;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit trail with one row per entry. Nodes do not wait for each other: each appends to the chain of its own epoch. */
public final class JpaAuditTrail implements AuditTrail {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final int ANCHORS_AT_ONCE = 500;

    private final JpaStore store;
    private final RowSeals seals;
    private final AuditChain chain;

    public JpaAuditTrail(JpaStore store, KeyRing keyRing, RowSeals seals) {
        this.store = store;
        this.seals = seals;
        this.chain = new AuditChain(keyRing.shared());
    }

    @Override
    public Write record(List<AuditEntry> entries) {
        return (JpaWrite) entities -> {
            long epoch = store.epoch();
            Link last = last(entities, "epoch = ?1", epoch);
            if (last == null) {
                last = chain.begin(epoch, entries.getFirst().at(), last(entities, "epoch < ?1", epoch));
                insert(entities, last, "", null);
            }
            for (AuditEntry entry : entries) {
                last = chain.append(last, entry);
                insert(entities, last, entry.tenant(), entry.conversationId());
            }
        };
    }

    private static @Nullable Link last(EntityManager entities, String where, long epoch) {
        List<?> rows = entities.createNativeQuery("select epoch, number, payload from audit_entry where " + where
                        + " order by epoch desc, number desc limit 1")
                .setParameter(1, epoch)
                .getResultList();
        return rows.isEmpty() ? null : link((Object[]) rows.getFirst(), 0);
    }

    private static Link link(Object[] row, int from) {
        return new Link(((Number) row[from]).longValue(), ((Number) row[from + 1]).longValue(), (byte[]) row[from + 2]);
    }

    private static void insert(EntityManager entities, Link link, String tenant, @Nullable String conversationId) {
        entities.createNativeQuery("insert into audit_entry (epoch, number, tenant, conversation_id, payload)"
                        + " values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, link.epoch())
                .setParameter(2, link.number())
                .setParameter(3, tenant)
                .setParameter(4, conversationId == null ? "" : conversationId)
                .setParameter(5, link.payload())
                .executeUpdate();
    }

    @Override
    public List<Kept> newest(String tenant, @Nullable String conversationId, @Nullable Position before, int limit) {
        List<?> rows = store.read(entities -> {
            var query = entities.createNativeQuery(
                            "select e.epoch, e.number, e.payload, b.epoch, b.number, b.payload, e.conversation_id from audit_entry e"
                                    + " left join audit_entry b on b.epoch = e.epoch and b.number = e.number - 1"
                                    + " where e.tenant = ?1 and (e.epoch, e.number) < (?2, ?3)"
                                    + (conversationId == null ? "" : " and e.conversation_id = ?5")
                                    + " order by e.epoch desc, e.number desc limit ?4")
                    .setParameter(1, tenant)
                    .setParameter(2, before == null ? Long.MAX_VALUE : before.epoch())
                    .setParameter(3, before == null ? 0 : before.number())
                    .setParameter(4, limit);
            return (conversationId == null ? query : query.setParameter(5, conversationId)).getResultList();
        });
        List<Kept> kept = new ArrayList<>(rows.size());
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            Link link = link(columns, 0);
            kept.add(new Kept(link.anchor().position(), entry(tenant, columns, link)));
        }
        return kept;
    }

    /** Opens the entry; one that cannot be opened at its position is returned as damaged. */
    private AuditEntry entry(String tenant, Object[] columns, Link link) {
        try {
            AuditEntry entry = chain.open(link, columns[3] == null ? null : link(columns, 3));
            String conversationId = entry.conversationId() == null ? "" : entry.conversationId();
            if (entry.tenant().equals(tenant) && conversationId.equals(columns[6])) {
                return entry;
            }
        } catch (Damaged e) {
            // Said below, as of an entry that is listed where it does not belong.
        }
        seals.damaged("audit entry " + link.epoch() + "-" + link.number(), null);
        return new AuditEntry(Instant.EPOCH, tenant, "", AuditEntry.DAMAGED, null, null, null, Map.of());
    }

    @Override
    public Optional<Anchor> end() {
        return Optional.ofNullable(store.read(entities -> last(entities, "epoch = ?1", store.epoch())))
                .map(Link::anchor);
    }

    @Override
    public Verification.Verdict verify(Iterable<Anchor> anchors, Runnable beat) {
        Verification verification = new Verification(chain);
        for (Long epoch = before(Long.MAX_VALUE); epoch != null; epoch = before(epoch)) {
            long after = 0;
            List<?> rows;
            do {
                rows = rows(epoch, after);
                for (Object row : rows) {
                    Object[] columns = (Object[]) row;
                    Link link = link(columns, 0);
                    verification.take(link, (String) columns[3], (String) columns[4]);
                    after = link.number();
                }
                beat.run();
            } while (rows.size() == ROWS_AT_ONCE);
        }
        List<Anchor> some = new ArrayList<>();
        for (Anchor anchor : anchors) {
            some.add(anchor);
            if (some.size() == ANCHORS_AT_ONCE) {
                compare(some, verification);
                some.clear();
                beat.run();
            }
        }
        compare(some, verification);
        return verification.end();
    }

    /** The highest epoch below another that has a chain. */
    private @Nullable Long before(long epoch) {
        Object found =
                store.read(entities -> entities.createNativeQuery("select max(epoch) from audit_entry where epoch < ?1")
                        .setParameter(1, epoch)
                        .getSingleResult());
        return found == null ? null : ((Number) found).longValue();
    }

    private void compare(List<Anchor> anchors, Verification verification) {
        Map<Position, String> digests = new HashMap<>();
        Map<Long, List<Anchor>> byEpoch = anchors.stream()
                .collect(Collectors.groupingBy(anchor -> anchor.position().epoch()));
        byEpoch.forEach((epoch, some) -> {
            String numbers = some.stream()
                    .map(anchor -> String.valueOf(anchor.position().number()))
                    .collect(Collectors.joining(", "));
            List<?> rows = store.read(entities -> entities.createNativeQuery(
                            "select epoch, number, payload from audit_entry where epoch = ?1 and number in (" + numbers
                                    + ")")
                    .setParameter(1, epoch)
                    .getResultList());
            rows.forEach(row -> {
                Anchor found = link((Object[]) row, 0).anchor();
                digests.put(found.position(), found.digest());
            });
        });
        anchors.forEach(anchor -> verification.compare(anchor, digests.get(anchor.position())));
    }

    private List<?> rows(long epoch, long after) {
        return store.read(entities -> entities.createNativeQuery(
                        "select epoch, number, payload, tenant, conversation_id from audit_entry where epoch = ?1"
                                + " and number > ?2 order by number limit " + ROWS_AT_ONCE)
                .setParameter(1, epoch)
                .setParameter(2, after)
                .getResultList());
    }
}
