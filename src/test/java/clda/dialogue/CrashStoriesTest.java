package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ConversationStore;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.tools.NotSent;
import clda.tools.ToolContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after the engine stopped in the middle. */
class CrashStoriesTest {

    @TempDir
    Path dataDir;

    private SeEngine.Options options(ScriptedModel model) {
        return new SeEngine.Options(dataDir, model);
    }

    @Test
    void aTurnThatWaitedForTheModelIsTakenUpAgain() throws InterruptedException {
        // Given a crash while the model was thinking
        ScriptedModel before = new ScriptedModel();
        CountDownLatch asked = before.hangs();
        Clda first = Clda.opens(options(before));
        String turnId = first.beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();

        // When
        Clda second = Clda.comesBack(options(new ScriptedModel().answersWith("here I am")), first.conversationId());

        // Then
        assertThat(second.awaitNews(turnId).reply()).isEqualTo("here I am");
        assertThat(second.eventTypes()).contains("turn.resumed");
        second.close();
    }

    @Test
    void twoWhoLookForWhatWasLeftTakeItUpOnce() throws Exception {
        // Given a turn that was left
        ScriptedModel before = new ScriptedModel();
        CountDownLatch asked = before.hangs();
        Clda first = Clda.opens(options(before));
        String turnId = first.beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();
        ScriptedModel model = new ScriptedModel().answersWith("here I am").answersWith("twice");
        CyclicBarrier bothHaveSeenIt = new CyclicBarrier(2);
        SeEngine engine =
                options(model).events(store -> store(store, bothHaveSeenIt)).open();

        // When two look at the same time
        Thread one = Thread.startVirtualThread(engine.engine().dialogue()::takeUpAbandoned);
        Thread other = Thread.startVirtualThread(engine.engine().dialogue()::takeUpAbandoned);
        one.join();
        other.join();

        // Then
        Clda clda = Clda.in(engine, first.conversationId());
        assertThat(clda.awaitNews(turnId).reply()).isEqualTo("here I am");
        assertThat(clda.eventTypes()).containsOnlyOnce("turn.resumed");
        assertThat(model.asked()).hasSize(1);
        clda.close();
    }

