package clda.metrics;

import clda.conversation.ApprovalReason;
import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.Conversation;
import clda.conversation.ConversationHead;
import clda.conversation.Decision;
import clda.conversation.DigitalSource;
import clda.conversation.LogWatcher;
import clda.conversation.MessageRole;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnFailed;
import clda.conversation.TurnEvent.TurnQueued;
import clda.conversation.TurnEvent.TurnResumed;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Worded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts turns and approvals, and measures how long people wait for answers. The metrics contain neither what users said nor
 * their names.
 *
 * <p>A turn is answered when the person first sees something of it: a piece of text, a question for approval, or its end. The
 * time for which a turn waits for a person is not counted.
 */
public final class TurnMeters implements LogWatcher {

    /** This node never sees the end of a turn that has moved to another node or been erased. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private static final int WORTH_FORGETTING = 1_000;
    private static final int PROBLEMS = 40;

    private record Place(String conversationId, String turnId) {}

    /** A turn that runs on this node and of which the user has seen nothing yet. */
    private record Unanswered(String turnId, Instant since, ConversationHead of) {}

    private final MeterRegistry registry;
    private final Clock clock;
    private final KnownNames problems = KnownNames.first(PROBLEMS);
    private final ToolMeters tools;
    private final TurnWitness witness;
    private final Map<String, Unanswered> unanswered = new ConcurrentHashMap<>();
    private final Map<Place, Instant> queued = new ConcurrentHashMap<>();
    private final Timer answer;
    private final Timer queue;
    private final Counter resumed;

    /** @param tools the names of all tools; other names that a model asks for are not used as labels */
    public TurnMeters(MeterRegistry registry, Set<String> tools, Clock clock) {
        this(registry, tools, clock, TurnWitness.NOBODY);
    }

    /** @param witness is told of each turn as well */
    public TurnMeters(MeterRegistry registry, Set<String> tools, Clock clock, TurnWitness witness) {
        this.witness = witness;
        this.registry = registry;
        this.clock = clock;
        this.tools = new ToolMeters(registry, tools);
        answer = Buckets.ANSWER
                .timer(
                        "clda.turn.answer",
                        "Time from the beginning of a turn until its person first sees something of it")
                .register(registry);
        queue = Buckets.TURN
                .timer("clda.turn.queue", "Time for which turns waited behind others of their conversation")
                .register(registry);
        resumed = Counter.builder("clda.turns.resumed")
                .description("Turns that were taken up again after their node had stopped or lost its lease")
                .register(registry);
        Gauge.builder("clda.turns.queued", queued, Map::size)
                .description("Turns that wait behind others of their conversation, as far as this node queued them")
                .strongReference(true)
                .register(registry);
        // If a series started with its first event, rates would miss that event.
        for (Outcome outcome : Outcome.values()) {
            ended(outcome);
        }
    }

    /** How a turn ends, as a label. */
    private enum Outcome implements Worded {
        COMPLETED,
        /** Because of an error of this server or of a model. */
        FAILED,
        /** A configured budget is used up. */
        REFUSED,
        CANCELLED,
        INTERRUPTED
    }

    private Counter ended(Outcome outcome) {
        return Counter.builder("clda.turns")
                .description("Turns that have ended")
                .tag("outcome", outcome.word())
                .register(registry);
    }

