package clda.conversation.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

@Entity
@Table(name = "event")
@IdClass(StoredEvent.Key.class)
class StoredEvent {

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    @Column(name = "seq")
    long seq;

    @Column(name = "type")
    String type;

    @Column(name = "at")
    long at;

    @Column(name = "payload")
    byte[] payload;

    static final class Key implements Serializable {
        String conversationId = "";
        long seq;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.seq == seq && key.conversationId.equals(conversationId);
        }

        @Override
        public int hashCode() {
            return 31 * conversationId.hashCode() + Long.hashCode(seq);
        }
    }
}
