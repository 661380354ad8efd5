package clda.budget;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.ModelResponder;
import clda.budget.jpa.JpaUsageBook;
import clda.conversation.MessageUsage;
import clda.conversation.Turn;
import clda.demo.DemoSkills;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure;
import clda.llm.ModelProfile;
import clda.llm.ModelProfile.Price;
import clda.llm.ModelReply;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.skills.GuidedResponder;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a budget. */
class BudgetStoriesTest {

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    private void opens(Map<Scope, Quantity> budget) {
        clda = Clda.opens(new SeEngine.Options(dataDir, model).budget(budget));
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private static Quantity tokens(long max) {
        return new Quantity(Long.MAX_VALUE, max, Long.MAX_VALUE);
    }

    @Test
    void whenTheDayIsUsedUpTheModelIsNotAskedAndTheAnswerSaysWhy() {
        opens(Map.of(Scope.PERSON_DAY, tokens(20_000)));
        model.replies(ModelReply.text("m", "First.", new MessageUsage(15_000, 4_000)));
        assertThat(clda.says("hello").reply()).isEqualTo("First.");

        Turn turn = clda.says("and again");

        assertThat(turn.state()).isEqualTo(Turn.State.FAILED);
        assertThat(turn.problem().type()).endsWith("budget-person-day");
        assertThat(turn.problem().detail()).contains("midnight UTC");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void whatTheProviderToldIsCountedAndTheReservationGivenBack() {
        opens(Map.of(Scope.CONVERSATION, tokens(10_000)));
        for (int i = 0; i < 20; i++) {
            model.replies(ModelReply.text("m", "Fine.", new MessageUsage(100, 10)));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(clda.says("hello " + i).state()).isEqualTo(Turn.State.COMPLETED);
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
        opens(Map.of(Scope.TURN, new Quantity(2, Long.MAX_VALUE, Long.MAX_VALUE)));
        for (int i = 0; i < 5; i++) {
            model.replies(new ModelReply(
                    "m",
                    "",
                    java.util.List.of(ScriptedModel.call("find_order", "{\"orderNumber\":\"A-100" + i + "\"}")),
                    new MessageUsage(10, 10),
                    ModelReply.End.COMPLETE,
                    null));
        }

        assertThat(clda.says("look").problem().type()).endsWith("budget-turn");
        assertThat(model.asked()).hasSize(2);
    }

    private Quantity spentToday() {
        return new JpaUsageBook(clda.engine().store())
                .spent(
                        Scope.PERSON_DAY,
                        new Spending("default", "alice", clda.conversationId(), LocalDate.now(ZoneOffset.UTC)));
    }

    @Test
    void aTurnThatGoesOnAfterACrashMayUseWhatItHasReserved() throws InterruptedException {
        // Given room for one call, and a crash while it was made
        Map<Scope, Quantity> oneCall = Map.of(Scope.PERSON_DAY, new Quantity(1, Long.MAX_VALUE, Long.MAX_VALUE));
        CountDownLatch asked = model.hangs();
        opens(oneCall);
        String turnId = clda.beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        clda.crashes();

        // When the turn goes on
        model.replies(ModelReply.text("m", "Here I am.", new MessageUsage(100, 10)));
        clda = Clda.comesBack(new SeEngine.Options(dataDir, model).budget(oneCall), clda.conversationId());

        // Then it is answered, and both calls are counted: the one that was cut off in full
        assertThat(clda.awaitNews(turnId).reply()).isEqualTo("Here I am.");
        assertThat(spentToday().calls()).isEqualTo(2);
        assertThat(spentToday().tokens()).isGreaterThan(4_096);
        assertThat(clda.says("more").problem().type()).endsWith("budget-person-day");
    }

    @Test
    void whatOthersHaveReservedAtTheMomentIsThereAgainLater() throws InterruptedException {
        // Given room for one call, which is being made
        opens(Map.of(Scope.PERSON_DAY, new Quantity(2, 12_000, Long.MAX_VALUE)));
        CountDownLatch asked = model.hangs();
        String turnId = clda.beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        // When another conversation wants one
        Turn refused = Clda.begins(clda.engine()).says("me too");

        // Then it is told to try again, and when
        assertThat(refused.problem().type()).endsWith("budget-reserved");
        assertThat(refused.problem().retryable()).isTrue();
        assertThat(refused.problem().retryAt())
                .isBetween(Instant.now(), Instant.now().plusSeconds(200));
        assertThat(refused.problem().detail()).contains("Try again");
        clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), turnId);
    }

    @Test
    void anAnswerThatIsThrownAwayCountsAsTheProviderTold() {
        opens(Map.of(Scope.PERSON_DAY, tokens(20_000)));
        model.replies(ModelReply.text("m", " ", new MessageUsage(100, 10)));

        assertThat(clda.says("hello").problem().type()).endsWith("model-broken");
        assertThat(spentToday()).isEqualTo(new Quantity(1, 110, 0));
    }

    private void opensGuided(GuidedResponder.Route route, Map<Scope, Quantity> budget) {
        List<Skill> skills = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC);
        SkillResponder local = new SkillResponder(
                skills,
                new LocalInterpreter(
                        SkillResponder.intents(skills), BuiltInData.talk().and(DemoSkills.examples())));
        ModelRouter router = new ModelRouter(List.of(named("first"), named("spare")), Map.of(), new RetryBudget());
        clda = Clda.opens(new SeEngine.Options(dataDir, new GuidedResponder(route, new ModelResponder(router), local))
                .budget(budget));
    }

