package clda.recording.jpa;

import clda.agent.Exchange;
import clda.conversation.ConversationKeys;
import clda.json.Json;
import clda.recording.ExchangeBook;
import clda.recording.ExchangeJson;
import clda.security.KeyRing.DataKey;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Exchanges in a relational database; encrypted with the keys of their conversations. */
public final class JpaExchangeBook implements ExchangeBook {

    private final JpaStore store;
    private final ConversationKeys keys;

    public JpaExchangeBook(JpaStore store, ConversationKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public void exchanged(String conversationId, Exchange exchange) {
        byte[] packed = packed(ExchangeJson.write(exchange));
        DataKey key = keys.of(conversationId);
        store.write((JpaWrite) entities -> {
            entities.createNativeQuery("delete from exchange where conversation_id = ?1 and message_id = ?2")
                    .setParameter(1, conversationId)
                    .setParameter(2, exchange.messageId())
                    .executeUpdate();
            Object[] state = (Object[]) entities.createNativeQuery(
                            "select count(*), coalesce(max(number), 0) from exchange where conversation_id = ?1")
                    .setParameter(1, conversationId)
                    .getSingleResult();
            if (((Number) state[0]).intValue() >= MAX) {
                return;
            }
            int number = ((Number) state[1]).intValue() + 1;
            entities.createNativeQuery("insert into exchange (conversation_id, number, message_id, words)"
                            + " select c.id, ?2, ?3, ?4 from conversation c where c.id = ?1")
                    .setParameter(1, conversationId)
                    .setParameter(2, number)
                    .setParameter(3, exchange.messageId())
                    .setParameter(4, key.seal(packed, place(conversationId, number)))
                    .executeUpdate();
        });
    }

    @Override
    public List<ObjectNode> of(String conversationId) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select number, words from exchange where conversation_id = ?1 order by number")
                .setParameter(1, conversationId)
                .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> unpacked(keys.of(conversationId)
                        .open((byte[]) row[1], place(conversationId, ((Number) row[0]).intValue()))))
                .toList();
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> entities.createNativeQuery("delete from exchange where conversation_id = ?1")
                .setParameter(1, conversationId)
                .executeUpdate();
    }

    /** Compressed, because each request repeats most of the previous one. */
    private static byte[] packed(ObjectNode json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            Json.MAPPER.writeValue(out, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static ObjectNode unpacked(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] place(String conversationId, int number) {
        return ("exchange|" + conversationId + "|" + number).getBytes(StandardCharsets.UTF_8);
    }
}
