package clda.conversation.jpa;

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
}
