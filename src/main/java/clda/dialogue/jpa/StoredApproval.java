package clda.dialogue.jpa;

import clda.dialogue.Approval;
import clda.tools.ApprovalRule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
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

    @Enumerated(EnumType.STRING)
    @Column(name = "role")
    ApprovalRule.By by;

    @Column(name = "delegate")
    @Nullable
    String delegate;

    @Column(name = "expires_at")
    long expiresAt;

    @Column(name = "created_at")
    long createdAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    Approval.State state;

    static StoredApproval of(Approval approval) {
        StoredApproval row = new StoredApproval();
        row.id = approval.id();
        row.tenant = approval.tenant();
        row.conversationId = approval.conversationId();
        row.turnId = approval.turnId();
        row.callId = approval.callId();
        row.requester = approval.requester();
        row.by = approval.by();
        row.delegate = approval.delegate();
        row.expiresAt = approval.expiresAt().toEpochMilli();
        row.createdAt = approval.createdAt().toEpochMilli();
        row.state = approval.state();
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
                by,
                delegate,
                Instant.ofEpochMilli(expiresAt),
                Instant.ofEpochMilli(createdAt),
                state);
    }
}
