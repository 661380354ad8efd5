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

    /** When something last happened in the conversation. */
    @Column(name = "updated_at")
    long updatedAt;

    /** Null in a row written by a version without this column. */
    @Column(name = "state")
    @Nullable
    String state;

    @Column(name = "turns")
    int turns;

    /** The number of the last event that has something new for the owner. */
    @Column(name = "said_seq")
    long saidSeq;

    /** The number of the last event that the owner has been shown. */
    @Column(name = "read_seq")
    long readSeq;

    /** The release in whose canary arm it was begun; not sealed, since earlier versions do not know it. */
    @Column(name = "canary_of")
    @Nullable
    Long canaryOf;

    @Column(name = "seal")
    byte @Nullable [] seal;

    /** The sealed columns. The seal of a row from an earlier version covers only the columns of that version. */
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