    /** Who asks for what is abandoned is answered when another has asked, too. */
    private static ConversationStore store(ConversationStore store, CyclicBarrier both) {
        AtomicInteger times = new AtomicInteger();
        return (ConversationStore) Proxy.newProxyInstance(
                CrashStoriesTest.class.getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    if (method.getName().equals("abandoned") && times.incrementAndGet() <= 2) {
                        both.await(10, TimeUnit.SECONDS);
                    }
                    return answer;
                });
    }

    @Test
    void aTurnThatCrashesTheServerAgainAndAgainIsGivenUp() throws InterruptedException {
        ScriptedModel hangs = new ScriptedModel();
        CountDownLatch asked = hangs.hangs();
        Clda clda = Clda.opens(options(hangs));
        String conversationId = clda.conversationId();
        clda.beginsToSay("poison");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        clda.crashes();
        for (int crash = 1; crash <= DialogueRules.DEFAULT.maxAttempts(); crash++) {
            ScriptedModel again = new ScriptedModel();
            CountDownLatch askedAgain = again.hangs();
            Clda next = Clda.comesBack(options(again), conversationId);
            assertThat(askedAgain.await(10, TimeUnit.SECONDS)).isTrue();
            next.crashes();
        }

        Clda last = Clda.comesBack(options(new ScriptedModel()), conversationId);

        assertThat(last.awaitNews("t1").state()).isEqualTo(Turn.State.INTERRUPTED);
        last.close();
    }

    @Test
    void anApprovalSurvivesARestartAndIsActedUponOnce() {
        RecordingTool tool = RecordingTool.needingApproval("launch", EffectClass.AT_MOST_ONCE);
        Clda first = Clda.opens(
                options(new ScriptedModel().callsTool("launch", "{}")).tools(tool));
        Turn waiting = first.says("launch");
        first.crashes();
        Clda second = Clda.comesBack(
                options(new ScriptedModel().answersWith("launched")).tools(tool), first.conversationId());

        second.decides(ALICE, Decision.APPROVE);

        assertThat(second.awaitNews(waiting.id()).reply()).isEqualTo("launched");
        assertThat(tool.calls()).isEqualTo(1);
        second.close();
    }

    @Test
    void anEffectThatMayNotBeRepeatedBecomesUnknown() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        RecordingTool hangs = RecordingTool.doing("mail", EffectClass.AT_MOST_ONCE, context -> hang(sent));
        Clda first =
                Clda.opens(options(new ScriptedModel().callsTool("mail", "{}")).tools(hangs));
        String turnId = first.beginsToSay("mail");
        assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();
        RecordingTool tool = RecordingTool.doing("mail", EffectClass.AT_MOST_ONCE, context -> RecordingTool.ok());

        ScriptedModel model = new ScriptedModel().answersWith("I do not know.");
        Clda second = Clda.comesBack(options(model).tools(tool), first.conversationId());

        Turn turn = second.awaitNews(turnId);
        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.UNKNOWN);
        assertThat(tool.calls()).isZero();
        assertThat(model.asked().getLast().messages().getLast().toString()).contains("do_not_retry");
        assertThat(AllPages.of(second.engine().engine().ledger(), "default"))
                .singleElement()
                .extracting(Effect::state)
                .isEqualTo(Effect.State.UNKNOWN);
        second.close();
    }

    @Test
    void aKeyedEffectIsSentAgainWithTheSameKey() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        RecordingTool hangs = RecordingTool.doing("pay", EffectClass.KEYED, context -> hang(sent));
        Clda first =
                Clda.opens(options(new ScriptedModel().callsTool("pay", "{}")).tools(hangs));
        String turnId = first.beginsToSay("pay");
        assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();
        RecordingTool tool = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());

        Clda second =
                Clda.comesBack(options(new ScriptedModel().answersWith("paid")).tools(tool), first.conversationId());

        assertThat(second.awaitNews(turnId).reply()).isEqualTo("paid");
        assertThat(tool.contexts().getFirst().effectKey())
                .isEqualTo(hangs.contexts().getFirst().effectKey());
        second.close();
    }

    @Test
    void anEffectThatSetsAStateIsSentAgain() throws InterruptedException {
        RecordingTool tool = RecordingTool.doing("put", EffectClass.NATURAL, context -> RecordingTool.ok());

        Turn turn = afterACrashDuring(
                RecordingTool.doing("put", EffectClass.NATURAL, this::hangs), tool, Clock.systemUTC());

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(tool.calls()).isEqualTo(1);
    }

    @Test
    void aKeyThatTheOtherSideMayHaveForgottenIsNotSentAgain() throws InterruptedException {
        RecordingTool tool = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());

        Turn turn = afterACrashDuring(
                RecordingTool.doing("pay", EffectClass.KEYED, this::hangs),
                tool,
                Clock.offset(Clock.systemUTC(), Duration.ofHours(24)));

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.UNKNOWN);
        assertThat(tool.calls()).isZero();
    }

    @Test
    void anEffectThatTheOtherSideKnowsOfIsDoneAndNotSentAgain() throws InterruptedException {
        RecordingTool tool = RecordingTool.queryable(
                "book", context -> RecordingTool.ok(), context -> Optional.of(TextNode.valueOf("B-7")));

        Turn turn = afterACrashDuring(
                RecordingTool.queryable("book", this::hangs, context -> Optional.empty()), tool, Clock.systemUTC());

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(turn.calls().getFirst().result()).hasToString("\"B-7\"");
        assertThat(tool.calls()).isZero();
    }

    @Test
    void anEffectThatTheOtherSideDoesNotKnowIsSentAgain() throws InterruptedException {
        RecordingTool tool =
                RecordingTool.queryable("book", context -> RecordingTool.ok(), context -> Optional.empty());

        Turn turn = afterACrashDuring(
                RecordingTool.queryable("book", this::hangs, context -> Optional.empty()), tool, Clock.systemUTC());

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(tool.calls()).isEqualTo(1);
    }

    @Test
    void anEffectThatCannotBeAskedAboutNowIsUnknown() throws InterruptedException {
        RecordingTool tool = RecordingTool.queryable("book", context -> RecordingTool.ok(), context -> {
            throw new IllegalStateException("the other side is away");
        });

        Turn turn = afterACrashDuring(
                RecordingTool.queryable("book", this::hangs, context -> Optional.empty()), tool, Clock.systemUTC());

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.UNKNOWN);
        assertThat(tool.calls()).isZero();
    }

    @Test
    void whatMayHaveHappenedBeforeIsNotCalledFailedWhenTheNextAttemptFails() throws InterruptedException {
        RecordingTool tool = RecordingTool.doing("pay", EffectClass.KEYED, context -> {
            throw new NotSent("no line");
        });

        Turn turn =
                afterACrashDuring(RecordingTool.doing("pay", EffectClass.KEYED, this::hangs), tool, Clock.systemUTC());

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.UNKNOWN);
    }

    private final CountDownLatch hanging = new CountDownLatch(1);

    private JsonNode hangs(ToolContext context) {
        return hang(hanging);
    }

    /** The turn as it ended, after a crash while the first tool hung; the engine that came back has the second. */
    private Turn afterACrashDuring(RecordingTool hangs, RecordingTool tool, Clock later) throws InterruptedException {
        String name = tool.definition().name();
        Clda first =
                Clda.opens(options(new ScriptedModel().callsTool(name, "{}")).tools(hangs));
        String turnId = first.beginsToSay("do it");
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();
        try (Clda second = Clda.comesBack(
                options(new ScriptedModel().answersWith("That is how it is."))
                        .tools(tool)
                        .clock(later),
                first.conversationId())) {
            return second.awaitNews(turnId);
        }
    }

    @Test
    void whatWaitedInTheQueueIsAnsweredAfterTheCrash() throws InterruptedException {
        ScriptedModel before = new ScriptedModel();
        CountDownLatch asked = before.hangs();
        Clda first = Clda.opens(options(before));
        first.beginsToSay("one");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        String waiting = first.beginsToSay("two");
        first.crashes();

        Clda second = Clda.comesBack(
                options(new ScriptedModel().answersWith("first").answersWith("second")), first.conversationId());

        assertThat(second.awaitNews(waiting).reply()).isEqualTo("second");
        second.close();
    }

    @Test
    void aLargeRefundIsStillTheApproversToDecideAfterARestart() {
        ScriptedModel model = new ScriptedModel()
                .callsTool("refund_order", "{\"orderNumber\":\"A-1001\",\"amount\":200,\"reason\":\"x\"}");
        Clda first = Clda.opens(options(model));
        first.says("refund");
        first.crashes();

        Clda second = Clda.comesBack(options(new ScriptedModel()), first.conversationId());

        assertThat(second.waitingFor(CAROL).mayDecide()).isTrue();
        assertThat(second.waitingFor(ALICE).mayDecide()).isFalse();
        second.close();
    }

    private static JsonNode hang(CountDownLatch sent) {
        sent.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return RecordingTool.ok();
    }
}
