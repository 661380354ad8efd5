package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.frames.Skill;
import clda.llm.offline.ScheduleSkills;
import clda.llm.offline.Understanding;
import clda.nlu.training.TrainingError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning anew while the server runs. */
class LiveInterpreterTest {

    private static final List<Skill> SKILLS = ScheduleSkills.all(Clock.systemUTC(), ZoneOffset.UTC);
    private static final String SENTENCE = "zorble the frumious bandersnatch";

    @TempDir
    Path directory;

    private Understanding understanding;

    @BeforeEach
    void begin() {
        understanding = new Understanding(SKILLS, false, directory, Thread::new);
    }

    private void writes(String intent, String... examples) throws IOException {
        StringBuilder yaml = new StringBuilder("nlu:\n- intent: " + intent + "\n  examples: |\n");
        for (String example : examples) {
            yaml.append("    - ").append(example).append('\n');
        }
        Files.writeString(directory.resolve("own.yml"), yaml);
    }

    @Test
    void whatIsAddedIsUnderstoodAfterLearningAgain() throws IOException {
        Interpreter interpreter = understanding.interpreter();
        String before = interpreter.version();
        assertThat(interpreter.interpret(SENTENCE).known()).isFalse();
        writes("remind", SENTENCE, "zorble the bandersnatch", "please zorble it", "zorble", "zorble the other one");

        understanding.learnAgain();

        assertThat(interpreter.interpret(SENTENCE).intent()).isEqualTo("remind");
        assertThat(interpreter.version()).isNotEqualTo(before);
    }

    @Test
    void theSameDataHaveTheSameVersion() {
        String before = understanding.interpreter().version();

        understanding.learnAgain();

        assertThat(understanding.interpreter().version()).isEqualTo(before).hasSize(12);
    }

    @Test
    void whatCannotBeReadChangesNothing() throws IOException {
        String before = understanding.interpreter().version();
        Files.writeString(directory.resolve("own.yml"), "nlu:\n- intent: remind\n  examples: |\n    no dash\n");

        assertThatThrownBy(understanding::learnAgain)
                .isInstanceOf(TrainingError.class)
                .hasMessageStartingWith("own.yml:4:");

        assertThat(understanding.interpreter().version()).isEqualTo(before);
        assertThat(understanding
                        .interpreter()
                        .interpret("remind me tomorrow at nine to call Bob")
                        .intent())
                .isEqualTo("remind");
    }

    @Test
    void markedWordsAreFoundAgain() throws IOException {
        writes(
                "remind",
                "zorble the [red](colour) bandersnatch",
                "zorble a [navy](colour:blue) one",
                "zorble [红色](colour) 的");
        understanding.learnAgain();

        assertThat(understanding.interpreter().entities("a Navy bandersnatch，红色的，infrared"))
                .extracting(entity -> entity.name() + "=" + entity.value())
                .containsExactly("colour=blue", "colour=红色");
    }
}
