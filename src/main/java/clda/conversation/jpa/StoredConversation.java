package clda.conversation.jpa;

import clda.security.RowSeals.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "conversation")
class StoredConversation {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "tenant")
    String tenant;

    @Column(name = "owner")
    String owner;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "title")
    byte @Nullable [] title;

    @Column(name = "archived")
    boolean archived;

    @Column(name = "data_key")
    byte[] dataKey;

    @Column(name = "key_version")
    int keyVersion;

    @Column(name = "last_seq")
    long lastSeq;

    /** When something last happened in it. */
    @Column(name = "updated_at")
    long updatedAt;

    /** Null in a row of a version that did not keep it. */
    @Column(name = "state")
    @Nullable
    String state;

    @Column(name = "turns")
    int turns;

    /** The last event that tells the owner something. */
    @Column(name = "said_seq")
    long saidSeq;

    /** The last event that the owner has been shown. */
    @Column(name = "read_seq")
    long readSeq;

    @Column(name = "seal")
    byte @Nullable [] seal;

    /** What a version before kept of a row is all that its seal is about. */
    Row sealed() {
        return state == null
                ? new Row("conversation", id, tenant, owner, title, archived, createdAt, keyVersion, lastSeq)
                : new Row(
                        "conversation",
                        id,
                        tenant,
                        owner,
                        title,
                        archived,
                        createdAt,
                        keyVersion,
                        lastSeq,
                        updatedAt,
                        state,
                        turns,
                        saidSeq,
                        readSeq);
    }
}
