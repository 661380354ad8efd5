package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.CAROL;
import static clda.kit.Clda.ERIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Approvals.Choice;
import clda.effects.EffectClass;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.Everybody;
import clda.kit.MovableClock;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.NotSent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights that end between a wish and its effect: at a decision, at a dispatch, at a schedule. */
class StandingStoriesTest {

    private static final String LARGE = "{\"orderNumber\":\"A-1001\",\"amount\":500,\"reason\":\"x\"}";
    private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");

    @TempDir
    Path dataDir;

    private final ScriptedModel model = new ScriptedModel();
    private final Map<String, Optional<Caller>> changed = new ConcurrentHashMap<>();
    private Clda clda;

    @AfterEach
    void close() {
        if (clda != null) {
            clda.close();
        }
    }

    private SeEngine.Options options() {
        return new SeEngine.Options(dataDir, model)
                .rights(new Everybody(then -> changed.getOrDefault(then.user(), Optional.of(then))));
    }

    private void isRemoved(Caller person) {
        changed.put(person.user(), Optional.empty());
    }

    private void isNow(Caller person, Role... roles) {
        changed.put(person.user(), Optional.of(new Caller(person.user(), person.tenant(), Set.of(roles))));
    }

    private Approvals approvals() {
        return clda.engine().engine().approvals();
    }

    private void approves(Caller who, Approvals.WaitingCall asked) {
        approvals()
                .decide(
                        who,
                        asked.approval().id(),
                        Choice.of(Decision.APPROVE, asked.call().approval().hash()));
    }

    // Decisions

