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

    @Column(name = "seal")
    byte @Nullable [] seal;

    Row sealed() {
        return sealed(id, tenant, owner, title, archived, createdAt, keyVersion, lastSeq);
    }

    static Row sealed(
            String id,
            String tenant,
            String owner,
            byte @Nullable [] title,
            boolean archived,
            long createdAt,
            int keyVersion,
            long lastSeq) {
        return new Row("conversation", id, tenant, owner, title, archived, createdAt, keyVersion, lastSeq);
    }
}