    @Override
    public void appended(Conversation after, List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            String turnId = event.turnId();
            if (turnId != null && after.hasTurn(turnId)) {
                take(after, after.turn(turnId), event);
            }
        }
    }

    private void take(Conversation conversation, Turn turn, RecordedEvent event) {
        Place place = new Place(conversation.id(), turn.id());
        switch (event.event()) {
            case TurnQueued ignored -> {
                forgetOld();
                queued.put(place, event.at());
            }
            case TurnStarted ignored -> started(conversation, place, event.at());
            case TurnResumed ignored -> {
                resumed.increment();
                taken(conversation, turn);
            }
            case MessageCompleted message -> message(place, message, event.at());
            case ApprovalRequested asked -> {
                answered(place, event.at());
                ApprovalReason because = asked.because();
                Counter.builder("clda.approvals.requested")
                        .description("Questions to people whether a call may be made")
                        .tag("because", because == null ? ApprovalReason.RULE.word() : because.word())
                        .register(registry)
                        .increment();
            }
            case ApprovalDecided decided -> decided(decided.decision() == Decision.APPROVE ? "approved" : "denied");
            case ToolFailed failed -> {
                if (failed.error().code().equals("expired")) {
                    decided("expired");
                }
            }
            default -> {
                // The end of a turn is handled below; all other events concern tools.
            }
        }
        tools.take(conversation.id(), turn, event);
        if (event.type().settlesTurn()) {
            ended(conversation, place, turn, event);
        }
    }

    @Override
    public void taken(Conversation conversation, Turn turn) {
        unanswered.put(conversation.id(), new Unanswered(turn.id(), turn.startedAt(), conversation.head()));
    }

    private void started(Conversation conversation, Place place, Instant at) {
        forgetOld();
        Instant since = queued.remove(place);
        if (since != null) {
            queue.record(between(since, at));
        }
        unanswered.put(place.conversationId(), new Unanswered(place.turnId(), at, conversation.head()));
    }

    private void message(Place place, MessageCompleted message, Instant at) {
        if (message.role() != MessageRole.ASSISTANT || message.text().isBlank()) {
            return;
        }
        answered(place, at);
        Counter.builder("clda.messages")
                .description("Messages of the assistant, by what wrote them")
                .tag("by", DigitalSource.of(message.model()) == DigitalSource.RULES ? "built_in" : "model")
                .register(registry)
                .increment();
    }

    @Override
    public void showed(String conversationId, TextDelta delta) {
        Unanswered waiting = unanswered.get(conversationId);
        if (waiting != null && !delta.text().isBlank()) {
            answered(new Place(conversationId, delta.turnId()), clock.instant());
        }
    }

    private void answered(Place place, Instant at) {
        Unanswered waiting = unanswered.get(place.conversationId());
        if (waiting != null
                && waiting.turnId().equals(place.turnId())
                && unanswered.remove(place.conversationId(), waiting)) {
            Duration took = between(waiting.since(), at);
            answer.record(took);
            witness.answered(waiting.of(), took);
        }
    }

    private void decided(String decision) {
        Counter.builder("clda.approvals.decided")
                .description("Questions for approval that were answered, or that nobody answered in time")
                .tag("decision", decision)
                .register(registry)
                .increment();
    }

    private void ended(Conversation conversation, Place place, Turn turn, RecordedEvent event) {
        queued.remove(place);
        Outcome outcome =
                switch (event.type()) {
                    case TURN_COMPLETED -> Outcome.COMPLETED;
                    case TURN_CANCELLED -> Outcome.CANCELLED;
                    case TURN_INTERRUPTED -> Outcome.INTERRUPTED;
                    default -> failed((TurnFailed) event.event());
                };
        ended(outcome).increment();
        switch (outcome) {
            case COMPLETED -> witness.ended(conversation.head(), false);
            case FAILED, INTERRUPTED -> witness.ended(conversation.head(), true);
            case REFUSED, CANCELLED -> {
                // Neither is a failure of this version.
            }
        }
        if (outcome == Outcome.CANCELLED) {
            // A cancelled turn no longer needs an answer.
            unanswered.computeIfPresent(
                    place.conversationId(), (id, waiting) -> waiting.turnId().equals(place.turnId()) ? null : waiting);
            return;
        }
        answered(place, event.at());
        boolean waitedForSomeone = turn.calls().stream().anyMatch(call -> call.approval() != null);
        if (!waitedForSomeone) {
            Buckets.TURN
                    .timer("clda.turn.duration", "Duration of turns that waited for nobody and were not cancelled")
                    .tag("outcome", outcome.word())
                    .register(registry)
                    .record(between(turn.startedAt(), event.at()));
        }
    }

    private Outcome failed(TurnFailed failed) {
        String type = failed.problem().type();
        String name = type.substring(type.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
        Counter.builder("clda.turn.problems")
                .description("Turns that failed, by the problem")
                .tag("problem", problems.of(name))
                .register(registry)
                .increment();
        return name.startsWith("budget") ? Outcome.REFUSED : Outcome.FAILED;
    }

    private void forgetOld() {
        if (unanswered.size() + queued.size() > WORTH_FORGETTING) {
            Instant old = clock.instant().minus(FORGOTTEN_AFTER);
            unanswered.values().removeIf(waiting -> waiting.since().isBefore(old));
            queued.values().removeIf(since -> since.isBefore(old));
        }
    }

    /** Never negative, although the clocks of nodes differ slightly. */
    static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }
}
