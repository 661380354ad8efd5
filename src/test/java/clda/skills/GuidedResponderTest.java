package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.ModelResponder;
import clda.conversation.IntentSource;
import clda.conversation.Turn;
import clda.demo.DemoSkills;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Price;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.GuidedResponder.Route;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked, and what the frames make of what a model proposes. */
class GuidedResponderTest {

    private static final List<Skill> SKILLS = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC);
    private static final SkillResponder LOCAL = new SkillResponder(
            SKILLS,
            new LocalInterpreter(
                    SkillResponder.intents(SKILLS), BuiltInData.talk().and(DemoSkills.examples())));

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    private Clda opens(Route route) {
        ModelProfile profile =
                new ModelProfile(EnumSet.allOf(ModelProfile.Capability.class), 32_000, 4_000, 10, Price.FREE);
        ModelRouter router = new ModelRouter(
                List.of(new NamedModel("main", model, profile, Duration.ofSeconds(5), Clock.systemUTC())),
                Map.of(),
                new RetryBudget());
        clda = Clda.opens(new SeEngine.Options(dataDir, new GuidedResponder(route, new ModelResponder(router), LOCAL)));
        return clda;
    }

    @AfterEach
    void close() {
        clda.close();
    }

    @Test
    void localFirstAnswersWhatItIsSureOfWithoutTheModel() {
        Turn turn = opens(Route.LOCAL_FIRST).says("where is order A-1001?");

        assertThat(turn.reply()).contains("shipped");
        assertThat(turn.intent().source()).isEqualTo(IntentSource.LOCAL);
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void localFirstLeavesTheRestToTheModel() {
        model.answersWith("Spring comes.");

        Turn turn = opens(Route.LOCAL_FIRST).says("write me a poem about spring");

        assertThat(turn.reply()).isEqualTo("Spring comes.");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void modelFirstAsksTheModel() {
        model.callsTool("find_order", "{\"orderNumber\":\"A-1001\"}").answersWith("It is on its way.");

        Turn turn = opens(Route.MODEL_FIRST).says("where is order A-1001?");

        assertThat(turn.reply()).isEqualTo("It is on its way.");
        assertThat(turn.intent().source()).isEqualTo(IntentSource.MODEL);
    }

    @Test
    void localOnlyNeverAsksTheModel() {
        Turn turn = opens(Route.LOCAL_ONLY).says("write me a poem about spring");

        assertThat(turn.reply()).contains("without a language model");
        assertThat(model.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"orderNumber\":\"\"}"})
    void aCallThatLacksSomethingBecomesAQuestionWhoseAnswerNeedsNoModel(String arguments) {
        model.callsTool("find_order", arguments);
        opens(Route.MODEL_FIRST);

        Turn asked = clda.says("my order please");
        Turn answered = clda.says("A-1002");

        assertThat(asked.state()).isEqualTo(Turn.State.AWAITING_INPUT);
        assertThat(asked.calls()).isEmpty();
        assertThat(asked.reply()).contains("Which order?");
        assertThat(answered.reply()).contains("processing");
        assertThat(model.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orderNumber\":null}",
                "{\"orderNumber\":\"the blue one\"}",
                "{\"orderNumber\":\"a1002\"}",
                "{\"orderNumber\":1002}",
                "{\"orderNumber\":\"A-1002\"} and that is all",
                "{\"orderNumber\":\"A-1002\"}{\"orderNumber\":\"A-1003\"}",
                "{\"orderNumber\":\"A-1002\",\"orderNumber\":\"A-1003\"}"
            })
    void aValueThatTheToolDoesNotTakeIsToldToTheModelAndNotMadeRight(String arguments) {
        model.callsTool("find_order", arguments).answersWith("Which order do you mean?");

        Turn turn = opens(Route.MODEL_FIRST).says("my order please");

        assertThat(turn.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.error().code()).isEqualTo("invalid_arguments"));
        assertThat(turn.reply()).isEqualTo("Which order do you mean?");
    }

    @Test
    void aMailIsSentAsTheModelWroteIt() {
        String mail = "{\"to\":\"bob@example.com\",\"subject\":\"your link\","
                + "\"body\":\"https://example.com/reset?token=abc\"}";
        model.callsTool("send_email", mail);

        Turn turn = opens(Route.MODEL_FIRST).says("mail the link to bob@example.com");

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(turn.calls().getFirst().arguments()).hasToString(mail);
    }

    @Test
    void aMailThatLacksItsAddressIsNotFinishedInOtherWords() {
        // Words that the rules would begin and end otherwise
        model.callsTool("send_email", "{\"subject\":\"tonight\",\"body\":\"see you at eight\"}")
                .answersWith("To whom?");

        Turn turn = opens(Route.MODEL_FIRST).says("mail them about tonight");

        assertThat(turn.calls().getFirst().error().message()).contains("'to'");
        assertThat(turn.reply()).isEqualTo("To whom?");
    }

    @Test
    void whatTheModelTalksAboutInBetweenDoesNotLoseTheQuestion() {
        model.callsTool("refund_order", "{\"orderNumber\":\"A-1003\"}").answersWith("I am a program.");
        opens(Route.MODEL_FIRST);
        clda.says("I want a refund for A-1003");

        Turn turn = clda.says("tell me who you are");

        assertThat(turn.reply()).startsWith("I am a program.").contains("Back to the refund: How much");
        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_INPUT);
    }

    @Test
    void aModelThatAsksItselfIsNotSpokenOver() {
        model.callsTool("refund_order", "{\"orderNumber\":\"A-1003\"}").answersWith("Would you tell me the amount?");
        opens(Route.MODEL_FIRST);
        clda.says("I want a refund for A-1003");

        assertThat(clda.says("tell me who you are").reply()).isEqualTo("Would you tell me the amount?");
    }

    @Test
    void whenTheModelIsAwayTheFramesGoOn() {
        model.failsWith(ModelFailure.Reason.TOO_SLOW);
        opens(Route.MODEL_FIRST);

        Turn asked = clda.says("I want a refund");
        Turn answered = clda.says("A-1003");

        assertThat(asked.reply()).contains("took too long").contains("Which order");
        assertThat(answered.reply()).contains("How much");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void whatWasDoneWhileTheModelIsAwayIsToldWithThatSaid() {
        model.failsWith(ModelFailure.Reason.TOO_SLOW).failsWith(ModelFailure.Reason.TOO_SLOW);

        Turn turn = opens(Route.MODEL_FIRST).says("where is order A-1001?");

        assertThat(turn.reply()).contains("took too long").contains("shipped");
    }
}
