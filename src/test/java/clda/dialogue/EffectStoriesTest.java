package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static clda.kit.Clda.CAROL;
import static clda.kit.Clda.ERIN;
import static clda.kit.Clda.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.ApprovalReason;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.demo.Refunds;
import clda.demo.ServiceSecret;
import clda.dialogue.Unknowns.Verdict;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.Everybody;
import clda.kit.MovableClock;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.llm.ModelFailure;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.NotSent;
import clda.tools.ToolFailure;
import clda.tools.Traits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undo, taint, approvals beyond yes and no, rights that end, and what nobody knows. */
class EffectStoriesTest {

    private static final Traits UNDOABLE = new Traits(false, false, false, "cancel_booking");
    private static final Traits UNTRUSTED = new Traits(false, true, false, null);

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

    private SeEngine.Options options() {
        return new SeEngine.Options(dataDir, model);
    }

    private static RecordingTool booking() {
        return RecordingTool.with(UNDOABLE, "book_room", EffectClass.KEYED, context -> Json.MAPPER
                .createObjectNode()
                .put("bookingId", "B-1"));
    }

    private static RecordingTool withParameters(RecordingTool tool, String... names) {
        names(tool, names);
        return tool;
    }

    private static void names(RecordingTool tool, String... names) {
        var properties = tool.definition().parameters().putObject("properties");
        for (String name : names) {
            properties.putObject(name).put("type", "string");
        }
    }

    private static RecordingTool cancelling() {
        return withParameters(
                RecordingTool.doing("cancel_booking", EffectClass.KEYED, context -> RecordingTool.ok()), "bookingId");
    }

    // Undo

    @Test
    void whatATurnHasDoneIsTakenBackWhenItFails() {
        // Given
        RecordingTool book = booking();
        RecordingTool cancel = cancelling();
        clda = Clda.opens(options().tools(book, cancel));
        model.callsTool("book_room", "{}")
                .failsWith(ModelFailure.Reason.SERVER_ERROR)
                .answersWith("The booking was taken back.");

        // When
        Turn failed = clda.says("book a room");

        // Then
        assertThat(failed.state()).isEqualTo(Turn.State.FAILED);
        assertThat(clda.awaitNews("t2").reply()).isEqualTo("The booking was taken back.");
        assertThat(cancel.calls()).isEqualTo(1);
        assertThat(cancel.lastArguments()).hasToString("{\"bookingId\":\"B-1\"}");
        assertThat(clda.turn("t1").calls().getFirst().undoneBy().turnId()).isEqualTo("t2");
    }

    @Test
    void whatWasDoneStaysWhenTheTurnCompletes() {
        RecordingTool cancel = cancelling();
        clda = Clda.opens(options().tools(booking(), cancel));
        model.callsTool("book_room", "{}").answersWith("Booked.");

        clda.says("book a room");

        assertThat(cancel.calls()).isZero();
    }

