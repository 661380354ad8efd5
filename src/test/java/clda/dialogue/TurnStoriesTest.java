package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static clda.kit.Clda.CAROL;
import static clda.kit.Clda.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.agent.TurnLimits;
import clda.conversation.Conversation;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelRequest.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in a turn, told with a scripted model, the real store and real tools. */
class TurnStoriesTest {

    private static final String REFUND = "{\"orderNumber\":\"A-1001\",\"amount\":%s,\"reason\":\"broken\"}";

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;

    @AfterEach
    void close() {
        if (clda != null) {
            clda.close();
        }
    }

    private Clda opens(SeEngine.Options options) {
        clda = Clda.opens(options);
        return clda;
    }

    private SeEngine.Options options() {
        return new SeEngine.Options(dataDir, model);
    }

    @Test
    void aTurnWithAToolCallIsToldInOrder() {
        // Given
        opens(options());
        model.callsTool("find_order", "{\"orderNumber\":\"A-1001\"}").answersWith("It is on its way.");

        // When
        Turn turn = clda.says("where is order A-1001?");

        // Then
        assertThat(turn.reply()).isEqualTo("It is on its way.");
        assertThat(clda.eventTypes())
                .containsExactly(
                        "conversation.opened",
                        "conversation.renamed",
                        "turn.started",
                        "prompt.pinned",
                        "intent.recognized",
                        "tool.requested",
                        "tool.started",
                        "tool.completed",
                        "message.completed",
                        "turn.completed");
        assertThat(turn.calls().getFirst().result().path("status").asText()).isEqualTo("shipped");
    }

    @Test
    void threeParallelCallsAreAllAnsweredBeforeTheModelIsAskedAgain() {
        opens(options());
        model.callsTools(
                        ScriptedModel.call("find_order", "{\"orderNumber\":\"A-1001\"}"),
                        ScriptedModel.call("find_order", "{\"orderNumber\":\"A-9999\"}"),
                        ScriptedModel.call("sales_report", "{\"period\":\"last_month\",\"groupBy\":\"region\"}"))
                .answersWith("done");

        Turn turn = clda.says("three things");

        assertThat(turn.calls()).allMatch(call -> call.state() == ToolCall.State.COMPLETED);
        assertThat(model.asked().getLast().messages().stream()
                        .filter(ModelMessage.ToolMessage.class::isInstance)
                        .count())
                .isEqualTo(3);
    }

    @Test
    void invalidArgumentsGoBackToTheModelAndNothingRuns() {
        opens(options());
        model.callsTool("refund_order", "{\"orderNumber\":\"1\",\"amount\":-3}").answersWith("Which order?");

        Turn turn = clda.says("refund");

        ToolCall call = turn.calls().getFirst();
        assertThat(call.state()).isEqualTo(ToolCall.State.FAILED);
        assertThat(call.error().code()).isEqualTo("invalid_arguments");
        assertThat(call.error().message()).contains("amount").contains("reason");
    }

    @Test
    void anUnknownToolIsAnErrorForTheModel() {
        opens(options());
        model.callsTool("format_disk", "{}").answersWith("I cannot do that.");

        Turn turn = clda.says("do harm");

        assertThat(turn.calls().getFirst().error().code()).isEqualTo("unknown_tool");
        assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
    }

    @Test
    void anEndlessToolLoopIsStoppedByTheLimit() {
        TurnLimits few = new TurnLimits(3, 4, 9, 9, 16, 100_000, Duration.ofMinutes(1), 8_000);
        opens(options().limits(few));
        for (int i = 0; i < 10; i++) {
            model.callsTool("find_order", "{\"orderNumber\":\"A-1001\"}");
        }

        Turn turn = clda.says("loop");

        assertThat(turn.state()).isEqualTo(Turn.State.FAILED);
        assertThat(turn.problem().type()).endsWith("step-limit");
        assertThat(model.asked()).hasSize(3);
        assertThat(turn.openCalls()).isEmpty();
    }

