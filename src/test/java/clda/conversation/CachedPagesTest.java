package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.TurnEvent.MessageCompleted;
import clda.security.KeyRing;
import clda.security.KeyRing.DataKey;
import clda.security.tink.TinkKeyRing;
import clda.store.Membership;
import clda.store.Write;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share a cache, and a store that counts how often it is read. */
class CachedPagesTest {

    private static final int PAGE = CachedPages.PAGE;
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path dir;

    private final Map<String, byte[]> kept = new HashMap<>();
    private final PageCache cache = new PageCache() {
        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void put(String name, Supplier<byte[]> page) {
            kept.put(name, page.get());
        }
    };

    private Map<String, DataKey> keys;
    private String history = "line 1";
    private int reads;
    private String wording = "kingfisher";
    private CachedPages one;
    private CachedPages other;

    @BeforeEach
    void make() {
        KeyRing ring = TinkKeyRing.at(dir.resolve("key.json"));
        keys = new HashMap<>(Map.of(
                "c1", ring.newDataKey("c1").key(), "c2", ring.newDataKey("c2").key()));
        one = node();
        other = node();
    }

    private CachedPages node() {
        ConversationKeys some = id -> Optional.ofNullable(keys.get(id)).orElseThrow(NoSuchElementException::new);
        return new CachedPages(cache, some, new OfThatHistory());
    }

    private ConversationHead head(String id, long lastSeq) {
        return new ConversationHead(id, "acme", "alice", null, false, NOON, NOON, lastSeq, Lane.IDLE, 0, false, null);
    }

    private MessageCompleted said(long seq) {
        return new MessageCompleted(
                "m" + seq, MessageRole.ASSISTANT, wording + " " + seq + " 你好", "scripted-1", null, null);
    }

    private List<RecordedEvent> stored(long after, long lastSeq) {
        reads++;
        return LongStream.rangeClosed(after + 1, Math.min(after + PAGE, lastSeq))
                .mapToObj(seq -> new RecordedEvent(seq, "t" + seq / 4, NOON.plusSeconds(seq), said(seq)))
                .toList();
    }

    private List<RecordedEvent> reads(CachedPages node, String id, long after, long lastSeq) {
        return node.read(head(id, lastSeq), after, PAGE, () -> stored(after, lastSeq));
    }

    @Test
    void aFullPageIsReadFromTheStoreOnceForAllNodes() {
        List<RecordedEvent> first = reads(one, "c1", 0, PAGE + 7);

        assertThat(reads(other, "c1", 0, PAGE + 7)).isEqualTo(first);
        assertThat(reads(one, "c1", 0, PAGE + 9)).isEqualTo(first);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void aPageThatMayStillGrowIsAlwaysReadFromTheStore() {
        reads(one, "c1", PAGE, PAGE + 7);
        reads(one, "c1", PAGE, PAGE + 8);
        reads(one, "c1", 3, PAGE + 100);

        assertThat(reads).isEqualTo(3);
        assertThat(kept).isEmpty();
    }

    @Test
    void afterTheDatabaseHasGoneBackNothingOfBeforeIsFound() {
        reads(one, "c1", 0, PAGE);
        history = "line 2";
        wording = "heron";

        assertThat(reads(other, "c1", 0, PAGE).getFirst().event()).isEqualTo(said(1));
    }

    @Test
    void whileTheHistoryIsNotKnownNothingIsShared() {
        history = "";
        reads(one, "c1", 0, PAGE);
        reads(other, "c1", 0, PAGE);

        assertThat(reads).isEqualTo(2);
        assertThat(kept).isEmpty();
    }

    @Test
    void whatWasChangedOrMovedIsReadFromTheStore() {
        List<RecordedEvent> genuine = reads(one, "c1", 0, PAGE);
        String name = kept.keySet().iterator().next();
        byte[] page = kept.get(name);
        List<UnaryOperator<byte[]>> changes =
                List.of(bytes -> new byte[0], bytes -> Arrays.copyOf(bytes, bytes.length - 1), bytes -> {
                    bytes[bytes.length / 2] ^= 1;
                    return bytes;
                });
        for (UnaryOperator<byte[]> change : changes) {
            reads = 0;
            kept.put(name, change.apply(page.clone()));
            assertThat(reads(other, "c1", 0, PAGE)).isEqualTo(genuine);
            assertThat(reads).isEqualTo(1);
        }

        // The page of one conversation under the name of another
        reads(one, "c2", 0, PAGE);
        List<String> names = new ArrayList<>(kept.keySet());
        byte[] swapped = kept.get(names.get(0));
        kept.put(names.get(0), kept.get(names.get(1)));
        kept.put(names.get(1), swapped);
        reads = 0;
        reads(other, "c1", 0, PAGE);
        reads(other, "c2", 0, PAGE);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void nothingCanBeReadInTheCacheNorAfterAnErasure() {
        reads(one, "c1", 0, PAGE);
        assertThat(new String(kept.values().iterator().next(), StandardCharsets.ISO_8859_1))
                .doesNotContain("kingfisher", "message.completed");

        keys.remove("c1");
        reads = 0;
        reads(other, "c1", 0, PAGE);
        assertThat(reads).isEqualTo(1);
    }

    private final class OfThatHistory implements Membership {
        @Override
        public String history() {
            return history;
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public Write requires(long epoch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean holds(long epoch) {
            return true;
        }

        @Override
        public boolean mayStillRun(long epoch) {
            return false;
        }

        @Override
        public long solitude() {
            return 0;
        }

        @Override
        public Set<Long> alive() {
            return Set.of(1L);
        }

        @Override
        public void whenItWentBack(Runnable forget) {}
    }
}
