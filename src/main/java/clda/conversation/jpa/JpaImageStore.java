package clda.conversation.jpa;

import clda.conversation.ConversationKeys;
import clda.conversation.ImageRef;
import clda.conversation.ImageStore;
import clda.security.KeyRing.DataKey;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Images in a relational database, each encrypted with the key of its conversation. */
public final class JpaImageStore implements ImageStore {

    private final JpaStore store;
    private final ConversationKeys keys;

    public JpaImageStore(JpaStore store, ConversationKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public boolean put(String conversationId, Stored stored, int max) {
        DataKey key;
        try {
            key = keys.of(conversationId);
        } catch (NoSuchElementException erased) {
            return false;
        }
        ImageRef image = stored.image();
        byte[] sealed = key.seal(stored.bytes(), place(conversationId, image.id()));
        return store.joining(entities -> entities.createNativeQuery(
                                "insert into image (conversation_id, id, media_type, content)"
                                        + " select c.id, ?2, ?3, ?4 from conversation c where c.id = ?1"
                                        + " and (select count(*) from image i where i.conversation_id = ?1) < ?5")
                        .setParameter(1, conversationId)
                        .setParameter(2, image.id())
                        .setParameter(3, image.mediaType())
                        .setParameter(4, sealed)
                        .setParameter(5, max)
                        .executeUpdate())
                == 1;
    }

    @Override
    public Optional<Stored> find(String conversationId, String imageId) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select media_type, content from image where conversation_id = ?1 and id = ?2")
                .setParameter(1, conversationId)
                .setParameter(2, imageId)
                .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Stored(
                        new ImageRef(imageId, (String) row[0]),
                        keys.of(conversationId).open((byte[]) row[1], place(conversationId, imageId))))
                .findFirst();
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> entities.createNativeQuery("delete from image where conversation_id = ?1")
                .setParameter(1, conversationId)
                .executeUpdate();
    }

    private static byte[] place(String conversationId, String imageId) {
        return ("image|" + conversationId + "|" + imageId).getBytes(StandardCharsets.UTF_8);
    }
}