    @Test
    void theModelThatWasChosenIsAskedUntilAnotherIs() {
        opens(options());
        model.answersWith("one").answersWith("two").answersWith("three");
        Conversations conversations = clda.engine().engine().conversations();

        clda.says("hello");
        conversations.choose(Clda.ALICE, clda.conversationId(), "spare");
        clda.says("hello");
        conversations.choose(Clda.ALICE, clda.conversationId(), null);
        clda.says("hello");

        assertThat(model.asked())
                .extracting(request -> request.options().model())
                .containsExactly(null, "spare", null);
        assertThatThrownBy(() -> conversations.choose(Clda.ALICE, clda.conversationId(), "best"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("smart, spare");
    }

    @Test
    void aConversationIsNamedByTheModelAfterTheFirstAnswer() {
        opens(options().afterwards(Purpose.TITLE));
        model.answersWith("Of course.").answersWith("\"Planning a trip to 北京\"").answersWith("Yes.");

        clda.says("Can you help me to plan something?");

        Awaitility.await().until(() -> "Planning a trip to 北京".equals(title()));
        clda.says("Really?");
        assertThat(model.asked()).hasSize(3);
        assertThat(title()).isEqualTo("Planning a trip to 北京");
    }

    @Test
    void aNameThatAPersonGaveStays() {
        opens(options().afterwards(Purpose.TITLE));
        clda.engine().engine().conversations().rename(Clda.ALICE, clda.conversationId(), "Mine");
        model.answersWith("Of course.").answersWith("Yes.");

        clda.says("Can you help me?");
        clda.says("Really?");

        assertThat(title()).isEqualTo("Mine");
        assertThat(model.asked()).hasSize(2);
    }

    @Test
    void aTitleThatDoesNotComeLeavesWhatThePersonSaid() {
        opens(options().afterwards(Purpose.TITLE));
        model.answersWith("Of course.").failsWith(ModelFailure.Reason.BROKEN).answersWith("Yes.");

        clda.says("Can you help me?");
        Awaitility.await().until(() -> model.asked().size() == 2);

        assertThat(clda.says("Really?").reply()).isEqualTo("Yes.");
        assertThat(title()).isEqualTo("Can you help me?");
    }

    private String title() {
        return clda.engine().engine().conversations().view(Clda.ALICE, clda.conversationId(), Conversation::title);
    }

    @Test
    void theSameCallAgainAndAgainIsALoop() {
        opens(options());
        for (int i = 0; i < 10; i++) {
            model.callsTool(i % 2 == 0 ? "find_order" : "create_ticket", "{\"orderNumber\":\"A-1001\"}");
        }

        Turn turn = clda.says("loop");

        assertThat(turn.problem().type()).endsWith("loop");
        assertThat(model.asked()).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void invalidArgumentsAreToldTwiceAndThenNoMore() {
        opens(options());
        for (int i = 0; i < 10; i++) {
            model.callsTool("find_order", "{\"orderNumber\":" + i + "}");
        }

        Turn turn = clda.says("where is it?");

        assertThat(turn.problem().type()).endsWith("invalid-calls");
        assertThat(model.asked()).hasSize(3);
    }

    @Test
    void whatWasSeenOfABrokenAnswerIsKeptAsSuch() {
        opens(options());
        model.breaksAfter("The answer is ");

        Turn turn = clda.says("hello");

        assertThat(turn.state()).isEqualTo(Turn.State.FAILED);
        assertThat(turn.reply()).isNull();
        assertThat(turn.replies().getFirst().message().text()).isEqualTo("The answer is ");
        assertThat(turn.replies().getFirst().message().truncated()).isTrue();
    }

    @Test
    void aFailingModelFailsTheTurnInWords() {
        opens(options());
        model.failsWith(ModelFailure.Reason.BROKEN);

        Turn turn = clda.says("hello");

        assertThat(turn.state()).isEqualTo(Turn.State.FAILED);
        assertThat(turn.problem().type()).endsWith("model-broken");
    }

    @Test
    void mailWaitsForItsSenderAndIsDeniedAsAResult() {
        opens(options());
        model.callsTool("send_email", "{\"to\":\"bob@example.com\",\"subject\":\"Hi\",\"body\":\"Hello\"}")
                .answersWith("Then not.");

        Turn waiting = clda.says("mail bob");
        clda.decides(ALICE, Decision.DENY);
        Turn turn = clda.awaitNews(waiting.id());

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.DENIED);
        assertThat(turn.reply()).isEqualTo("Then not.");
        assertThat(model.asked().getLast().messages().getLast().toString()).contains("denied");
    }

    @Test
    void aLargeRefundIsNotApprovedByTheOneWhoAskedNorByAnotherTenant() {
        opens(options());
        model.callsTool("refund_order", REFUND.formatted("100.01"));

        clda.says("refund");
        String approvalId = clda.waitingFor(CAROL).approval().id();
        String hash = clda.waitingFor(CAROL).call().approval().hash();
        Approvals approvals = clda.engine().engine().approvals();
        Approvals.Choice approved = Approvals.Choice.of(Decision.APPROVE, hash);

        assertThatThrownBy(() -> approvals.decide(ALICE, approvalId, approved))
                .extracting("kind")
                .isEqualTo(Refused.Kind.FORBIDDEN);
        assertThatThrownBy(() -> approvals.decide(BOB, approvalId, approved))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);
        assertThatThrownBy(() -> approvals.decide(STRANGER, approvalId, approved))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);
        assertThat(clda.turn("t1").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    @Test
    void aSmallRefundIsTheRequestersToApproveAlsoWhenAModelAsksForIt() {
        opens(options());
        model.callsTool("refund_order", REFUND.formatted("100.00")).answersWith("ok");

        clda.says("refund");

        assertThat(clda.eventTypes()).doesNotContain("tool.started");
        assertThat(AllPages.of(clda.engine().engine().approvals(), CAROL)).isEmpty();
        clda.decides(ALICE, Decision.APPROVE);
        assertThat(clda.awaitNews("t1").state()).isEqualTo(Turn.State.COMPLETED);
        assertThat(clda.eventTypes()).contains("tool.started");
    }

    @Test
    void anApprovalOfSomethingElseIsRefused() {
        opens(options());
        model.callsTool("refund_order", REFUND.formatted("500"));

        clda.says("refund");
        String approvalId = clda.waitingFor(CAROL).approval().id();

        assertThatThrownBy(() -> clda.engine()
                        .engine()
                        .approvals()
                        .decide(CAROL, approvalId, Approvals.Choice.of(Decision.APPROVE, "0".repeat(64))))
                .extracting("kind")
                .isEqualTo(Refused.Kind.OTHER_HASH);
    }

    @Test
    void anApprovalIsUsedOnce() {
        RecordingTool tool = RecordingTool.needingApproval("launch", EffectClass.KEYED);
        opens(options().tools(tool));
        model.callsTool("launch", "{}").answersWith("launched");
        Turn waiting = clda.says("launch");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);
        clda.decides(ALICE, Decision.APPROVE);
        clda.awaitNews(waiting.id());

        assertThatThrownBy(() -> clda.engine()
                        .engine()
                        .approvals()
                        .decide(
                                ALICE,
                                asked.approval().id(),
                                Approvals.Choice.of(
                                        Decision.APPROVE,
                                        asked.call().approval().hash())))
                .extracting("kind")
                .isEqualTo(Refused.Kind.ALREADY_DECIDED);
        assertThat(tool.calls()).isEqualTo(1);
    }

    @Test
    void editedArgumentsAreApprovedUnderANewHashAndRun() {
        RecordingTool tool = RecordingTool.needingApproval("launch", EffectClass.KEYED);
        opens(options().tools(tool));
        model.callsTool("launch", "{\"where\":\"north\"}").answersWith("launched");
        Turn waiting = clda.says("launch");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);

        clda.engine()
                .engine()
                .approvals()
                .decide(
                        ALICE,
                        asked.approval().id(),
                        new Approvals.Choice(
                                Decision.APPROVE,
                                asked.call().approval().hash(),
                                null,
                                Json.MAPPER.createObjectNode().put("where", "south"),
                                false));

        clda.awaitNews(waiting.id());
        assertThat(tool.lastArguments().path("where").asText()).isEqualTo("south");
    }

