package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static clda.kit.Clda.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ApprovalReason;
import clda.conversation.Decision;
import clda.conversation.Requester;
import clda.conversation.ToolCall;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.Payments;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelReply.ProposedCall;
import clda.security.Caller;
import clda.store.jpa.JpaWrite;
import clda.tools.ApprovalRule;
import clda.tools.Quota;
import clda.tools.Traits;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many small acts do not do what one large act may not; told with the demo's refund and its rules. */
class SumStoriesTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(NOON);
    private final ScriptedModel model = new ScriptedModel();
    private final Payments payments = new Payments(clock);
    private SeEngine engine;

    @BeforeEach
    void open() {
        engine = options().open().start();
    }

    private SeEngine.Options options() {
        return new SeEngine.Options(dataDir, model).clock(clock).onlyTools(payments.tools(), store -> List.of());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static ProposedCall refund(String order, String amount) {
        return refund(order, amount, "broken");
    }

    private static ProposedCall refund(String order, String amount, String reason) {
        return ScriptedModel.call(
                "refund_order",
                "{\"orderNumber\":\"%s\",\"amount\":%s,\"reason\":\"%s\"}".formatted(order, amount, reason));
    }

    /** Says something that makes the model ask for the calls; alice approves what she may. */
    private Turn asksFor(Clda clda, ProposedCall... calls) {
        model.callsTools(calls);
        Turn turn = clda.says("refund");
        return approvesAll(clda, turn);
    }

    private Turn approvesAll(Clda clda, Turn turn) {
        for (WaitingCall waiting : waitingHere(clda, ALICE)) {
            decides(ALICE, waiting, Decision.APPROVE);
        }
        return clda.awaitNews(turn.id());
    }

    private List<WaitingCall> waitingHere(Clda clda, Caller caller) {
        return AllPages.of(engine.engine().approvals(), caller).stream()
                .filter(WaitingCall::mayDecide)
                .filter(waiting -> waiting.approval().conversationId().equals(clda.conversationId()))
                .toList();
    }

    private void decides(Caller caller, WaitingCall waiting, Decision decision) {
        engine.engine()
                .approvals()
                .decide(
                        caller,
                        waiting.approval().id(),
                        Approvals.Choice.of(decision, waiting.call().approval().hash()));
    }

    private static ToolCall lastCall(Turn turn) {
        return turn.calls().getLast();
    }

    @Test
    void whatGoesBeyondTheSumOfAnOrderIsAnApproversAndTheSentenceSaysSo() {
        Clda clda = Clda.begins(engine);
        asksFor(clda, refund("A-1001", "60.00"));

        Turn turn = asksFor(clda, refund("A-1001", "40.01"));

        assertThat(payments.sum()).isEqualByComparingTo("60.00");
        ToolCall.PendingApproval asked = lastCall(turn).approval();
        assertThat(asked.role()).isEqualTo("approver");
        assertThat(asked.because()).isEqualTo(ApprovalReason.SUM);
        assertThat(asked.sum().detail())
                .isEqualTo("Together with earlier calls, amount would come to more than 100.00 for this orderNumber.");
        decides(CAROL, waitingHere(clda, CAROL).getFirst(), Decision.APPROVE);
        clda.awaitNews(turn.id());
        assertThat(payments.sum()).isEqualByComparingTo("100.01");
    }

    @Test
    void exactlyTheSumIsStillTheRequesters() {
        Clda clda = Clda.begins(engine);
        asksFor(clda, refund("A-1001", "0.1"));
        asksFor(clda, refund("A-1001", "0.2"));

        assertThat(asksFor(clda, refund("A-1001", "99.7")).state()).isEqualTo(Turn.State.COMPLETED);

        assertThat(asksFor(clda, refund("A-1001", "0.01")).state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(payments.sum()).isEqualByComparingTo("100.00");
    }

    @Test
    void sixteenCallsInEachOfEightStepsDoNotPayMoreThanOneCallMay() {
        Clda clda = Clda.begins(engine);
        for (int step = 0; step < 8; step++) {
            int first = 1000 + 16 * step;
            model.callsTools(IntStream.range(first, first + 16)
                    .mapToObj(order -> refund("A-" + order, "99.36"))
                    .toArray(ProposedCall[]::new));
        }

        Turn turn = clda.says("refund them all");
        for (int round = 0; round < 10; round++) {
            turn = approvesAll(clda, turn);
        }

        assertThat(payments.sum()).isEqualByComparingTo("99.36");
        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(waitingHere(clda, ALICE)).isEmpty();
        assertThat(waitingHere(clda, CAROL)).hasSize(15);
    }

    @Test
    void aTurnHasNoMoreEffectsOfAToolThanItsRuleSays() {
        Clda clda = Clda.begins(engine);

        asksFor(
                clda,
                IntStream.rangeClosed(1, 8)
                        .mapToObj(order -> refund("A-100" + order, "1"))
                        .toArray(ProposedCall[]::new));

        assertThat(payments.made()).hasSize(5);
        assertThat(waitingHere(clda, CAROL)).hasSize(3).allSatisfy(waiting -> assertThat(
                        waiting.call().approval().sum().detail())
                .isEqualTo("There would be more than 5 calls of this kind in this turn."));
    }

    @Test
    void parallelConversationsOfAPersonShareTheSumOfTheDay() {
        List<Clda> conversations =
                IntStream.range(0, 6).mapToObj(i -> Clda.begins(engine)).toList();
        List<Turn> turns = conversations.stream()
                .map(clda -> {
                    model.callsTools(refund("A-100" + conversations.indexOf(clda), "30"));
                    return clda.says("refund");
                })
                .toList();

        // All are approved while none has been paid.
        conversations.forEach(clda -> decides(ALICE, waitingHere(clda, ALICE).getFirst(), Decision.APPROVE));
        IntStream.range(0, 6)
                .forEach(i -> conversations.get(i).awaitNews(turns.get(i).id()));

        assertThat(payments.sum()).isEqualByComparingTo("90");
        assertThat(AllPages.of(engine.engine().approvals(), CAROL)).hasSize(3);
    }

    @Test
    void theSumOfADayIsFreeAgainWhenItsTimeIsOverAndThatOfAnOrderIsNot() {
        asksFor(Clda.begins(engine), refund("A-1001", "100"));
        clock.set(NOON.plus(Duration.ofHours(23)));
        assertThat(asksFor(Clda.begins(engine), refund("A-1002", "1")).state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        clock.set(NOON.plus(Duration.ofHours(24)));

        assertThat(asksFor(Clda.begins(engine), refund("A-1002", "1")).state()).isEqualTo(Turn.State.COMPLETED);
        assertThat(asksFor(Clda.begins(engine), refund("A-1001", "1")).state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    @Test
    void twoPersonsShareTheSumOfAnOrder() {
        asksFor(Clda.begins(engine), refund("A-1001", "60"));
        String his = engine.engine().conversations().create(BOB, null).id();
        model.callsTools(refund("A-1001", "60"));

        engine.engine().dialogue().say(BOB, his, "refund", null);

        Awaitility.await()
                .until(() -> engine.engine().approvals().countFor(CAROL, null).forCaller() == 1);
        assertThat(engine.engine().approvals().countFor(BOB, null).forCaller()).isZero();
    }

    @Test
    void anotherBranchOfTheConversationDoesNotBeginAnew() {
        Clda clda = Clda.begins(engine);
        Turn first = asksFor(clda, refund("A-1001", "70"));

        model.callsTools(refund("A-1001", "70"));
        String again = engine.engine().dialogue().regenerate(ALICE, clda.conversationId(), first.id());
        assertThat(lastCall(clda.awaitNews(again)).approval().role()).isEqualTo("approver");
        engine.engine().dialogue().cancel(ALICE, clda.conversationId(), again);
        model.callsTools(refund("A-1002", "70"));
        String edited = engine.engine().dialogue().edit(ALICE, clda.conversationId(), first.id(), "another one");

        assertThat(lastCall(clda.awaitNews(edited)).approval().role()).isEqualTo("approver");
        assertThat(payments.sum()).isEqualByComparingTo("70");
    }

    @Test
    void anErasedConversationIsNotForgottenByTheSum() {
        Clda clda = Clda.begins(engine);
        asksFor(clda, refund("A-1001", "70"));

        engine.engine().conversations().erase(ALICE, clda.conversationId());

        assertThat(lastCall(asksFor(Clda.begins(engine), refund("A-1001", "70")))
                        .approval()
                        .role())
                .isEqualTo("approver");
    }

    @Test
    void whatCertainlyDidNotHappenIsOutOfTheSumAndWhatIsUnknownIsNot() {
        Clda clda = Clda.begins(engine);
        asksFor(clda, refund("A-1001", "90", "refuses"));
        assertThat(asksFor(clda, refund("A-1001", "90", "vanishes")).state()).isEqualTo(Turn.State.COMPLETED);

        Turn turn = asksFor(clda, refund("A-1001", "90"));

        assertThat(lastCall(turn).approval().role()).isEqualTo("approver");
        // Somebody else than the requester finds out that it was not done.
        Unknowns unknowns = engine.engine().unknowns();
        assertThat(AllPages.of(unknowns, ALICE)).noneMatch(Unknowns.Open::maySettle);
        String key = AllPages.of(unknowns, CAROL).getFirst().effect().key();
        engine.engine().dialogue().cancel(ALICE, clda.conversationId(), turn.id());
        model.answersWith("so it was not");
        unknowns.settle(CAROL, key, Unknowns.Verdict.NOT_DONE, null);
        Awaitility.await().until(() -> engine.engine().dialogue().idle());
        assertThat(asksFor(clda, refund("A-1001", "90")).state()).isEqualTo(Turn.State.COMPLETED);
    }

    @Test
    void whatIsTakenBackIsOutOfTheSum() {
        Clda clda = Clda.begins(engine);
        Turn paid = asksFor(clda, refund("A-1001", "90"));
        model.answersWith("taken back");
        clda.awaitNews(engine.engine()
                .dialogue()
                .undo(ALICE, clda.conversationId(), paid.id(), lastCall(paid).callId()));
        assertThat(payments.made()).isEmpty();

        assertThat(asksFor(clda, refund("A-1001", "90")).state()).isEqualTo(Turn.State.COMPLETED);
    }

    @Test
    void whatAnApproverHasApprovedLeavesTheSumAsItWas() {
        Clda clda = Clda.begins(engine);
        Turn large = asksFor(clda, refund("A-1001", "500"));
        decides(CAROL, waitingHere(clda, CAROL).getFirst(), Decision.APPROVE);
        clda.awaitNews(large.id());

        assertThat(asksFor(clda, refund("A-1001", "100")).state()).isEqualTo(Turn.State.COMPLETED);
    }

    @Test
    void whoEditsACallBeyondTheSumIsNotEnoughToApproveIt() {
        Clda clda = Clda.begins(engine);
        asksFor(clda, refund("A-1001", "60"));
        model.callsTools(refund("A-1001", "10"));
        Turn turn = clda.says("refund");
        WaitingCall shown = waitingHere(clda, ALICE).getFirst();

        engine.engine()
                .approvals()
                .decide(
                        ALICE,
                        shown.approval().id(),
                        new Approvals.Choice(
                                Decision.APPROVE,
                                shown.call().approval().hash(),
                                null,
                                Json.MAPPER
                                        .createObjectNode()
                                        .put("orderNumber", "A-1001")
                                        .put("amount", 60)
                                        .put("reason", "x"),
                                false));

        assertThat(lastCall(clda.awaitNews(turn.id())).approval().role()).isEqualTo("approver");
        assertThat(payments.sum()).isEqualByComparingTo("60");
    }

    @Test
    void aRestartKeepsWhatWasReserved() {
        Clda clda = Clda.begins(engine);
        asksFor(clda, refund("A-1001", "70"));
        engine.close();

        engine = options().open().start();

        assertThat(lastCall(asksFor(Clda.begins(engine), refund("A-1001", "70")))
                        .approval()
                        .role())
                .isEqualTo("approver");
    }

    @Test
    void aScheduleThatRefundsAgainAndAgainStopsAtTheSum() {
        Clda clda = Clda.begins(engine);
        JpaScheduleBook book = new JpaScheduleBook(engine.store(), engine.keyRing(), engine.seals());
        Repetition daily = Repetition.parse("daily 08:00", ZoneOffset.UTC);
        engine.store().write((JpaWrite) entities -> book.addNow(new Schedule(
                "s1",
                "default",
                clda.conversationId(),
                0,
                new Requester("alice", List.of("user")),
                "refund 30 for A-1001",
                true,
                daily,
                daily.after(NOON).orElseThrow(),
                null)));
        for (int day = 1; day <= 4; day++) {
            model.callsTools(refund("A-1001", "30"));
            clock.set(NOON.plus(Duration.ofDays(day)));
            engine.engine().schedules().due("s1");
            Turn turn = clda.awaitNews("t" + day);
            assertThat(turn.trigger().kind()).isEqualTo(Trigger.Kind.TIMER);
            approvesAll(clda, turn);
        }

        assertThat(payments.sum()).isEqualByComparingTo("90");
        assertThat(waitingHere(clda, CAROL)).hasSize(1);
    }

    @Test
    void aToolWithoutARuleHasSixteenEffectsATurnAndTheModelIsToldSo() {
        engine.close();
        RecordingTool note = RecordingTool.doing("note", EffectClass.LOCAL_TX, context -> RecordingTool.ok());
        engine = options().onlyTools(List.of(note), store -> List.of()).open().start();
        Clda clda = Clda.begins(engine);
        for (int step = 0; step < 2; step++) {
            String which = step + "";
            model.callsTools(IntStream.range(0, 16)
                    .mapToObj(i -> ScriptedModel.call("note", "{\"n\":\"" + which + "-" + i + "\"}"))
                    .toArray(ProposedCall[]::new));
        }
        model.answersWith("no more");

        Turn turn = clda.says("note it all");

        assertThat(note.calls()).isEqualTo(16);
        assertThat(lastCall(turn).error().code()).isEqualTo("too_much");
        assertThat(lastCall(turn).error().message())
                .isEqualTo("There would be more than 16 calls of this kind in this turn.");
        assertThat(clda.says("again").state()).isEqualTo(Turn.State.COMPLETED);
    }

    @Test
    void whatARequesterMayExceedIsShownEachTimeAndCannotBeRemembered() {
        engine.close();
        RecordingTool note = RecordingTool.doing("note", EffectClass.LOCAL_TX, context -> RecordingTool.ok())
                .ruledBy(new ApprovalRule(
                        List.of(),
                        List.of(new Quota(
                                null, BigDecimal.ONE, Quota.Per.CONVERSATION, null, null, Quota.Beyond.REQUESTER))));
        engine = options().onlyTools(List.of(note), store -> List.of()).open().start();
        Clda clda = Clda.begins(engine);
        ProposedCall call = ScriptedModel.call("note", "{}");
        asksFor(clda, call);
        model.callsTools(call).answersWith("noted");

        Turn second = clda.says("once more");

        assertThat(engine.engine().approvals().mayBeRemembered(lastCall(second)))
                .isFalse();
        approvesAll(clda, second);
        assertThat(note.calls()).isEqualTo(2);
        model.callsTools(call).answersWith("noted");
        assertThat(clda.says("and again").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    @Test
    void workInTheBackgroundIsReservedWhenItBegins() {
        engine.close();
        RecordingTool transfer = RecordingTool.with(
                        new Traits(true, false, false, null),
                        "transfer",
                        EffectClass.AT_MOST_ONCE,
                        context -> RecordingTool.ok())
                .ruledBy(new ApprovalRule(
                        List.of(),
                        List.of(new Quota(
                                "amount",
                                new BigDecimal("100"),
                                Quota.Per.CONVERSATION,
                                null,
                                null,
                                Quota.Beyond.NOBODY))));
        engine = options()
                .onlyTools(List.of(transfer), store -> List.of())
                .open()
                .start();
        Clda clda = Clda.begins(engine);
        model.callsTools(
                ScriptedModel.call("transfer", "{\"amount\":60}"), ScriptedModel.call("transfer", "{\"amount\":60}"));

        Turn turn = clda.says("transfer");

        assertThat(lastCall(turn).error().code()).isEqualTo("too_much");
        Awaitility.await().until(() -> transfer.calls() == 1);
    }
}
