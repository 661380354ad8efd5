package clda.dialogue.jpa;

import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class JpaApprovalBook implements ApprovalBook {

    private final JpaStore store;

    public JpaApprovalBook(JpaStore store) {
        this.store = store;
    }

    @Override
    public Write open(Approval approval) {
        return (JpaWrite) entities -> entities.persist(StoredApproval.of(approval));
    }

    @Override
    public Write close(String approvalId, Approval.State state) {
        return changing(approvalId, "a.state = :value", state);
    }

    @Override
    public Write delegate(String approvalId, String to) {
        return changing(approvalId, "a.delegate = :value", to);
    }

    private static JpaWrite changing(String approvalId, String change, Object value) {
        return entities -> {
            int changed = entities.createQuery(
                            "update StoredApproval a set " + change + " where a.id = :id and a.state = :pending")
                    .setParameter("value", value)
                    .setParameter("id", approvalId)
                    .setParameter("pending", Approval.State.pending)
                    .executeUpdate();
            if (changed != 1) {
                throw new AlreadyDecided(approvalId);
            }
        };
    }

    @Override
    public Optional<Approval> find(String approvalId) {
        return store.read(entities -> Optional.ofNullable(entities.find(StoredApproval.class, approvalId))
                .map(StoredApproval::toApproval));
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
                    .setParameter("pending", Approval.State.pending)
                    .setMaxResults(limit);
            parameters.forEach(query::setParameter);
            return query.getResultList().stream()
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
}
