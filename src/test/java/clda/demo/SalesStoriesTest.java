package clda.demo;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which month it is depends on where one is. */
class SalesStoriesTest {

    /** In Asia it is April already. The server is in UTC. */
    private static final Instant END_OF_MARCH = Instant.parse("2026-03-31T18:00:00Z");

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(END_OF_MARCH);
    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    @AfterEach
    void close() {
        clda.close();
    }

    private void isIn(@Nullable ZoneId zone) {
        if (zone != null) {
            clda.engine().settings().setZone(ALICE, zone);
        }
    }

    private SkillResponder withoutAModel() {
        List<Skill> skills = DemoSkills.all(clock, ZoneOffset.UTC);
        return new SkillResponder(
                skills,
                new LocalInterpreter(
                        SkillResponder.intents(skills), BuiltInData.talk().and(DemoSkills.examples())));
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai,    2026-03-01, 2026-03-31",
        "America/New_York, 2026-02-01, 2026-02-28",
        ",                 2026-02-01, 2026-02-28"
    })
    void lastMonthIsThatOfThePersonWhoAsks(@Nullable ZoneId zone, String from, String to) {
        // Given
        clda = Clda.opens(new SeEngine.Options(dataDir, model).clock(clock));
        isIn(zone);
        model.callsTool("sales_report", "{\"period\":\"last_month\",\"groupBy\":\"region\"}")
                .answersWith("Here it is.");

        // When
        Turn turn = clda.says("show last month's sales by region");

        // Then
        assertThat(turn.calls()).singleElement().satisfies(call -> {
            assertThat(call.result().path("from").asText()).isEqualTo(from);
            assertThat(call.result().path("to").asText()).isEqualTo(to);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai,    prepare last month's statement, 2026-03",
        "Asia/Shanghai,    准备上个月的对账单,                 2026-03",
        "America/New_York, prepare last month's statement, 2026-02",
        ",                 prepare last month's statement, 2026-02"
    })
    void aMonthThatIsNamedIsSeenFromWhereItsSpeakerIs(@Nullable ZoneId zone, String sentence, String month) {
        // Given
        clda = Clda.opens(new SeEngine.Options(dataDir, withoutAModel()).clock(clock));
        isIn(zone);

        // When
        Turn turn = clda.says(sentence);

        // Then
        assertThat(turn.calls()).singleElement().satisfies(call -> assertThat(
                        call.arguments().path("month").asText())
                .isEqualTo(month));
    }
}
