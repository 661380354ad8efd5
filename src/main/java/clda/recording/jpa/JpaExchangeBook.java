package clda.recording.jpa;

import clda.agent.Exchange;
import clda.conversation.EventCodec;
import clda.recording.ExchangeBook;
import clda.recording.ExchangeJson;
import clda.security.KeyRing;
import clda.security.KeyRing.DataKey;
import clda.security.KeyRing.NewDataKey;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Exchanges in a relational database; each conversation's are encrypted with a key of their own that is erased with them. */
public final class JpaExchangeBook implements ExchangeBook {

    private final JpaStore store;
    private final KeyRing keyRing;

    public JpaExchangeBook(JpaStore store, KeyRing keyRing) {
        this.store = store;
        this.keyRing = keyRing;
    }

    @Override
    public void exchanged(String conversationId, Exchange exchange) {
        byte[] packed = packed(ExchangeJson.write(exchange));
        store.write((JpaWrite) entities -> {
            DataKey key = keyFor(entities, conversationId);
            entities.createNativeQuery("delete from exchange where conversation_id = ?1 and message_id = ?2")
                    .setParameter(1, conversationId)
                    .setParameter(2, exchange.messageId())
                    .executeUpdate();
            Object[] state = (Object[]) entities.createNativeQuery(
                            "select count(*), coalesce(max(number), 0) from exchange where conversation_id = ?1")
                    .setParameter(1, conversationId)
                    .getSingleResult();
            if (((Number) state[0]).intValue() >= MOST) {
                return;
            }
            int number = ((Number) state[1]).intValue() + 1;
            entities.createNativeQuery(
                            "insert into exchange (conversation_id, number, message_id, words) values (?1, ?2, ?3, ?4)")
                    .setParameter(1, conversationId)
                    .setParameter(2, number)
                    .setParameter(3, exchange.messageId())
                    .setParameter(4, key.seal(packed, place(conversationId, number)))
                    .executeUpdate();
        });
    }

    private DataKey keyFor(EntityManager entities, String conversationId) {
        DataKey known = key(entities, conversationId);
        if (known != null) {
            return known;
        }
        NewDataKey made = keyRing.newDataKey(subject(conversationId));
        entities.createNativeQuery(
                        "insert into recording (conversation_id, wrapped_key, key_version) values (?1, ?2, ?3)")
                .setParameter(1, conversationId)
                .setParameter(2, made.wrapped())
                .setParameter(3, made.keyVersion())
                .executeUpdate();
        return made.key();
    }

    private @Nullable DataKey key(EntityManager entities, String conversationId) {
        List<?> rows = entities.createNativeQuery("select wrapped_key from recording where conversation_id = ?1")
                .setParameter(1, conversationId)
                .getResultList();
        return rows.isEmpty() ? null : keyRing.unwrap((byte[]) rows.getFirst(), subject(conversationId));
    }

    @Override
    public List<ObjectNode> of(String conversationId) {
        return store.read(entities -> {
            DataKey key = key(entities, conversationId);
            if (key == null) {
                return List.of();
            }
            List<?> rows = entities.createNativeQuery(
                            "select number, words from exchange where conversation_id = ?1 order by number")
                    .setParameter(1, conversationId)
                    .getResultList();
            return rows.stream()
                    .map(Object[].class::cast)
                    .map(row ->
                            unpacked(key.open((byte[]) row[1], place(conversationId, ((Number) row[0]).intValue()))))
                    .toList();
        });
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> {
            for (String table : List.of("exchange", "recording")) {
                entities.createNativeQuery("delete from " + table + " where conversation_id = ?1")
                        .setParameter(1, conversationId)
                        .executeUpdate();
            }
        };
    }

    /** Words of which most are said again in each request. */
    private static byte[] packed(ObjectNode json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            EventCodec.JSON.writeValue(out, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static ObjectNode unpacked(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return (ObjectNode) EventCodec.JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String subject(String conversationId) {
        return "recording|" + conversationId;
    }

    private static byte[] place(String conversationId, int number) {
        return ("exchange|" + conversationId + "|" + number).getBytes(StandardCharsets.UTF_8);
    }
}