    @Test
    void aPersonTakesACallBackOnce() {
        RecordingTool cancel = cancelling();
        clda = Clda.opens(options().tools(booking(), cancel));
        model.callsTool("book_room", "{}").answersWith("Booked.").answersWith("Taken back.");
        Turn booked = clda.says("book a room");
        DialogueManager dialogue = clda.engine().engine().dialogue();
        String callId = booked.calls().getFirst().callId();

        String undo = dialogue.undo(ALICE, clda.conversationId(), booked.id(), callId);

        assertThat(clda.awaitNews(undo).reply()).isEqualTo("Taken back.");
        assertThatThrownBy(() -> dialogue.undo(ALICE, clda.conversationId(), booked.id(), callId))
                .extracting("kind")
                .isEqualTo(Refused.Kind.INVALID);
        assertThatThrownBy(() -> dialogue.undo(BOB, clda.conversationId(), booked.id(), callId))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);
        assertThat(cancel.calls()).isEqualTo(1);
    }

    @Test
    void anUndoThatFailsWaitsForAPersonWhoHasItRunAgain() {
        AtomicInteger tries = new AtomicInteger();
        RecordingTool cancel = withParameters(
                RecordingTool.doing("cancel_booking", EffectClass.KEYED, context -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new ToolFailure("The hotel does not let go.");
                    }
                    return RecordingTool.ok();
                }),
                "bookingId");
        clda = Clda.opens(options().tools(booking(), cancel));
        model.callsTool("book_room", "{}")
                .answersWith("Booked.")
                .answersWith("It could not be taken back.")
                .answersWith("Now it is.");
        Turn booked = clda.says("book a room");
        clda.awaitNews(clda.engine()
                .engine()
                .dialogue()
                .undo(
                        ALICE,
                        clda.conversationId(),
                        booked.id(),
                        booked.calls().getFirst().callId()));
        Unknowns unknowns = clda.engine().engine().unknowns();
        assertThat(AllPages.of(unknowns, CAROL)).hasSize(1);

        unknowns.settle(
                CAROL, AllPages.of(unknowns, CAROL).getFirst().effect().key(), Verdict.RUN_AGAIN, "called them");

        assertThat(clda.awaitNews("t3").reply()).isEqualTo("Now it is.");
        assertThat(AllPages.of(unknowns, CAROL)).isEmpty();
        assertThat(tries).hasValue(2);
    }

    // Taint

    @Test
    void afterTextOfOthersAHighImpactToolNeedsApprovalWhateverItsRule() {
        RecordingTool read =
                RecordingTool.with(UNTRUSTED, "read_page", EffectClass.READ, context -> RecordingTool.ok());
        RecordingTool pay = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());
        clda = Clda.opens(options().tools(read, pay));
        model.callsTool("read_page", "{}").callsTool("pay", "{}");

        Turn turn = clda.says("read that page");

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(pay.calls()).isZero();
        assertThat(clda.waitingFor(ALICE).call().approval().because()).isEqualTo(ApprovalReason.TAINT);
    }

    @Test
    void theTextOfOthersIsStillThereInTheNextTurnAndAfterARestart() {
        RecordingTool read =
                RecordingTool.with(UNTRUSTED, "read_page", EffectClass.READ, context -> RecordingTool.ok());
        RecordingTool pay = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());
        Clda first = Clda.opens(options().tools(read, pay));
        model.callsTool("read_page", "{}").answersWith("Read.").callsTool("pay", "{}");
        first.says("read that page");
        first.crashes();
        clda = Clda.comesBack(options().tools(read, pay), first.conversationId());

        Turn turn = clda.says("thanks");

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(pay.calls()).isZero();
    }

    @Test
    void aToolThatSaysItDoesNotMatterNeedsNoneAfterTextOfOthers() {
        RecordingTool read =
                RecordingTool.with(UNTRUSTED, "read_page", EffectClass.READ, context -> RecordingTool.ok());
        RecordingTool star =
                RecordingTool.with(Traits.NONE, "star", EffectClass.LOCAL_TX, context -> RecordingTool.ok());
        clda = Clda.opens(options().tools(read, star));
        model.callsTool("read_page", "{}").callsTool("star", "{}").answersWith("done");

        assertThat(clda.says("read that page").reply()).isEqualTo("done");
    }

    // Approvals

    @Test
    void aRememberedChoiceIsNotAskedForAgainInThisConversation() {
        RecordingTool note = RecordingTool.needingApproval("note", EffectClass.LOCAL_TX);
        clda = Clda.opens(options().tools(note));
        model.callsTool("note", "{}").answersWith("one").callsTool("note", "{}").answersWith("two");
        Turn waiting = clda.says("note");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);
        Approvals approvals = clda.engine().engine().approvals();
        assertThat(approvals.mayBeRemembered(asked.call())).isTrue();

        approvals.decide(
                ALICE,
                asked.approval().id(),
                new Approvals.Choice(Decision.APPROVE, asked.call().approval().hash(), null, null, true));

        clda.awaitNews(waiting.id());
        assertThat(clda.says("note again").reply()).isEqualTo("two");
    }

    @Test
    void theChoiceAboutAnEffectOutsideIsNotRemembered() {
        RecordingTool launch = RecordingTool.needingApproval("launch", EffectClass.KEYED);
        clda = Clda.opens(options().tools(launch));
        model.callsTool("launch", "{}");
        clda.says("launch");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);

        assertThatThrownBy(() -> clda.engine()
                        .engine()
                        .approvals()
                        .decide(
                                ALICE,
                                asked.approval().id(),
                                new Approvals.Choice(
                                        Decision.APPROVE,
                                        asked.call().approval().hash(),
                                        null,
                                        null,
                                        true)))
                .extracting("kind")
                .isEqualTo(Refused.Kind.INVALID);
    }

    @Test
    void anApproverAsksAnotherPersonWhoThenDecides() {
        clda = Clda.opens(options());
        model.callsTool("refund_order", "{\"orderNumber\":\"A-1001\",\"amount\":500,\"reason\":\"x\"}");
        clda.says("refund");
        Approvals approvals = clda.engine().engine().approvals();
        String id = clda.waitingFor(CAROL).approval().id();
        assertThatThrownBy(() -> approvals.delegate(CAROL, id, "alice"))
                .extracting("kind")
                .isEqualTo(Refused.Kind.FORBIDDEN);
        assertThatThrownBy(() -> approvals.delegate(BOB, id, "bob"))
                .extracting("kind")
                .isEqualTo(Refused.Kind.NOT_FOUND);

        approvals.delegate(CAROL, id, "erin");

        assertThat(clda.waitingFor(ERIN).mayDecide()).isTrue();
        assertThat(clda.waitingFor(ALICE).mayDecide()).isFalse();
        clda.decides(ERIN, Decision.DENY);
        clda.awaitNews("t1");
        assertThat(clda.eventTypes()).containsSubsequence("approval.delegated", "approval.decided");
    }

    @Test
    void nobodyEditsACallIntoOneThatAnotherWouldHaveToApprove() {
        RecordingTool read =
                RecordingTool.with(UNTRUSTED, "read_page", EffectClass.READ, context -> RecordingTool.ok());
        clda = Clda.opens(options().tools(read));
        model.callsTool("read_page", "{}")
                .callsTool("refund_order", "{\"orderNumber\":\"A-1001\",\"amount\":1,\"reason\":\"x\"}");
        clda.says("read that page");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);

        assertThatThrownBy(() -> clda.engine()
                        .engine()
                        .approvals()
                        .decide(
                                ALICE,
                                asked.approval().id(),
                                new Approvals.Choice(
                                        Decision.APPROVE,
                                        asked.call().approval().hash(),
                                        null,
                                        Json.MAPPER
                                                .createObjectNode()
                                                .put("orderNumber", "A-1001")
                                                .put("amount", 5000)
                                                .put("reason", "x"),
                                        false)))
                .extracting("kind")
                .isEqualTo(Refused.Kind.FORBIDDEN);
    }

    @Test
    void aPermissionThatEndedBeforeItWasUsedIsAskedForAnew() {
        // Given
        MovableClock clock = new MovableClock(Instant.parse("2026-03-01T10:00:00Z"));
        RecordingTool launch = RecordingTool.needingApproval("launch", EffectClass.KEYED);
        clda = Clda.opens(options().clock(clock).tools(launch));
        model.callsTool("launch", "{}");
        Turn waiting = clda.says("launch");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);
        // and a server that stopped between the decision and the call
        clda.crashes();
        SeEngine stopped = options().clock(clock).tools(launch).open();
        stopped.engine().dialogue().close();
        stopped.engine()
                .approvals()
                .decide(
                        ALICE,
                        asked.approval().id(),
                        Approvals.Choice.of(
                                Decision.APPROVE, asked.call().approval().hash()));
        stopped.close();
        clock.set(asked.approval().expiresAt().plusSeconds(1));

        // When
        clda = Clda.comesBack(options().clock(clock).tools(launch), clda.conversationId());

        // Then
        Turn turn = clda.awaitNews(waiting.id());
        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(launch.calls()).isZero();
        assertThat(clda.waitingFor(ALICE).approval().id())
                .isNotEqualTo(asked.approval().id());
    }

    // Rights

    @Test
    void whoLostTheRoleMeanwhileActsNoMoreAlsoAfterAnApproval() {
        AtomicReference<Optional<Caller>> now = new AtomicReference<>(Optional.of(ALICE));
        clda = Clda.opens(options().rights(new Everybody(then -> then.equals(ALICE) ? now.get() : Optional.of(then))));
        model.callsTool("refund_order", "{\"orderNumber\":\"A-1001\",\"amount\":500,\"reason\":\"x\"}")
                .answersWith("That is no longer possible.");
        Turn waiting = clda.says("refund");
        now.set(Optional.empty());

        clda.decides(CAROL, Decision.APPROVE);

        Turn turn = clda.awaitNews(waiting.id());
        assertThat(turn.calls().getFirst().error().code()).isEqualTo("unknown_tool");
    }

    // Not sent, unknown

    @Test
    void whatNeverLeftIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        RecordingTool pay = RecordingTool.doing("pay", EffectClass.AT_MOST_ONCE, context -> {
            if (tries.incrementAndGet() < 3) {
                throw new NotSent("no connection");
            }
            return RecordingTool.ok();
        });
        clda = Clda.opens(options().tools(pay));
        model.callsTool("pay", "{}").answersWith("paid");

        Turn turn = clda.says("pay");

        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.COMPLETED);
        assertThat(tries).hasValue(3);
    }

    private RecordingTool lies(Optional<String> known) {
        return RecordingTool.queryable(
                "book",
                context -> {
                    throw new IllegalStateException("the line broke");
                },
                context -> {
                    if (known.isEmpty()) {
                        throw new IllegalStateException("away");
                    }
                    return Optional.of(Json.MAPPER.getNodeFactory().textNode(known.get()));
                });
    }

    @Test
    void whatACallThatNobodyWaitsForMayStillDoIsNotDoneAgain() {
        CountDownLatch end = new CountDownLatch(1);
        RecordingTool book = RecordingTool.queryable(
                "book",
                context -> {
                    while (end.getCount() > 0) {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            // A tool that does not heed that it is told to stop.
                        }
                    }
                    return RecordingTool.ok();
                },
                context -> Optional.empty());
        clda = Clda.opens(options().tools(book.within(Duration.ofMillis(200))));
        model.callsTool("book", "{}").answersWith("I do not know.");

        Turn turn = clda.says("book");

        end.countDown();
        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.UNKNOWN);
        assertThat(book.calls()).isEqualTo(1);
    }

    @Test
    void whatNobodyKnowsIsSettledByAPersonOnceAndToldInTheConversation() {
        clda = Clda.opens(options().tools(lies(Optional.empty())));
        model.callsTool("book", "{}").answersWith("I do not know.").answersWith("Carol found that it was not done.");
        clda.says("book");
        Unknowns unknowns = clda.engine().engine().unknowns();
        String key = AllPages.of(unknowns, CAROL).getFirst().effect().key();
        assertThat(AllPages.of(unknowns, BOB)).isEmpty();
        assertThat(AllPages.of(unknowns, STRANGER)).isEmpty();

        unknowns.settle(CAROL, key, Verdict.NOT_DONE, "asked them");

        assertThat(clda.awaitNews("t2").reply()).isEqualTo("Carol found that it was not done.");
        assertThat(clda.turn("t1").calls().getFirst().state()).isEqualTo(ToolCall.State.FAILED);
        assertThat(AllPages.of(unknowns, CAROL)).isEmpty();
        assertThatThrownBy(() -> unknowns.settle(CAROL, key, Verdict.DONE, null))
                .isInstanceOf(Refused.class);
        assertThat(clda.eventTypes()).contains("tool.resolved");
    }

    @Test
    void theOtherSideCanBeAskedAndNothingIsChangedByThat() {
        RecordingTool book = RecordingTool.queryable(
                "book",
                context -> {
                    throw new IllegalStateException("the line broke");
                },
                new java.util.function.Function<>() {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public Optional<com.fasterxml.jackson.databind.JsonNode> apply(clda.tools.ToolContext context) {
                        if (asked.incrementAndGet() == 1) {
                            throw new IllegalStateException("away");
                        }
                        return Optional.of(Json.MAPPER.getNodeFactory().textNode("B-7"));
                    }
                });
        clda = Clda.opens(options().tools(book));
        model.callsTool("book", "{}").answersWith("I do not know.");
        clda.says("book");
        Unknowns unknowns = clda.engine().engine().unknowns();
        Unknowns.Open open = AllPages.of(unknowns, ALICE).getFirst();
        assertThat(open.canBeAsked()).isTrue();

        assertThat(unknowns.check(ALICE, open.effect().key()))
                .hasValueSatisfying(found -> assertThat(found).hasToString("\"B-7\""));

        assertThat(AllPages.of(unknowns, ALICE)).hasSize(1);
    }

    @Test
    void whoAskedForWhatOthersApproveDoesNotSettleIt() {
        clda = Clda.opens(options()
                .refunds(new Refunds.Service(java.net.URI.create("http://127.0.0.1:9"), ServiceSecret.random())));
        Caller requesterWithOffice = new Caller("alice", "default", Set.of(Role.USER, Role.APPROVER));
        model.callsTool("refund_order", "{\"orderNumber\":\"A-1001\",\"amount\":1,\"reason\":\"x\"}")
                .answersWith("no");

        clda.says("refund");
        clda.decides(ALICE, Decision.APPROVE);
        Turn turn = clda.awaitNews("t1");

        assertThat(turn.calls().getFirst().error().code()).isEqualTo("not_sent");
        assertThat(AllPages.of(clda.engine().engine().unknowns(), requesterWithOffice))
                .isEqualTo(List.of());
    }
}
