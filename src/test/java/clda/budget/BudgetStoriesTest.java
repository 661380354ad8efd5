package clda.budget;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ConversationEvent.Usage;
import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a budget. */
class BudgetStoriesTest {

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    private void opens(Map<Scope, Amount> budget) {
        clda = Clda.opens(new SeEngine.Options(dataDir, model).budget(budget));
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private static Amount tokens(long most) {
        return new Amount(Long.MAX_VALUE, most, Long.MAX_VALUE);
    }

    @Test
    void whenTheDayIsUsedUpTheModelIsNotAskedAndTheAnswerSaysWhy() {
        opens(Map.of(Scope.PERSON_DAY, tokens(20_000)));
        model.replies(ModelReply.text("m", "First.", new Usage(15_000, 4_000)));
        assertThat(clda.says("hello").reply()).isEqualTo("First.");

        Turn turn = clda.says("and again");

        assertThat(turn.state()).isEqualTo(Turn.State.failed);
        assertThat(turn.problem().type()).endsWith("budget-person-day");
        assertThat(turn.problem().detail()).contains("midnight UTC");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void whatTheProviderToldIsCountedAndTheReservationGivenBack() {
        opens(Map.of(Scope.CONVERSATION, tokens(10_000)));
        for (int i = 0; i < 20; i++) {
            model.replies(ModelReply.text("m", "Fine.", new Usage(100, 10)));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(clda.says("hello " + i).state()).isEqualTo(Turn.State.completed);
        }
    }

    @Test
    void aFailureMayHaveUsedAllThatWasReserved() {
        opens(Map.of(Scope.CONVERSATION, tokens(9_000)));
        model.failsWith(ModelFailure.Reason.BROKEN).failsWith(ModelFailure.Reason.BROKEN);
        clda.says("one");
        clda.says("two");

        assertThat(clda.says("three").problem().type()).endsWith("budget-conversation");
    }

    @Test
    void whoWasNotReachedHasUsedNothing() {
        opens(Map.of(Scope.CONVERSATION, tokens(9_000)));
        for (int i = 0; i < 10; i++) {
            model.failsWith(ModelFailure.Reason.UNREACHABLE);
            clda.says("hello " + i);
        }
        model.answersWith("There you are.");

        assertThat(clda.says("still there?").reply()).isEqualTo("There you are.");
    }

    @Test
    void aTurnStopsBeforeTheCallThatMightBeTooMuch() {
        opens(Map.of(Scope.TURN, new Amount(2, Long.MAX_VALUE, Long.MAX_VALUE)));
        for (int i = 0; i < 5; i++) {
            model.replies(new ModelReply(
                    "m",
                    "",
                    java.util.List.of(ScriptedModel.call("find_order", "{\"orderNumber\":\"A-100" + i + "\"}")),
                    new Usage(10, 10),
                    ModelReply.End.COMPLETE,
                    null,
                    null,
                    java.util.List.of()));
        }

        assertThat(clda.says("look").problem().type()).endsWith("budget-turn");
        assertThat(model.asked()).hasSize(2);
    }
}
