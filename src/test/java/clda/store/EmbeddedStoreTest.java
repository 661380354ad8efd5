package clda.store;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLogContract;
import clda.conversation.Requester;
import clda.conversation.SearchContract;
import clda.conversation.TurnEvent.TurnStarted;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file. */
class EmbeddedStoreTest {

    private static final String CANARY = "canary-7f3a-\u91d1\u4e1d\u96c0";

    @Nested
    class Rows extends StoreContract {
        @Override
        protected TestDatabase database() {
            return TestDatabase.embedded(dataDir);
        }
    }

    @Nested
    class ChangedColumns extends ChangedColumnsContract {
        @Override
        protected TestDatabase database() {
            return TestDatabase.embedded(dataDir);
        }
    }

    @Nested
    class Lists extends ListsContract {
        @Override
        protected TestDatabase database() {
            return TestDatabase.embedded(dataDir);
        }
    }

    @Nested
    class Search extends SearchContract {
        @Override
        protected SeEngine engine(Path place) {
            return SeEngine.on(place, TestDatabase.embedded(place));
        }
    }

    @Nested
    class Log extends ConversationLogContract {
        @Override
        protected SeEngine engine(Path place) {
            return SeEngine.on(place, TestDatabase.embedded(place));
        }
    }

    @Test
    void nothingReadableLiesInTheDataDirectory(@TempDir Path dataDir) throws Exception {
        try (SeEngine engine = SeEngine.on(dataDir, TestDatabase.embedded(dataDir))) {
            ConversationLog log = engine.engine().log();
            log.create("c1", "default", "alice", null);
            log.append("c1", Append.of(null, new ConversationRenamed(CANARY)));
            log.append("c1", Append.of("t1", new TurnStarted(CANARY, new Requester("alice", List.of()), null, null)));
            engine.takeUpForSearch();

            try (var files = Files.walk(dataDir)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                            .as(file.toString())
                            .doesNotContain(CANARY)
                            .doesNotContain("canary-7f3a");
                }
            }
        }
    }
}