    private NamedModel named(String name) {
        ModelProfile profile =
                new ModelProfile(EnumSet.allOf(ModelProfile.Capability.class), 32_000, 4_000, 10, Price.FREE);
        return new NamedModel(name, model, profile, Duration.ofSeconds(5), Clock.systemUTC());
    }

    @Test
    void whatNeedsNoModelWorksWithoutABudget() {
        opensGuided(GuidedResponder.Route.LOCAL_FIRST, Map.of(Scope.PERSON_DAY, Quantity.NOTHING));

        Turn turn = clda.says("where is order A-1001?");

        assertThat(turn.reply()).contains("shipped").doesNotContain("budget");
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void whenTheBudgetIsUsedUpTheBuiltInUnderstandingAnswersWhatItCan() {
        opensGuided(GuidedResponder.Route.MODEL_FIRST, Map.of(Scope.PERSON_DAY, Quantity.NOTHING));

        assertThat(clda.says("where is order A-1001?").reply())
                .contains("shipped")
                .contains("budget");
        assertThat(clda.says("订单 A-1001 到哪了？").reply()).contains("额度");
        assertThat(clda.says("write a poem about rain in Antwerp").problem().type())
                .endsWith("budget-person-day");
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void aCallThatIsMadeAgainAndOneOfAnotherModelAreCallsOfTheirOwn() {
        opensGuided(GuidedResponder.Route.MODEL_FIRST, Map.of(Scope.PERSON_DAY, tokens(100_000)));
        model.failsWith(ModelFailure.Reason.BROKEN)
                .failsWith(ModelFailure.Reason.BROKEN)
                .replies(ModelReply.text("m", "At last.", new MessageUsage(100, 10)));

        assertThat(clda.says("write a poem about rain in Antwerp").reply()).isEqualTo("At last.");

        assertThat(spentToday().calls()).isEqualTo(3);
        assertThat(spentToday().tokens()).isGreaterThan(2 * 4_000);
    }

    @Test
    void aTurnThatHasFailedCallsBehindItHasLessLeft() {
        opensGuided(
                GuidedResponder.Route.MODEL_FIRST, Map.of(Scope.TURN, new Quantity(2, Long.MAX_VALUE, Long.MAX_VALUE)));
        model.failsWith(ModelFailure.Reason.BROKEN).failsWith(ModelFailure.Reason.BROKEN);

        assertThat(clda.says("write a poem about rain in Antwerp").problem().type())
                .endsWith("budget-turn");
        assertThat(model.asked()).hasSize(2);
    }
}
