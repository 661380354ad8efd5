package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.Turn;
import clda.kit.FreshDatabase;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.StoreClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes whose clocks disagree, and a person who wants to be reminded in a few seconds. */
class SkewedNodesIT {

    private static final Duration WAIT = Duration.ofSeconds(4);

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @TempDir
    Path dir;

    private SeEngine node(String name, ScriptedModel model, StoreClock clock) {
        return new SeEngine.Options(dir.resolve(name), model)
                .database(TestDatabase.postgres(fresh.url()))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .clock(clock)
                .open();
    }

    private static StoreClock off(int seconds) {
        return new StoreClock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
    }

    /** One node takes the wish, and only the other is there to tell. */
    @ParameterizedTest(name = "the one that is asked {0} s off, the one that tells {1} s off")
    @CsvSource({"-9,9", "9,-9", "0,17"})
    void aReminderNeverComesEarly(int asked, int tells) {
        StoreClock clock = off(asked);
        ScriptedModel model = new ScriptedModel();
        SeEngine first = node("first", model, clock);
        SeEngine second = node("second", new ScriptedModel().answersWith("It is time."), off(tells));
        try {
            String id = first.engine().conversations().create(ALICE, null).id();
            String at = clock.instant()
                    .plus(WAIT)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDateTime()
                    .toString();
            model.callsTool("remind", "{\"what\":\"the oven\",\"at\":\"" + at + "\"}")
                    .answersWith("I shall.");
            Instant said = Instant.now();
            first.engine().dialogue().say(ALICE, id, "remind me of the oven in a moment", null);
            Awaitility.await().until(() -> !second.engine()
                    .schedules()
                    .of(ALICE, null, 1)
                    .items()
                    .isEmpty());

            second.start();
            Awaitility.await("the reminder")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> turns(second, id).size() == 2);

            assertThat(Duration.between(said, Instant.now())).isBetween(WAIT.minusMillis(50), WAIT.plusSeconds(4));
        } finally {
            first.close();
            second.close();
        }
    }

    private static List<Turn.State> turns(SeEngine engine, String id) {
        return engine.engine().conversations().view(ALICE, id, conversation -> conversation.turns().stream()
                .map(Turn::state)
                .toList());
    }
}
