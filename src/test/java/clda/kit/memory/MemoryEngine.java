package clda.kit.memory;

import clda.agent.CallEstimate;
import clda.agent.ModelResponder;
import clda.agent.Prompts;
import clda.agent.Spend;
import clda.agent.TurnLimits;
import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.boot.Engine;
import clda.boot.RandomIds;
import clda.boot.Storage;
import clda.budget.Budget;
import clda.budget.UsageBook;
import clda.conversation.ConversationLog;
import clda.conversation.search.Indexer;
import clda.conversation.search.SearchIndex;
import clda.dialogue.DialogueRules;
import clda.kit.Everybody;
import clda.llm.ModelClient;
import clda.llm.ModelProfile.Price;
import clda.memory.FactBook;
import clda.release.Arm;
import clda.release.Arms;
import clda.tools.Tool;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine on a store in memory: starts in a millisecond. */
public final class MemoryEngine implements AutoCloseable {

    private final AuditTrail audit;
    private final MemoryLedger ledger;
    private final Engine engine;
    private final AtomicInteger working = new AtomicInteger();

    public MemoryEngine(MemoryStore store, ModelClient model, List<Tool> tools) {
        this(store, model, tools, Clock.systemUTC());
    }

    /** What outlives an engine beside its store. */
    public record Kept(FactBook facts, MemorySchedules schedules, Clock clock) {
        public static Kept at(Clock clock) {
            return new Kept(new MemoryFacts(), new MemorySchedules(), clock);
        }
    }

    public MemoryEngine(MemoryStore store, ModelClient model, List<Tool> tools, Clock clock) {
        this(store, model, tools, Kept.at(clock));
    }

    public MemoryEngine(MemoryStore store, ModelClient model, List<Tool> tools, Kept kept) {
        Clock clock = kept.clock();
        audit = new MemoryTrail(store);
        // Counted, so that a test knows when nothing goes on.
        ThreadFactory threads = work -> {
            working.incrementAndGet();
            return Thread.ofVirtual().unstarted(() -> {
                try {
                    work.run();
                } finally {
                    working.decrementAndGet();
                }
            });
        };
        ledger = new MemoryLedger(store, clock);
        UsageBook usage = new MemoryUsageBook();
        SearchIndex index = NothingKept.index();
        engine = new Engine(new Engine.Parts(
                new Storage(
                        store,
                        new MemoryConversations(store, new EventAudit(audit, clock)),
                        index,
                        new Indexer(index),
                        ledger,
                        MemoryBooks.approvals(store),
                        MemoryBooks.tasks(store),
                        kept.schedules(),
                        NothingKept.announcements(),
                        new MemoryImages(),
                        kept.facts(),
                        usage,
                        NothingKept.exchanges()),
                Everybody.AS_THEN,
                person -> ZoneOffset.UTC,
                new ModelResponder(model),
                null,
                Set.of(),
                Set.of(),
                tools,
                (id, time) -> threads.newThread(() -> engine().tasks().run(id)).start(),
                new Arms(new NoReleases(), Arm.STABLE, store::epoch),
                TurnLimits.DEFAULT,
                new Spend(
                        new Budget(usage, Map.of(), Duration.ofMinutes(3), Clock.systemUTC(), new RandomIds()),
                        new CallEstimate(4_000, Price.FREE)),
                DialogueRules.DEFAULT,
                Prompts.always("You are a test."),
                clock,
                new RandomIds(),
                threads));
    }

    public AuditTrail audit() {
        return audit;
    }

    public ConversationLog log() {
        return engine.log();
    }

    public MemoryLedger ledger() {
        return ledger;
    }

    public Engine engine() {
        return engine;
    }

    /** Takes up what a crash has left. */
    public void takeUp() {
        engine.dialogue().takeUpAbandoned();
        engine.tasks().takeUpAbandoned();
    }

    /** Whether no turn, tool or task is at work. */
    public boolean isIdle() {
        return working.get() == 0;
    }

    @Override
    public void close() {
        engine.close();
    }
}
