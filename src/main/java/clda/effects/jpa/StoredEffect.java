package clda.effects.jpa;

import clda.effects.Effect;
import clda.effects.EffectClass;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "effect")
class StoredEffect {

    @Id
    @Column(name = "effect_key")
    String key;

    @Column(name = "tenant")
    String tenant;

    @Column(name = "conversation_id")
    String conversationId;

    @Column(name = "turn_id")
    String turnId;

    @Column(name = "call_id")
    String callId;

    @Column(name = "tool")
    String tool;

    @Enumerated(EnumType.STRING)
    @Column(name = "effect_class")
    EffectClass effectClass;

    @Column(name = "arguments_hash")
    String argumentsHash;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    Effect.State state;

    @Column(name = "undoes")
    boolean undoes;

    @Column(name = "resolved_by")
    @Nullable
    String resolvedBy;

    @Column(name = "epoch")
    long epoch;

    @Column(name = "sent_at")
    @Nullable
    Long sentAt;

    @Column(name = "changed_at")
    long changedAt;

    static StoredEffect of(Effect effect) {
        StoredEffect row = new StoredEffect();
        row.key = effect.key();
        row.tenant = effect.tenant();
        row.conversationId = effect.conversationId();
        row.turnId = effect.turnId();
        row.callId = effect.callId();
        row.tool = effect.tool();
        row.effectClass = effect.effectClass();
        row.argumentsHash = effect.argumentsHash();
        row.state = effect.state();
        row.undoes = effect.undoes();
        row.epoch = effect.epoch();
        row.sentAt = effect.sentAt() == null ? null : effect.sentAt().toEpochMilli();
        row.changedAt = effect.changedAt().toEpochMilli();
        return row;
    }

    Effect toEffect() {
        return new Effect(
                key,
                tenant,
                conversationId,
                turnId,
                callId,
                tool,
                effectClass,
                argumentsHash,
                state,
                undoes,
                epoch,
                sentAt == null ? null : Instant.ofEpochMilli(sentAt),
                Instant.ofEpochMilli(changedAt));
    }
}