    @Test
    void anExpiredApprovalFailsTheCallAndTheTurnGoesOn() {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        MovableClock clock = new MovableClock(now);
        opens(options().clock(clock));
        model.callsTool("refund_order", REFUND.formatted("500")).answersWith("Nobody decided.");
        Turn waiting = clda.says("refund");
        clock.set(now.plus(Duration.ofDays(4)));

        clda.engine().engine().approvals().expire();

        Turn turn = clda.awaitNews(waiting.id());
        assertThat(turn.calls().getFirst().error().code()).isEqualTo("expired");
        assertThat(turn.reply()).isEqualTo("Nobody decided.");
    }

    @Test
    void aMessageWhileATurnRunsWaitsAndIsAnsweredNext() throws InterruptedException {
        opens(options());
        CountDownLatch asked = model.hangs();
        model.answersWith("second");
        String first = clda.beginsToSay("one");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        String second = clda.beginsToSay("two");
        assertThat(clda.turn(second).state()).isEqualTo(Turn.State.QUEUED);

        clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), first);

        assertThat(clda.awaitNews(second).reply()).isEqualTo("second");
        assertThat(clda.turn(first).state()).isEqualTo(Turn.State.CANCELLED);
        assertThat(clda.turn(first).partial()).isEqualTo("Let me think");
    }

    @Test
    void cancellingATurnThatWaitsForApprovalGivesItsCallAResult() {
        opens(options());
        model.callsTool("refund_order", REFUND.formatted("500"));
        Turn waiting = clda.says("refund");

        clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), waiting.id());

        assertThat(clda.turn(waiting.id()).state()).isEqualTo(Turn.State.CANCELLED);
        assertThat(clda.turn(waiting.id()).openCalls()).isEmpty();
        assertThat(AllPages.of(clda.engine().engine().approvals(), CAROL)).isEmpty();
    }

    @Test
    void theSameClientMessageIsOneTurn() {
        opens(options());
        DialogueManager dialogue = clda.engine().engine().dialogue();

        String first = dialogue.say(ALICE, clda.conversationId(), "hello", "m-1");
        String again = dialogue.say(ALICE, clda.conversationId(), "hello", "m-1");

        assertThat(again).isEqualTo(first);
        clda.awaitNews(first);
        assertThat(clda.eventTypes()).containsOnlyOnce("turn.started");
    }

    @Test
    void regeneratingMakesABranchAndOverwritesNothing() {
        opens(options());
        model.answersWith("first answer").answersWith("second answer");
        Turn original = clda.says("tell me");

        String again = clda.engine().engine().dialogue().regenerate(ALICE, clda.conversationId(), original.id());

        assertThat(clda.awaitNews(again).reply()).isEqualTo("second answer");
        assertThat(clda.turn(original.id()).reply()).isEqualTo("first answer");
        assertThat(clda.turn(again).follows()).isEqualTo(original.follows());
        assertThat(model.asked().getLast().messages()).hasSize(2);
    }

    @Test
    void anothersConversationDoesNotExist() {
        opens(options());

        assertThatThrownBy(() -> clda.engine().engine().dialogue().say(BOB, clda.conversationId(), "hi", null))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);
        assertThatThrownBy(() -> clda.engine().engine().conversations().events(STRANGER, clda.conversationId(), 0, 10))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);
    }

    @Test
    void aTextThatIsTooLongIsRefusedAndNeverCut() {
        opens(options());

        assertThatThrownBy(() -> clda.beginsToSay("x".repeat(32_001)))
                .extracting("kind")
                .isEqualTo(Refused.Kind.TOO_LONG);
        assertThat(clda.eventTypes()).containsExactly("conversation.opened");
    }

    @Test
    void aTextWithHalfACharacterIsRefused() {
        opens(options());

        assertThatThrownBy(() -> clda.beginsToSay("half \ud83d of a smile"))
                .extracting("kind")
                .isEqualTo(Refused.Kind.INVALID);
    }
}
