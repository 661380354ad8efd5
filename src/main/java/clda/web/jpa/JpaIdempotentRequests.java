package clda.web.jpa;

import clda.json.Json;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.web.IdempotentRequests;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Idempotent requests in the table of that name. */
public final class JpaIdempotentRequests implements IdempotentRequests {

    private final JpaStore store;
    private final KeyRing keyRing;
    private final Clock clock;

    public JpaIdempotentRequests(JpaStore store, KeyRing keyRing, Clock clock) {
        this.store = store;
        this.keyRing = keyRing;
        this.clock = clock;
    }

    @Override
    public Known claim(String key, String bodyHash) {
        AtomicInteger inserted = new AtomicInteger();
        store.write((JpaWrite) entities -> inserted.set(entities.createNativeQuery(
                        "insert into idempotent_request (request_key, body_hash, created_at, epoch) values (?1, ?2, ?3, ?4)"
                                + " on conflict do nothing")
                .setParameter(1, key)
                .setParameter(2, bodyHash)
                .setParameter(3, clock.millis())
                .setParameter(4, store.epoch())
                .executeUpdate()));
        if (inserted.get() == 1) {
            return new Known.First();
        }
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select body_hash, status, answer from idempotent_request where request_key = ?1")
                .setParameter(1, key)
                .getResultList());
        if (rows.isEmpty()) {
            return new Known.Running();
        }
        Object[] row = (Object[]) rows.getFirst();
        if (!row[0].equals(bodyHash)) {
            return new Known.OtherRequest();
        }
        return row[1] == null ? new Known.Running() : new Known.Answered(open(key, bodyHash, (byte[]) row[2]));
    }

    @Override
    public void answered(String key, Answer answer) {
        store.write((JpaWrite) entities -> {
            List<?> hashes = entities.createNativeQuery(
                            "select body_hash from idempotent_request where request_key = ?1")
                    .setParameter(1, key)
                    .getResultList();
            if (hashes.isEmpty()) {
                return;
            }
            entities.createNativeQuery("update idempotent_request set status = ?2, answer = ?3 where request_key = ?1")
                    .setParameter(1, key)
                    .setParameter(2, answer.status())
                    .setParameter(3, seal(key, (String) hashes.getFirst(), answer))
                    .executeUpdate();
        });
    }

    @Override
    public void release(String key) {
        store.write((JpaWrite)
                entities -> entities.createNativeQuery("delete from idempotent_request where request_key = ?1")
                        .setParameter(1, key)
                        .executeUpdate());
    }

    @Override
    public void forget(long before) {
        store.write((JpaWrite)
                entities -> entities.createNativeQuery("delete from idempotent_request where created_at < ?1")
                        .setParameter(1, before)
                        .executeUpdate());
    }

    @Override
    public void forgetUnanswered() {
        store.write((JpaWrite) entities -> entities.createNativeQuery(
                        "delete from idempotent_request where status is null"
                                + " and not exists (select 1 from store_writer w where w.epoch = idempotent_request.epoch)")
                .executeUpdate());
    }

    private byte[] seal(String key, String bodyHash, Answer answer) {
        try {
            return keyRing.shared().seal(Json.MAPPER.writeValueAsBytes(answer), place(key, bodyHash));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer open(String key, String bodyHash, byte[] sealed) {
        try {
            return Json.MAPPER.readValue(keyRing.shared().open(sealed, place(key, bodyHash)), Answer.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] place(String key, String bodyHash) {
        return ("idempotent_request|" + key + "|" + bodyHash).getBytes(StandardCharsets.UTF_8);
    }
}
