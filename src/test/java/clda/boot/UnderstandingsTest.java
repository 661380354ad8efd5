package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.Responder.Response;
import clda.agent.Responder.Step;
import clda.conversation.DialogueState;
import clda.demo.DemoSkills;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelRequest;
import clda.nlu.LiveInterpreter;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.LabelledFile;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingDirectory;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one tenant has labelled decides nothing for another. */
class UnderstandingsTest {

    private static final String SENTENCE = "zorble the wibbly frobnicator";
    private static final List<Skill> SKILLS = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC);

    @TempDir
    Path nluData;

    private Understandings understandings() {
        return new Understandings(nluData, folders -> {
            LiveInterpreter interpreter = new LiveInterpreter(
                    () -> folders.stream()
                            .filter(Files::isDirectory)
                            .map(TrainingDirectory::read)
                            .reduce(BuiltInData.talk().and(DemoSkills.examples()), TrainingData::and),
                    data -> new LocalInterpreter(SkillResponder.intents(SKILLS), data),
                    Thread.ofVirtual().factory());
            return new Understanding(SKILLS, interpreter, new SkillResponder(SKILLS, interpreter));
        });
    }

    private static Response answer(Understandings understandings, String tenant) {
        return understandings
                .skills(tenant)
                .respond(
                        new Step(new ModelRequest(List.of(new UserMessage(SENTENCE)), List.of()), DialogueState.NEW),
                        ModelClient.TextSink.UNSEEN,
                        new Cancellation(),
                        CallMeter.NONE);
    }

    private void labels(String tenant) {
        for (String ending : List.of("", " please", " now", " for me", " again")) {
            new LabelledFile(nluData, tenant).add("find_order", SENTENCE + ending);
        }
    }

    @Test
    void aTenantsLabelsAreUnderstoodOfThatTenantOnly() {
        // Given
        Understandings understandings = understandings();
        labels("one");

        // When
        understandings.learnAgain("one");

        // Then
        assertThat(understandings.of("one").interpret(SENTENCE).intent()).isEqualTo("find_order");
        assertThat(understandings.of("two").interpret(SENTENCE).known()).isFalse();
        assertThat(understandings.of("two")).isSameAs(understandings.common().interpreter());
        assertThat(understandings.of("one").version())
                .isNotEqualTo(understandings.of("two").version());
        assertThat(answer(understandings, "one").intent().data())
                .isEqualTo(understandings.of("one").version());
        assertThat(answer(understandings, "two").intent().data())
                .isEqualTo(understandings.of("two").version());
    }

    @Test
    void whatWasLabelledBeforeTheStartIsKnownAfterIt() {
        labels("one");

        Understandings understandings = understandings();

        assertThat(understandings.of("one").interpret(SENTENCE).intent()).isEqualTo("find_order");
        assertThat(understandings.of("two").interpret(SENTENCE).known()).isFalse();
    }
}
