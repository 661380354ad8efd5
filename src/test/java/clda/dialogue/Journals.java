package clda.dialogue;

import clda.conversation.*;
import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.*;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.*;
import clda.json.Json;
import clda.kit.MovableClock;
import clda.kit.Payments;
import clda.kit.SmallActs;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Journals of conversations, in which every type of event occurs. */
final class Journals {

    static final int MADE_BY_CHANCE = 240;
    static final int SMALL_ACTS = 40;

    private static final int AT_A_TIME = 8;
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    /** They are made once, as that takes its time. */
    private static final class Made {
        private static final Map<String, List<RecordedEvent>> ALL = make();
    }

    private Journals() {}

    /** By a name that says where each comes from. */
    static Map<String, List<RecordedEvent>> all() {
        return Made.ALL;
    }

    private static Map<String, List<RecordedEvent>> make() {
        try {
            Map<String, List<RecordedEvent>> journals = new TreeMap<>(madeByChance());
            journals.putAll(smallActs());
            journals.put("by hand", byHand());
            return Collections.unmodifiableMap(journals);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As they are recovered from; most of the time is spent waiting, as for a line that is not there. */
    private static Map<String, List<RecordedEvent>> madeByChance() throws InterruptedException {
        Map<String, List<RecordedEvent>> journals = new ConcurrentSkipListMap<>();
        AtomicLong seeds = new AtomicLong();
        List<Thread> workers = IntStream.range(0, AT_A_TIME)
                .mapToObj(worker -> Thread.ofPlatform().start(() -> {
                    for (long seed = seeds.incrementAndGet(); seed <= MADE_BY_CHANCE; seed = seeds.incrementAndGet()) {
                        journals.put("scenario " + seed, JournalPrefixTest.journal(seed));
                    }
                }))
                .toList();
        for (Thread worker : workers) {
            worker.join();
        }
        return journals;
    }

    /** With other branches, edits at the approval, and a second person. */
    private static Map<String, List<RecordedEvent>> smallActs() {
        Map<String, List<RecordedEvent>> journals = new TreeMap<>();
        for (long seed = 0; seed < SMALL_ACTS; seed++) {
            MovableClock clock = new MovableClock(NOON);
            Payments payments = new Payments(clock);
            try (MemoryEngine engine =
                    new MemoryEngine(new MemoryStore(), SmallActs.model(), payments.tools(), clock)) {
                List<String> conversations = new ArrayList<>();
                SmallActs.Node node = new SmallActs.Node(
                        engine.engine().dialogue(),
                        engine.engine().approvals(),
                        engine.engine().unknowns(),
                        engine.log(),
                        person -> {
                            String id = "c" + conversations.size();
                            conversations.add(id);
                            engine.log().create(id, person.tenant(), person.user(), null);
                            return id;
                        },
                        (person, id) -> false,
                        engine::isIdle);
                new SmallActs(List.of(node), payments, clock, seed).run();
                for (String id : conversations) {
                    List<RecordedEvent> events =
                            engine.log().read(id, 0, 100_000).orElseThrow();
                    if (!events.isEmpty()) {
                        journals.put("small acts " + seed + " " + id, events);
                    }
                }
            }
        }
        return journals;
    }

    /** What the others do not bring: all that concerns the conversation, questions, tasks that tell of themselves, what broke off. */
    private static List<RecordedEvent> byHand() {
        Journal journal = new Journal();
        Requester alice = new Requester("alice", List.of("user"));
        JsonNode nothing = Json.MAPPER.createObjectNode();
        journal.add(null, ConversationOpened.BY_AI)
                .add(null, new ModelChosen("large"))
                .add(null, new RecordingChanged(true))
                .add(
                        "t1",
                        new TurnStarted(
                                "refund?", alice, "m1", null, null, List.of(new ImageRef("i1", "image/png")), null))
                .add("t1", new PromptPinned(1, "en"))
                .add(null, new ConversationRenamed("A refund"))
                .add(
                        "t1",
                        new IntentRecognized(
                                "refund_order", 0.9, Map.of(), IntentSource.LOCAL, null, null, "Refund an order"))
                .add("t1", new MessageCompleted("a1", MessageRole.ASSISTANT, "Which order?", null, null, null))
                .add(
                        "t1",
                        new TurnCompleted("Which order?", new Frame("refund_order", Map.of(), List.of("order")), null))
                .add("t2", new TurnStarted("A-1001", alice, "m2", "t1"))
                .add(
                        "t2",
                        new IntentRecognized(
                                "refund_order", 1, Map.of(), IntentSource.MODEL, null, null, "Refund A-1001"))
                .add("t2", new MessageCompleted("a2", MessageRole.ASSISTANT, "", "large", null, null))
                .add("t2", new ToolRequested("c1", 1, "refund_order", nothing, "KEYED"))
                .add("t2", new ToolStarted("c1"))
                .add("t2", new ToolProgress("c1", 10, "asking the bank"))
                .add("t3", new TurnQueued("and A-1002", alice, "m3", "t2", null, null, null))
                .add("t2", new TaskStarted("k1", "c1", "refund_order"))
                .add("t2", new ToolCompleted("c1", nothing))
                .add("t2", new TurnResumed(2))
                .add("t2", new TurnInterrupted("It was tried too often."))
                .add("t3", new TurnStarted("and A-1002", alice, "m3", "t2"))
                .add("t2", new ToolProgress("c1", 60, null))
                .add(
                        "t3",
                        new ConversationSummarized(
                                "t1", List.of(new SummaryNote(SummaryNote.Kind.SAID, "t1", "refund?"))))
                .add("t3", new ToolRequested("c2", 1, "send_email", nothing, "AT_MOST_ONCE"))
                .add("t3", asked("p2", "c2", nothing))
                .add("t3", new ToolRequested("c3", 1, "send_email", nothing, "AT_MOST_ONCE"))
                .add("t3", asked("p3", "c3", nothing))
                .add("t3", new ApprovalDelegated("p3", "c3", "carol", "bob"))
                .add("t3", new ApprovalDecided("p2", "c2", Decision.DENY, "carol", "no", null, "h"))
                .add("t3", new ToolFailed("c2", new ToolError("denied", "carol said no"), null))
                .add("t3", new ApprovalDecided("p3", "c3", Decision.APPROVE, "bob", null, null, "h"))
                .add("t3", new ToolStarted("c3"))
                .add("t3", new TurnCancelling("alice"))
                .add("t3", new ToolUnknown("c3", "mail 7"))
                .add("t3", new TurnCancelled("alice", "I have"))
                .add("t2", new TaskUnknown("k1", "c1", "refund 7"))
                .add("t2", new ToolResolved("c1", Resolution.NOT_DONE, "carol", null))
                .add("t3", new ToolResolved("c3", Resolution.DONE, "carol", "seen"))
                .add(
                        "t4",
                        new TurnStarted(
                                "c3",
                                alice,
                                null,
                                "t3",
                                new Trigger(Trigger.Kind.RESOLVED, "c3", "send_email", nothing, null)))
                .add(
                        "t4",
                        new TurnFailed(new ProblemDetails("urn:clda:problem:model-busy", "Busy", "It is busy.", true)))
                .add(
                        "t5",
                        new TurnQueued(
                                "c3",
                                alice,
                                null,
                                "t4",
                                new Trigger(Trigger.Kind.UNDO, "c3", null, null, null),
                                null,
                                null))
                .add(
                        "t5",
                        new TurnStarted(
                                "c3", alice, null, "t4", new Trigger(Trigger.Kind.UNDO, "c3", null, null, null)))
                .add("t5", new ToolRequested("c4", 1, "recall_email", nothing, "NATURAL", new CallPlace("t3", "c3")))
                .add("t5", new ToolFailed("c4", new ToolError("failed", "The post is closed."), null))
                .add("t5", new TurnCompleted("It could not be undone.", null, null))
                .add("t5", new ToolResolved("c4", Resolution.DONE, "carol", null))
                .add(null, new RecordingChanged(false))
                .add(null, new ConversationArchived(true))
                .add(null, new ConversationRenamed("Two refunds"));
        return journal.events;
    }

    private static ApprovalRequested asked(String approvalId, String callId, JsonNode arguments) {
        return new ApprovalRequested(
                approvalId,
                callId,
                "send_email",
                arguments,
                "h",
                NOON.plusSeconds(600),
                "approver",
                ApprovalReason.TAINT,
                null);
    }

    private static final class Journal {
        private final List<RecordedEvent> events = new ArrayList<>();

        Journal add(@Nullable String turnId, ConversationEvent event) {
            events.add(new RecordedEvent(events.size() + 1, turnId, NOON.plusSeconds(events.size()), event));
            return this;
        }
    }
}
