package clda.events;

import static org.assertj.core.api.Assertions.assertThat;

import clda.events.jpa.JpaStreamOutbox;
import clda.kit.FreshDatabase;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.jpa.JpaWrite;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresStreamOutboxIT extends StreamOutboxContract {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }

    @Test
    void ofTwoNodesOneLeadsAndTheOtherFollowsOnceItHasGone() {
        try (SeEngine second = new SeEngine.Options(dataDir.resolve("second"), new ScriptedModel())
                .database(database())
                .keyFile(dataDir.resolve("keys/master-key.json"))
                .node("second")
                .open()) {
            StreamOutbox there = new JpaStreamOutbox(second.store(), second.seals());
            happens(event("c1", 1, 0));
            second.store().write((JpaWrite) there.put(List.of(event("c1", 2, 0))));

            assertThat(outbox.leads()).isTrue();
            assertThat(there.leads()).isFalse();
            assertThat(there.next(10)).hasSize(2);

            outbox.stepDown();
            assertThat(there.leads()).isTrue();
            assertThat(outbox.leads()).isFalse();
        }
    }
}
