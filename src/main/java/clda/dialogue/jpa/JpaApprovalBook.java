package clda.dialogue.jpa;

import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.json.Worded;
import clda.security.RowSeals;
import clda.security.SealsRows;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.tools.ApprovalRule;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

public final class JpaApprovalBook implements ApprovalBook, SealsRows {

    /** Pending approvals of the tenant ?1, with the same condition as in their indexes. */
    private static final String PENDING = "a.tenant = ?1 and a.state = 'pending'";

    private final JpaStore store;
    private final RowSeals seals;

    public JpaApprovalBook(JpaStore store, RowSeals seals) {
        this.store = store;
        this.seals = seals;
    }

    @Override
    public Write open(Approval approval) {
        return (JpaWrite) entities -> {
            StoredApproval row = StoredApproval.of(approval);
            row.seal = seals.seal(row.sealed());
            entities.persist(row);
        };
    }

    @Override
    public Write close(String approvalId, Approval.State state) {
        return changing(approvalId, row -> row.state = state.word());
    }

    @Override
    public Write delegate(String approvalId, String to) {
        return changing(approvalId, row -> row.delegate = to);
    }

    /**
     * Changes a pending approval. If another writer has changed the row since it was read, its seal differs, and it is read
     * again.
     */
    private JpaWrite changing(String approvalId, Consumer<StoredApproval> change) {
        return entities -> {
            while (true) {
                entities.flush();
                StoredApproval row = entities.find(StoredApproval.class, approvalId);
                if (row == null || !row.state.equals(Approval.State.PENDING.word())) {
                    throw new AlreadyDecided(approvalId);
                }
                entities.detach(row);
                byte @Nullable [] before = row.seal;
                seals.check(row.sealed(), before);
                change.accept(row);
                int changed = entities.createQuery("update StoredApproval a set a.state = :state,"
                                + " a.delegate = :delegate, a.seal = :seal where a.id = :id and a.seal = :before")
                        .setParameter("state", row.state)
                        .setParameter("delegate", row.delegate)
                        .setParameter("seal", seals.seal(row.sealed()))
                        .setParameter("id", approvalId)
                        .setParameter("before", before)
                        .executeUpdate();
                if (changed == 1) {
                    return;
                }
            }
        };
    }

    @Override
    public Optional<Approval> find(String approvalId) {
        Optional<StoredApproval> row =
                store.read(entities -> Optional.ofNullable(entities.find(StoredApproval.class, approvalId)));
        row.ifPresent(found -> seals.check(found.sealed(), found.seal));
        return row.map(StoredApproval::toApproval);
    }

    @Override
    public Page<Listed<Approval>> pending(Wanted wanted, @Nullable Position after, int limit) {
        Position from = after == null ? Position.FIRST : after;
        // Each part reads along an index, however many other rows there are; the database sorts the few rows that they
        // find.
        String ids = joined(
                wanted,
                part -> "select id from (select a.id from approval a where " + part
                        + " and (a.created_at, a.id) > (?3, ?4) order by a.created_at, a.id limit ?5) part");
        List<?> found = store.read(entities -> query(
                        entities.createNativeQuery(
                                "select p.* from approval p where p.id in (" + ids
                                        + ") order by p.created_at, p.id limit ?5",
                                StoredApproval.class),
                        wanted)
                .setParameter(3, from.millis())
                .setParameter(4, from.id())
                .setParameter(5, limit + 1)
                .getResultList());
        return Page.of(found.stream().map(row -> listed((StoredApproval) row)).toList(), limit, Listed::position);
    }

    @Override
    public List<Waiting> count(Wanted wanted) {
        String counts = joined(
                wanted,
                part -> "select a.role, a.requester, count(*) from approval a where " + part
                        + " group by a.role, a.requester");
        List<?> rows = store.read(
                entities -> query(entities.createNativeQuery(counts), wanted).getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Waiting(
                        Worded.of(ApprovalRule.By.class, (String) row[0]),
                        (String) row[1],
                        ((Number) row[2]).longValue()))
                .toList();
    }

    @Override
    public int fingerprint(String tenant) {
        return store
                .read(entities -> entities.createNativeQuery(
                                "select a.delegate, count(*), sum(a.created_at % 1000003) from approval a where "
                                        + PENDING + " group by a.delegate order by a.delegate")
                        .setParameter(1, tenant)
                        .getResultList())
                .stream()
                .map(row -> Arrays.toString((Object[]) row))
                .toList()
                .hashCode();
    }

    private static String joined(Wanted wanted, UnaryOperator<String> query) {
        return parts(wanted).map(query).collect(Collectors.joining(" union all "));
    }

    /** Conditions of which each wanted pending approval fulfils exactly one; the tenant is ?1, the user ?2. */
    private static Stream<String> parts(Wanted wanted) {
        return Arrays.stream(ApprovalRule.By.values())
                .filter(by -> wanted.by() == null || wanted.by() == by)
                .flatMap(by -> {
                    String role = PENDING + " and a.role = '" + by.word() + "'";
                    return isOpenTo(wanted, by)
                            ? Stream.of(role)
                            : Stream.of(
                                    role + " and a.requester = ?2",
                                    role + " and a.delegate = ?2 and a.requester <> ?2");
                });
    }

    private static boolean isOpenTo(Wanted wanted, ApprovalRule.By by) {
        return wanted.inOffice() && by == ApprovalRule.By.APPROVER;
    }

    private static Query query(Query query, Wanted wanted) {
        query.setParameter(1, wanted.tenant());
        return wanted.inOffice() && wanted.by() == ApprovalRule.By.APPROVER
                ? query
                : query.setParameter(2, wanted.person());
    }

    private Listed<Approval> listed(StoredApproval row) {
        Position position = new Position(Instant.ofEpochMilli(row.createdAt), row.id);
        return seals.isWhole(row.sealed(), row.seal)
                ? new Listed<>(position, row.toApproval())
                : Listed.damaged(position);
    }

    @Override
    public List<Approval> overdue(Instant now, int limit) {
        List<Approval> overdue = new ArrayList<>();
        Position from = Position.FIRST;
        List<StoredApproval> rows;
        // Damaged approvals stay pending forever, and must not block the others.
        do {
            rows = overdue(now, from, limit);
            rows.forEach(row -> listed(row).whole().ifPresent(overdue::add));
            if (!rows.isEmpty()) {
                StoredApproval last = rows.getLast();
                from = new Position(Instant.ofEpochMilli(last.expiresAt), last.id);
            }
        } while (rows.size() == limit && overdue.size() < limit);
        return overdue;
    }

    private List<StoredApproval> overdue(Instant now, Position from, int limit) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select a.* from approval a where a.state = 'pending' and a.expires_at <= ?1"
                                + " and (a.expires_at, a.id) > (?2, ?3) order by a.expires_at, a.id limit ?4",
                        StoredApproval.class)
                .setParameter(1, now.toEpochMilli())
                .setParameter(2, from.millis())
                .setParameter(3, from.id())
                .setParameter(4, limit)
                .getResultList());
        return rows.stream().map(StoredApproval.class::cast).toList();
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> entities.createQuery("delete from StoredApproval a where a.conversationId = :id")
                .setParameter("id", conversationId)
                .executeUpdate();
    }

    @Override
    public boolean isUnsealed() {
        return store.hasOnly("approval", "seal is null");
    }

    @Override
    public void sealExisting() {
        store.write((JpaWrite) entities -> entities.createQuery(
                        "select a from StoredApproval a where a.seal is null", StoredApproval.class)
                .getResultList()
                .forEach(row -> row.seal = seals.seal(row.sealed())));
    }
}