    @Test
    void whoIsNoApproverAnyMoreDecidesNothingWhateverAnOldTokenSays() {
        clda = Clda.opens(options());
        model.callsTool("refund_order", LARGE);
        clda.says("refund");
        Approvals.WaitingCall asked = clda.waitingFor(CAROL);

        isNow(CAROL, Role.USER);

        assertThatThrownBy(() -> approves(CAROL, asked)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> approvals().delegate(CAROL, asked.approval().id(), "erin"))
                .isInstanceOf(Refused.class);
        assertThat(clda.turn("t1").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    @Test
    void whoseAccountIsRemovedDecidesNothing() {
        RecordingTool launch = RecordingTool.needingApproval("launch", EffectClass.KEYED);
        clda = Clda.opens(options().tools(launch));
        model.callsTool("launch", "{}");
        clda.says("launch");
        Approvals.WaitingCall asked = clda.waitingFor(ALICE);

        isRemoved(ALICE);

        assertThatThrownBy(() -> approves(ALICE, asked)).extracting("kind").isEqualTo(Refused.Kind.FORBIDDEN);
        assertThat(launch.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "mallory", "alice", "Erin", ""})
    void nobodyIsAskedToDecideWhoDoesNotHoldTheRole(String to) {
        clda = Clda.opens(options());
        model.callsTool("refund_order", LARGE);
        clda.says("refund");
        Approvals.WaitingCall asked = clda.waitingFor(CAROL);

        assertThatThrownBy(() -> approvals().delegate(CAROL, asked.approval().id(), to))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aDelegateWhoHasLostTheRoleMeanwhileDecidesNothing() {
        clda = Clda.opens(options());
        model.callsTool("refund_order", LARGE);
        clda.says("refund");
        Approvals.WaitingCall asked = clda.waitingFor(CAROL);
        approvals().delegate(CAROL, asked.approval().id(), "erin");

        isNow(ERIN, Role.USER);

        assertThatThrownBy(() -> approves(ERIN, asked)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "ALICE",
                "Alice",
                "ａｌｉｃｅ",
                "alice ",
                "\u00a0alice",
                "alice~aaaaaaaaaa",
                "al\u0131ce",
                "аlice",
                "a\u200blice",
                "a1ice"
            })
    void whoCouldBeTheRequesterIsNoSecondPairOfEyes(String name) {
        clda = Clda.opens(options());
        model.callsTool("refund_order", LARGE);
        clda.says("refund");
        Approvals.WaitingCall asked = clda.waitingFor(CAROL);
        Caller alike = new Caller(name, "default", Set.of(Role.USER, Role.APPROVER));

        assertThatThrownBy(() -> approves(alike, asked)).extracting("kind").isEqualTo(Refused.Kind.FORBIDDEN);
    }

    // Talking

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "USER", mode = EnumSource.Mode.EXCLUDE)
    void withoutTheRoleUserNobodyTalks(Role other) {
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        Caller only = new Caller("alice", "default", Set.of(other));
        String id = clda.conversationId();
        DialogueManager dialogue = clda.engine().engine().dialogue();

        assertThatThrownBy(() -> clda.engine().engine().conversations().create(only, null))
                .extracting("kind")
                .isEqualTo(Refused.Kind.FORBIDDEN);
        assertThatThrownBy(() -> dialogue.say(only, id, "hi", null)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> dialogue.edit(only, id, "t1", "hi")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> dialogue.regenerate(only, id, "t1")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> dialogue.undo(only, id, "t1", "t1-c1")).isInstanceOf(Refused.class);
        assertThat(clda.engine().engine().tools().of(only).definitions()).isEmpty();
    }

    // Dispatch

    @ParameterizedTest
    @EnumSource(
            value = EffectClass.class,
            names = {"READ", "LOCAL_TX", "KEYED", "NATURAL", "QUERYABLE", "AT_MOST_ONCE"})
    void ofSeveralCallsThoseAreNotCarriedOutThatComeAfterTheEndOfTheRight(EffectClass effect) throws Exception {
        CountDownLatch inFirst = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RecordingTool first = RecordingTool.doing("first", EffectClass.KEYED, context -> {
            inFirst.countDown();
            await(goOn);
            return RecordingTool.ok();
        });
        RecordingTool second = effect == EffectClass.QUERYABLE
                ? RecordingTool.queryable("second", context -> RecordingTool.ok(), context -> Optional.empty())
                : RecordingTool.doing("second", effect, context -> RecordingTool.ok());
        clda = Clda.opens(options().tools(first, second));
        model.callsTools(ScriptedModel.call("first", "{}"), ScriptedModel.call("second", "{}"))
                .answersWith("done");
        String turnId = clda.beginsToSay("both");
        inFirst.await();

        isRemoved(ALICE);
        goOn.countDown();

        Turn turn = clda.awaitNews(turnId);
        ToolCall refused = turn.calls().get(1);
        // A call that only looks may have been made beside the first.
        if (effect != EffectClass.READ) {
            assertThat(second.calls()).isZero();
            assertThat(refused.error().code()).isEqualTo("unknown_tool");
            assertThat(AllPages.of(clda.engine().engine().unknowns(), CAROL)).isEmpty();
        }
    }

    @Test
    void whatCouldNotBeSentIsNotTriedAgainAfterTheEndOfTheRight() {
        RecordingTool pay = RecordingTool.doing("pay", EffectClass.AT_MOST_ONCE, context -> {
            isRemoved(ALICE);
            throw new NotSent("no connection");
        });
        clda = Clda.opens(options().tools(pay));
        model.callsTool("pay", "{}").answersWith("no");

        Turn turn = clda.says("pay");

        assertThat(pay.calls()).isEqualTo(1);
        assertThat(turn.calls().getFirst().state()).isEqualTo(ToolCall.State.FAILED);
    }

    @Test
    void aRoleThatIsTakenAwayTakesItsToolsAway() {
        RecordingTool pay = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());
        clda = Clda.opens(options().tools(pay));
        model.callsTool("pay", "{}").answersWith("no");
        isNow(ALICE, Role.AUDITOR);

        Turn turn = clda.says("pay");

        assertThat(pay.calls()).isZero();
        assertThat(turn.calls().getFirst().error().code()).isEqualTo("unknown_tool");
    }

    // Schedules

    @Test
    void aScheduleOfSomebodyWhoIsGoneIsPassedOverAndGoesOnWhenTheyAreBack() {
        MovableClock clock = new MovableClock(MONDAY);
        clda = Clda.opens(options().clock(clock));
        model.callsTool("repeat", "{\"what\":\"drink water\",\"doing\":false,\"every\":\"daily 12:00\"}")
                .answersWith("I will.");
        clda.says("every day at 12 remind me to drink water");
        isRemoved(ALICE);

        clock.set(Instant.parse("2026-03-02T12:00:01Z"));
        Awaitility.await().untilAsserted(() -> assertThat(next()).isEqualTo(Instant.parse("2026-03-03T12:00:00Z")));
        assertThat(clda.events()).noneMatch(event -> "t2".equals(event.turnId()));

        changed.clear();
        model.answersWith("Drink water.");
        clock.set(Instant.parse("2026-03-03T12:00:01Z"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(clda.events())
                .anyMatch(event -> "t2".equals(event.turnId())));
    }

    private Instant next() {
        return AllPages.of(clda.engine().engine().schedules(), ALICE).getFirst().next();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
