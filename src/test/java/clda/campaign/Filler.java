package clda.campaign;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ConversationArchived;
import clda.conversation.ConversationEvent.ConversationOpened;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationStore;
import clda.conversation.DraftEvent;
import clda.conversation.MessageRole;
import clda.conversation.Requester;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.conversation.jpa.JpaSearchIndex;
import clda.conversation.search.Indexer;
import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.json.Json;
import clda.kit.SeEngine;
import clda.store.Write;
import clda.tools.ApprovalRule.By;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a store as years of use would: of each five conversations one is alice's, of hers one in ten is archived, and in one of
 * twenty a refund waits for an approver. Fifty are always of the same moment.
 */
public final class Filler {

    static final int TURNS = 6;
    static final int EVENTS = 1 + 3 * TURNS;
    private static final int SAME_MOMENT = 50;
    private static final int PEOPLE = 50;
    private static final int WRITERS = 32;
    private static final int WORDS = 8;
    private static final int VOCABULARY = 5_000;
    private static final int LONG_PAGE = 100;
    private static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");

    private final ConversationStore store;
    private final ConversationLog log;
    private final ApprovalBook approvals;
    private final Indexer indexer;
    private final Random random = new Random(1);
    private final Moments moments = new Moments();
    private int filled;

    /** Stands still until it is told to go on. */
    private static final class Moments extends Clock {
        private volatile Instant now = BEGINNING;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    public Filler(SeEngine engine) {
        store = new JpaConversationStore(
                engine.store(),
                new JpaConversationKeys(engine.store(), engine.keyRing(), engine.seals()),
                engine.seals(),
                List.of());
        log = new ConversationLog(store, moments, 16_000_000, engine.store());
        approvals = new JpaApprovalBook(engine.store(), engine.seals());
        indexer = new Indexer(new JpaSearchIndex(engine.store(), engine.keyRing()));
    }

    /** Goes on where this one stopped, by an engine that was started anew. */
    Filler by(SeEngine started) {
        Filler next = new Filler(started);
        next.filled = filled;
        next.moments.now = moments.now;
        return next;
    }

    /** Until there are so many conversations, all of them searchable. */
    void fillUpTo(int conversations) throws InterruptedException, ExecutionException {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            while (filled < conversations) {
                moments.now = moments.now.plusSeconds(60);
                List<Future<?>> same = new ArrayList<>();
                for (int i = 0; i < SAME_MOMENT && filled < conversations; i++) {
                    int number = filled++;
                    List<ConversationEvent> said = new ArrayList<>(List.of(ConversationOpened.BY_AI));
                    String who = number % 5 == 0 ? "alice" : "person" + number % PEOPLE;
                    turns(who, said, TURNS);
                    same.add(writers.submit(() -> write(number, who, said)));
                }
                for (Future<?> each : same) {
                    each.get();
                }
            }
        }
        indexer.catchUp(store);
    }

    private void write(int number, String who, List<ConversationEvent> said) {
        String id = "c" + number;
        log.create(id, "default", who, "Talk " + number);
        append(id, 1, said, List.of());
        if (number % 50 == 5) {
            log.append(id, Append.of(null, new ConversationArchived(true)));
        }
        if (number % 20 == 1) {
            asks(id, number, who);
        }
    }

    private void asks(String id, int number, String who) {
        ObjectNode arguments =
                Json.MAPPER.createObjectNode().put("order_id", "A-" + number).put("amount", 900);
        Instant expires = moments.now.plusSeconds(3_000_000_000L);
        Approval approval = new Approval(
                "a" + number,
                "default",
                id,
                "t7",
                "t7-c1",
                who,
                By.APPROVER,
                null,
                expires,
                moments.now,
                Approval.State.PENDING);
        log.append(
                id,
                Append.of(
                        List.of(approvals.open(approval)),
                        "t7",
                        new TurnStarted("refund it", new Requester(who, List.of("user")), null, "t6"),
                        new ToolRequested("t7-c1", 1, "refund_order", arguments, "KEYED"),
                        new ApprovalRequested(
                                approval.id(),
                                "t7-c1",
                                "refund_order",
                                arguments,
                                "hash" + number,
                                expires,
                                "approver",
                                null,
                                null)));
    }

    /** A person's talk of so many turns. */
    public void longTalk(String id, String who, int turns) {
        moments.now = moments.now.plusSeconds(60);
        log.create(id, "default", who, "A long talk");
        append(id, 1, List.of(ConversationOpened.BY_AI), List.of());
        for (int from = 1; from <= turns; from += LONG_PAGE) {
            List<ConversationEvent> said = new ArrayList<>();
            turns(who, said, Math.min(LONG_PAGE, turns + 1 - from));
            append(id, from, said, List.of());
        }
        indexer.catchUp(store);
    }

    private void append(String id, int firstTurn, List<ConversationEvent> said, List<Write> alongside) {
        List<DraftEvent> drafts = new ArrayList<>();
        int turn = firstTurn - 1;
        for (ConversationEvent event : said) {
            turn += event instanceof TurnStarted ? 1 : 0;
            drafts.add(new DraftEvent(event instanceof ConversationOpened ? null : "t" + turn, event));
        }
        log.append(id, new Append(drafts, alongside));
    }

    private void turns(String who, List<ConversationEvent> said, int turns) {
        for (int i = 0; i < turns; i++) {
            String sentence = sentence();
            said.add(new TurnStarted(sentence, new Requester(who, List.of("user")), null, null));
            said.add(new MessageCompleted("m", MessageRole.ASSISTANT, sentence(), "m", null, null, null, null, null));
            said.add(new TurnCompleted(sentence, null, null));
        }
    }

    /** Few words often and many rarely, as in what people say. */
    private String sentence() {
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            int word = (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
            sentence.append("word").append(word).append(' ');
        }
        return sentence.append("我的订单")
                .append(random.nextInt(VOCABULARY))
                .append("在哪里")
                .toString();
    }
}
