package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.TrainingDirectory;
import clda.nlu.training.TrainingError;
import clda.skills.BuiltInSkills;
import clda.skills.Skill;
import clda.skills.SkillResponder;
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

    private static final List<Skill> SKILLS = BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC);
    private static final String SENTENCE = "zorble the frumious bandersnatch";

    @TempDir
    Path directory;

    private LiveInterpreter interpreter;

    @BeforeEach
    void begin() {
        interpreter = new LiveInterpreter(
                () -> BuiltInData.talk().and(TrainingDirectory.read(directory)),
                data -> new LocalInterpreter(SkillResponder.intents(SKILLS), data),
                Thread::new);
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
        String before = interpreter.version();
        assertThat(interpreter.interpret(SENTENCE).known()).isFalse();
        writes("remind", SENTENCE, "zorble the bandersnatch", "please zorble it", "zorble", "zorble the other one");

        interpreter.learnAgain();

        assertThat(interpreter.interpret(SENTENCE).intent()).isEqualTo("remind");
        assertThat(interpreter.version()).isNotEqualTo(before);
    }

    @Test
    void theSameDataHaveTheSameVersion() {
        String before = interpreter.version();

        interpreter.learnAgain();

        assertThat(interpreter.version()).isEqualTo(before).hasSize(12);
    }

    @Test
    void whatCannotBeReadChangesNothing() throws IOException {
        String before = interpreter.version();
        Files.writeString(directory.resolve("own.yml"), "nlu:\n- intent: remind\n  examples: |\n    no dash\n");

        assertThatThrownBy(interpreter::learnAgain)
                .isInstanceOf(TrainingError.class)
                .hasMessageStartingWith("own.yml:4:");

        assertThat(interpreter.version()).isEqualTo(before);
        assertThat(interpreter
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
        interpreter.learnAgain();

        assertThat(this.interpreter.entities("a Navy bandersnatch，红色的，infrared"))
                .extracting(entity -> entity.name() + "=" + entity.value())
                .containsExactly("colour=blue", "colour=红色");
    }

    @Test
    void aValueThatWasNeverSeenIsFoundWhereSuchValuesStand() throws IOException {
        writes(
                "paint",
                "paint the wall [red](shade)",
                "paint the door [light blue](shade) please",
                "please paint the fence [green](shade)",
                "paint my bike [dark red](shade)",
                "could you paint the table [white](shade)",
                "paint the roof [grey](shade)",
                "paint the chair [yellow](shade) now",
                "paint the gate [black](shade)",
                "paint the shed [brown](shade) please",
                "paint the boat [orange](shade)",
                "paint the bench [pink](shade)",
                "paint the box [violet](shade)");
        interpreter.learnAgain();

        assertThat(interpreter.entities("paint the lamp turquoise"))
                .extracting(entity -> entity.name() + "=" + entity.value())
                .containsExactly("shade=turquoise");
    }
}
