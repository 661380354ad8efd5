package clda.conversation;

import clda.security.KeyRing.Damaged;
import clda.security.KeyRing.DataKey;
import clda.store.Membership;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Full pages of events, which never change again, as they were read from the store before, by whichever node. A page is sealed
 * under the key of its conversation, together with its place and with the history of the database that it was read from: it
 * cannot be read after an erasure, and is not found after the database has gone back. Whatever does not fit is read from the
 * store.
 */
public final class CachedPages {

    /** The number of events in a page; others are read from the store. */
    static final int PAGE = 500;

    private static final byte VERSION = 1;

    private final PageCache cache;
    private final ConversationKeys keys;
    private final Membership membership;

    public CachedPages(PageCache cache, ConversationKeys keys, Membership membership) {
        this.cache = cache;
        this.keys = keys;
        this.membership = membership;
    }

    /** @param store reads the same from the store */
    public List<RecordedEvent> read(ConversationHead head, long after, int limit, Supplier<List<RecordedEvent>> store) {
        String history = membership.history();
        if (cache == PageCache.NONE
                || history.isEmpty()
                || limit != PAGE
                || after % PAGE != 0
                || head.lastSeq() < after + PAGE) {
            return store.get();
        }
        String place = history + "|" + head.tenant() + "|" + head.id() + "|" + after;
        Optional<List<RecordedEvent>> known = cache.get(place).flatMap(page -> open(head, after, place, page));
        if (known.isPresent()) {
            return known.get();
        }
        List<RecordedEvent> events = store.get();
        if (events.size() == PAGE) {
            keep(head, place, events);
        }
        return events;
    }

    private void keep(ConversationHead head, String place, List<RecordedEvent> events) {
        try {
            cache.put(place, () -> keys.of(head.id()).seal(bytes(events), aad(place)));
        } catch (NoSuchElementException erased) {
            // Nothing is to be kept of it.
        }
    }

    private Optional<List<RecordedEvent>> open(ConversationHead head, long after, String place, byte[] page) {
        try {
            DataKey key = keys.of(head.id());
            List<RecordedEvent> events = events(key.open(page, aad(place)));
            return events.size() == PAGE && events.getFirst().seq() == after + 1
                    ? Optional.of(events)
                    : Optional.empty();
        } catch (Damaged | NoSuchElementException | IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] aad(String place) {
        return ("page|" + VERSION + "|" + place).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(List<RecordedEvent> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (RecordedEvent event : events) {
                byte[] payload = EventCodec.toPayload(event.turnId(), event.event());
                out.writeLong(event.seq());
                out.writeUTF(event.type().publicName());
                out.writeLong(event.at().toEpochMilli());
                out.writeInt(payload.length);
                out.write(payload);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<RecordedEvent> events(byte[] bytes) throws IOException {
        List<RecordedEvent> events = new ArrayList<>(PAGE);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            long seq = in.readLong();
            EventType type = EventType.named(in.readUTF());
            Instant at = Instant.ofEpochMilli(in.readLong());
            DraftEvent draft = EventCodec.fromPayload(type, in.readNBytes(in.readInt()));
            events.add(new RecordedEvent(seq, draft.turnId(), at, draft.event()));
        }
        return events;
    }
}
