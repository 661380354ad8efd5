package clda.conversation.jpa;

import clda.conversation.ConversationHead;
import clda.conversation.search.SearchIndex;
import clda.security.KeyRing;
import clda.store.Position;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The search index with one row for each word of a conversation, which holds only a keyed hash of the word. Each person has a
 * key.
 */
public final class JpaSearchIndex implements SearchIndex {

    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int ROWS_IN_ONE_STATEMENT = 200;
    /** Maximum up to which the conversations of a word are counted to find the rarest of several words. */
    private static final int COUNTED = 1_000;

    private static final Position NEWEST = new Position(Instant.ofEpochMilli(Long.MAX_VALUE), "");

    private final JpaStore store;
    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    public JpaSearchIndex(JpaStore store, KeyRing keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public List<Found> find(
            String tenant, String person, Set<String> words, boolean archived, @Nullable Position before, int limit) {
        Mac mac = mac(tenant, person);
        List<Long> hashes = words.stream()
                .map(word -> hash(mac, word))
                .sorted(Comparator.comparingInt(this::conversations))
                .toList();
        Position from = before == null ? NEWEST : before;
        StringBuilder sql = new StringBuilder("select w.conversation_id, w.seq, w.at from search_word w"
                + " join conversation c on c.id = w.conversation_id and c.tenant = ?1 and c.owner = ?2 and c.archived = ?3"
                + " where w.word = ?4 and (w.at, w.conversation_id) < (?5, ?6)");
        for (long other : hashes.subList(1, hashes.size())) {
            sql.append(
                            " and exists (select 1 from search_word o where o.conversation_id = w.conversation_id and o.word = ")
                    .append(other)
                    .append(')');
        }
        sql.append(" order by w.at desc, w.conversation_id desc limit ?7");
        List<?> rows = store.read(entities -> entities.createNativeQuery(sql.toString())
                .setParameter(1, tenant)
                .setParameter(2, person)
                .setParameter(3, archived)
                .setParameter(4, hashes.getFirst())
                .setParameter(5, from.millis())
                .setParameter(6, from.id())
                .setParameter(7, limit)
                .getResultList());
        return rows.stream().map(row -> found((Object[]) row)).toList();
    }

    private static Found found(Object[] row) {
        long at = ((Number) row[2]).longValue();
        return new Found((String) row[0], new Mention(((Number) row[1]).longValue(), Instant.ofEpochMilli(at)));
    }

    private int conversations(long hash) {
        Object count = store.read(entities -> entities.createNativeQuery(
                        "select count(*) from (select 1 from search_word where word = ?1 limit ?2) counted")
                .setParameter(1, hash)
                .setParameter(2, COUNTED)
                .getSingleResult());
        return ((Number) count).intValue();
    }

    /** A word of a conversation: numbers only, beside the conversation's id. */
    private record Word(String conversationId, long hash, long seq, long at) {}

    @Override
    public void add(List<Taken> taken) {
        // In the same order on each node, to avoid deadlocks.
        List<Taken> inOrder = taken.stream()
                .sorted(Comparator.comparing((Taken each) -> each.head().id()))
                .toList();
        Map<String, Mac> macs = new HashMap<>();
        List<Word> named = new ArrayList<>();
        List<Word> mentioned = new ArrayList<>();
        for (Taken each : inOrder) {
            ConversationHead head = each.head();
            Mac mac = macs.computeIfAbsent(
                    head.tenant().length() + head.tenant() + head.owner(), any -> mac(head.tenant(), head.owner()));
            if (each.title() != null) {
                long at = head.updatedAt().toEpochMilli();
                each.title().forEach(word -> named.add(new Word(head.id(), hash(mac, word), TITLE, at)));
            }
            each.said()
                    .forEach((word, mention) -> mentioned.add(new Word(
                            head.id(),
                            hash(mac, word),
                            mention.seq(),
                            mention.at().toEpochMilli())));
        }
        store.write((JpaWrite) entities -> add(entities, inOrder, named, mentioned));
    }

    private static void add(EntityManager entities, List<Taken> taken, List<Word> named, List<Word> mentioned) {
        // Nothing may be stored for a conversation that was erased in the meantime.
        Set<String> there =
                there(entities, taken.stream().map(each -> each.head().id()).toList());
        for (Taken each : taken) {
            if (each.title() != null) {
                entities.createNativeQuery("delete from search_word where conversation_id = ?1 and seq = ?2")
                        .setParameter(1, each.head().id())
                        .setParameter(2, TITLE)
                        .executeUpdate();
            }
        }
        insert(entities, named, there, " do nothing");
        insert(
                entities,
                mentioned,
                there,
                " (conversation_id, word) do update set seq = excluded.seq, at = excluded.at"
                        + " where excluded.seq > search_word.seq");
        for (Taken each : taken) {
            if (there.contains(each.head().id())) {
                entities.createNativeQuery("insert into search_progress (conversation_id, through) values (?1, ?2)"
                                + " on conflict (conversation_id) do update set through = excluded.through"
                                + " where excluded.through > search_progress.through")
                        .setParameter(1, each.head().id())
                        .setParameter(2, each.through())
                        .executeUpdate();
            }
        }
    }

    private static Set<String> there(EntityManager entities, List<String> conversationIds) {
        List<?> ids = withIds(
                        entities.createNativeQuery(
                                "select id from conversation where id in " + places(conversationIds.size())),
                        conversationIds)
                .getResultList();
        return ids.stream().map(String.class::cast).collect(Collectors.toSet());
    }

    /** Placeholders for {@code count} parameters, in parentheses. */
    private static String places(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(place -> "?" + place)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static Query withIds(Query query, List<String> ids) {
        for (int place = 0; place < ids.size(); place++) {
            query.setParameter(place + 1, ids.get(place));
        }
        return query;
    }

    private static void insert(EntityManager entities, List<Word> words, Set<String> there, String onConflict) {
        List<Word> rows = words.stream()
                .filter(word -> there.contains(word.conversationId))
                .sorted(Comparator.comparing(Word::conversationId).thenComparingLong(Word::hash))
                .toList();
        for (int from = 0; from < rows.size(); from += ROWS_IN_ONE_STATEMENT) {
            insert(entities, rows.subList(from, Math.min(rows.size(), from + ROWS_IN_ONE_STATEMENT)), onConflict);
        }
    }

    private static void insert(EntityManager entities, List<Word> rows, String onConflict) {
        List<String> ids = rows.stream().map(Word::conversationId).distinct().toList();
        String values = rows.stream()
                .map(row -> "(?" + (ids.indexOf(row.conversationId) + 1) + ", " + row.hash + ", " + row.seq + ", "
                        + row.at + ")")
                .collect(Collectors.joining(", "));
        withIds(
                        entities.createNativeQuery("insert into search_word (conversation_id, word, seq, at) values "
                                + values + " on conflict" + onConflict),
                        ids)
                .executeUpdate();
    }

    @Override
    public Map<String, Long> through(Collection<String> conversationIds) {
        Map<String, Long> through = new HashMap<>();
        List<String> ids = List.copyOf(conversationIds);
        for (int from = 0; from < ids.size(); from += ROWS_IN_ONE_STATEMENT) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + ROWS_IN_ONE_STATEMENT));
            List<?> rows = store.read(entities -> withIds(
                            entities.createNativeQuery(
                                    "select conversation_id, through from search_progress where conversation_id in "
                                            + places(some.size())),
                            some)
                    .getResultList());
            rows.forEach(row -> through.put((String) ((Object[]) row)[0], ((Number) ((Object[]) row)[1]).longValue()));
        }
        return through;
    }

    @Override
    public List<Behind> behind(String afterId, int limit) {
        List<?> rows = store.read(
                entities -> entities.createNativeQuery("select c.id, coalesce(p.through, 0) from conversation c"
                                + " left join search_progress p on p.conversation_id = c.id"
                                + " where c.id > ?1 and c.last_seq > coalesce(p.through, 0) order by c.id limit ?2")
                        .setParameter(1, afterId)
                        .setParameter(2, limit)
                        .getResultList());
        List<Behind> behind = new ArrayList<>();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            behind.add(new Behind((String) row[0], ((Number) row[1]).longValue()));
        }
        return behind;
    }

    private byte[] key(String tenant, String person) {
        byte[] sealed = sealedKey(tenant, person);
        if (sealed == null) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            byte[] kept = keys.shared().seal(fresh, place(tenant, person));
            store.write((JpaWrite) entities -> entities.createNativeQuery(
                            "insert into search_key (tenant, person, secret) values (?1, ?2, ?3) on conflict do nothing")
                    .setParameter(1, tenant)
                    .setParameter(2, person)
                    .setParameter(3, kept)
                    .executeUpdate());
            // Another node may have stored its key first.
            sealed = sealedKey(tenant, person);
        }
        if (sealed == null) {
            throw new IllegalStateException("the key for searching was not kept");
        }
        return keys.shared().open(sealed, place(tenant, person));
    }

    private byte @Nullable [] sealedKey(String tenant, String person) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select secret from search_key where tenant = ?1 and person = ?2")
                .setParameter(1, tenant)
                .setParameter(2, person)
                .getResultList());
        return rows.isEmpty() ? null : (byte[]) rows.getFirst();
    }

    private static byte[] place(String tenant, String person) {
        return ("search-key|" + tenant.length() + "|" + tenant + "|" + person).getBytes(StandardCharsets.UTF_8);
    }

    /** A new instance, for use by one thread. */
    private Mac mac(String tenant, String person) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key(tenant, person), HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static long hash(Mac mac, String word) {
        return ByteBuffer.wrap(mac.doFinal(word.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
