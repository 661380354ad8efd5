package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.dialogue.AnnouncementBook.Known;
import clda.dialogue.jpa.JpaAnnouncementBook;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That an announcement opens one turn, however often and however simultaneously it comes. */
abstract class AnnouncementBookContract {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String DIGEST = Announcement.digest("/shop", "1");

    @TempDir
    Path dataDir;

    private SeEngine engine;
    private AnnouncementBook book;

    abstract TestDatabase database();

    @BeforeEach
    void start() {
        engine = SeEngine.on(dataDir, database());
        book = new JpaAnnouncementBook(engine.store());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void adds(String digest, Instant at) {
        engine.store().write((JpaWrite) book.add(digest, at));
    }

    @Test
    void oneThatHasOpenedATurnOpensNoOther() {
        assertThat(book.has(DIGEST)).isFalse();

        adds(DIGEST, NOON);

        assertThat(book.has(DIGEST)).isTrue();
        assertThatThrownBy(() -> adds(DIGEST, NOON.plusSeconds(1))).isInstanceOf(Known.class);
        adds(Announcement.digest("/shop", "2"), NOON);
        adds(Announcement.digest("/other", "1"), NOON);
    }

    @Test
    void ofManyAtOnceOneIsAdded() throws Exception {
        Callable<Boolean> attempt = () -> {
            try {
                adds(DIGEST, NOON);
                return true;
            } catch (Known known) {
                return false;
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> attempts =
                    Stream.generate(() -> threads.submit(attempt)).limit(20).toList();
            int added = 0;
            for (Future<Boolean> each : attempts) {
                added += each.get() ? 1 : 0;
            }
            assertThat(added).isEqualTo(1);
        }
    }

    @Test
    void thoseOfLongAgoAreForgotten() {
        adds(DIGEST, NOON);
        adds(Announcement.digest("/shop", "2"), NOON.plus(Duration.ofDays(1)));

        book.forgetBefore(NOON.plus(Duration.ofHours(1)));

        assertThat(book.has(DIGEST)).isFalse();
        assertThat(book.has(Announcement.digest("/shop", "2"))).isTrue();
    }
}
