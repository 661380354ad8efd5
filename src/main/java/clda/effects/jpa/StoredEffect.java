package clda.effects.jpa;

import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.security.RowSeals.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "effect")
class StoredEffect {

    /** Their names in the table, in the order in which they are {@link #sealed}; the key first, the seal last. */
    static final String[] COLUMNS = {
        "effect_key",
        "tenant",
        "conversation_id",
        "turn_id",
        "call_id",
        "tool",
        "effect_class",
        "arguments_hash",
        "state",
        "undoes",
        "undoes_key",
        "resolved_by",
        "epoch",
        "sent_at",
        "changed_at",
        "seal"
    };

    /** Index of the state in {@link #COLUMNS}. */
    static final int STATE = 8;

    static final int UNDOES_KEY = 10;

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

    // Texts until the seal has been checked: a changed one may be the name of nothing.
    @Column(name = "effect_class")
    String effectClass;

    @Column(name = "arguments_hash")
    String argumentsHash;

    @Column(name = "state")
    String state;

    @Column(name = "undoes")
    boolean undoes;

    /** Null if it undoes nothing, or was stored before this column existed. */
    @Column(name = "undoes_key")
    @Nullable
    String undoesKey;

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

    @Column(name = "seal")
    byte @Nullable [] seal;

    Row sealed() {
        return new Row(
                "effect",
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
                undoesKey,
                resolvedBy,
                epoch,
                sentAt,
                changedAt);
    }

    static StoredEffect of(Effect effect) {
        StoredEffect row = new StoredEffect();
        row.key = effect.key();
        row.tenant = effect.tenant();
        row.conversationId = effect.conversationId();
        row.turnId = effect.turnId();
        row.callId = effect.callId();
        row.tool = effect.tool();
        row.effectClass = effect.effectClass().name();
        row.argumentsHash = effect.argumentsHash();
        row.state = effect.state().name();
        row.undoes = effect.undoes() != null;
        row.undoesKey = effect.undoes();
        row.epoch = effect.epoch();
        row.sentAt = effect.sentAt() == null ? null : effect.sentAt().toEpochMilli();
        row.changedAt = effect.changedAt().toEpochMilli();
        return row;
    }

    boolean is(Effect.State wanted) {
        return state.equals(wanted.name());
    }

    Effect toEffect() {
        return new Effect(
                key,
                tenant,
                conversationId,
                turnId,
                callId,
                tool,
                EffectClass.valueOf(effectClass),
                argumentsHash,
                Effect.State.valueOf(state),
                undoesKey,
                epoch,
                sentAt == null ? null : Instant.ofEpochMilli(sentAt),
                Instant.ofEpochMilli(changedAt));
    }
}
