package clda.dialogue.jpa;

import clda.dialogue.Approval;
import clda.json.Worded;
import clda.security.RowSeals.Row;
import clda.tools.ApprovalRule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "approval")
class StoredApproval {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "tenant")
    String tenant;

    @Column(name = "conversation_id")
    String conversationId;

    @Column(name = "turn_id")
    String turnId;

    @Column(name = "call_id")
    String callId;

    @Column(name = "requester")
    String requester;

    // The role and the state are kept as text until the seal has been checked: a changed text may not name a constant.
    @Column(name = "role")
    String by;

    @Column(name = "delegate")
    @Nullable
    String delegate;

    @Column(name = "expires_at")
    long expiresAt;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "state")
    String state;

    @Column(name = "seal")
    byte @Nullable [] seal;

    Row sealed() {
        return new Row(
                "approval",
                id,
                tenant,
                conversationId,
                turnId,
                callId,
                requester,
                by,
                delegate,
                expiresAt,
                createdAt,
                state);
    }

    static StoredApproval of(Approval approval) {
        StoredApproval row = new StoredApproval();
        row.id = approval.id();
        row.tenant = approval.tenant();
        row.conversationId = approval.conversationId();
        row.turnId = approval.turnId();
        row.callId = approval.callId();
        row.requester = approval.requester();
        row.by = approval.by().word();
        row.delegate = approval.delegate();
        row.expiresAt = approval.expiresAt().toEpochMilli();
        row.createdAt = approval.createdAt().toEpochMilli();
        row.state = approval.state().word();
        return row;
    }

    Approval toApproval() {
        return new Approval(
                id,
                tenant,
                conversationId,
                turnId,
                callId,
                requester,
                Worded.of(ApprovalRule.By.class, by),
                delegate,
                Instant.ofEpochMilli(expiresAt),
                Instant.ofEpochMilli(createdAt),
                Worded.of(Approval.State.class, state));
    }
}
