package clda.dialogue.jpa;

import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.security.RowSeals;
import clda.security.SealsRows;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public final class JpaApprovalBook implements ApprovalBook, SealsRows {

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
        return changing(approvalId, row -> row.state = state.name());
    }

    @Override
    public Write delegate(String approvalId, String to) {
        return changing(approvalId, row -> row.delegate = to);
    }

    /** Whoever comes second finds another seal than the one that was read, and looks again. */
    private JpaWrite changing(String approvalId, Consumer<StoredApproval> change) {
        return entities -> {
            while (true) {
                entities.flush();
                StoredApproval row = entities.find(StoredApproval.class, approvalId);
                if (row == null || !row.state.equals(Approval.State.pending.name())) {
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
    public List<Approval> pending(String tenant, int limit) {
        return list("a.tenant = :tenant", Map.of("tenant", tenant), limit);
    }

    @Override
    public List<Approval> overdue(Instant now, int limit) {
        return list("a.expiresAt <= :now", Map.of("now", now.toEpochMilli()), limit);
    }

    private List<Approval> list(String condition, Map<String, Object> parameters, int limit) {
        return store.read(entities -> {
            var query = entities.createQuery(
                            "select a from StoredApproval a where a.state = :pending and " + condition
                                    + " order by a.createdAt",
                            StoredApproval.class)
                    .setParameter("pending", Approval.State.pending.name())
                    .setMaxResults(limit);
            parameters.forEach(query::setParameter);
            return query.getResultList().stream()
                    .filter(row -> seals.isWhole(row.sealed(), row.seal))
                    .map(StoredApproval::toApproval)
                    .toList();
        });
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
