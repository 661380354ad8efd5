package clda.kit;

import clda.conversation.Decision;
import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.Refused;
import clda.security.Caller;
import clda.security.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** The system under test as a person sees it. */
public final class Clda implements AutoCloseable {

    public static final Caller ALICE = new Caller("alice", "default", Set.of(Role.USER));
    public static final Caller BOB = new Caller("bob", "default", Set.of(Role.USER));
    public static final Caller CAROL = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));
    public static final Caller ERIN = new Caller("erin", "default", Set.of(Role.USER, Role.APPROVER));
    public static final Caller STRANGER = new Caller("alice", "elsewhere", Set.of(Role.USER, Role.APPROVER));

    private final SeEngine engine;
    private final String conversationId;

    private Clda(SeEngine engine, String conversationId) {
        this.engine = engine;
        this.conversationId = conversationId;
    }

    /** Opens a conversation of alice's. */
    public static Clda opens(SeEngine.Options options) {
        SeEngine engine = options.open().start();
        return new Clda(
                engine, engine.engine().conversations().create(ALICE, null).id());
    }

    /** A new conversation of alice's in an engine that is there already. */
    public static Clda begins(SeEngine engine) {
        return new Clda(
                engine, engine.engine().conversations().create(ALICE, null).id());
    }

    /** A conversation of an engine that is there already. */
    public static Clda in(SeEngine engine, String conversationId) {
        return new Clda(engine, conversationId);
    }

    /** Goes on with a conversation after a crash. */
    public static Clda comesBack(SeEngine.Options options, String conversationId) {
        SeEngine engine = options.open().start();
        return new Clda(engine, conversationId);
    }

    public SeEngine engine() {
        return engine;
    }

    public String conversationId() {
        return conversationId;
    }

    /** Says it and waits until there is something to read or to decide. */
    public Turn says(String text) {
        return awaitNews(beginsToSay(text));
    }

    public String beginsToSay(String text) {
        return engine.engine().dialogue().say(ALICE, conversationId, text, null);
    }

    public Turn awaitNews(String turnId) {
        Awaitility.await("turn " + turnId)
                .ignoreExceptionsInstanceOf(Refused.class)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> Assertions.assertThat(turn(turnId).state())
                        .matches(state -> state.settled() || state == Turn.State.AWAITING_APPROVAL));
        return turn(turnId);
    }

    public Turn turn(String turnId) {
        return engine.engine().conversations().viewTurn(ALICE, conversationId, turnId, turn -> turn);
    }

    public WaitingCall waitingFor(Caller caller) {
        List<WaitingCall> waiting = AllPages.of(engine.engine().approvals(), caller);
        Assertions.assertThat(waiting).hasSize(1);
        return waiting.getFirst();
    }

    /** Decides about the one call that waits. */
    public void decides(Caller caller, Decision decision) {
        decides(caller, waitingFor(caller), decision);
    }

    /** Decides about a call of this conversation. */
    public void decidesHere(Caller caller, Decision decision) {
        List<WaitingCall> waiting = AllPages.of(engine.engine().approvals(), caller).stream()
                .filter(call -> call.approval().conversationId().equals(conversationId))
                .toList();
        Assertions.assertThat(waiting).hasSize(1);
        decides(caller, waiting.getFirst(), decision);
    }

    private void decides(Caller caller, WaitingCall waiting, Decision decision) {
        ToolCall.PendingApproval asked = waiting.call().approval();
        engine.engine().approvals().decide(caller, asked.approvalId(), Choice.of(decision, asked.hash()));
    }

    public void awaitEvent(String type) {
        Awaitility.await(type)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> Assertions.assertThat(eventTypes()).contains(type));
    }

    public List<RecordedEvent> events() {
        return engine.engine().conversations().events(ALICE, conversationId, 0, 10_000);
    }

    public List<String> eventTypes() {
        return events().stream()
                .map(RecordedEvent::type)
                .map(EventType::publicName)
                .toList();
    }

    /** Stops in order. */
    public void leaves() throws InterruptedException {
        engine.leaves();
    }

    /** As a crash leaves it. */
    public void crashes() {
        engine.close();
    }

    @Override
    public void close() {
        engine.close();
    }
}
