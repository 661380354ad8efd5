package clda.kit.memory;

import clda.agent.Agent;
import clda.agent.CallEstimate;
import clda.agent.ContextWindow;
import clda.agent.Limits;
import clda.agent.ModelResponder;
import clda.agent.Prompts;
import clda.agent.Spend;
import clda.agent.TokenCounter;
import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.boot.RandomIds;
import clda.budget.Budget;
import clda.conversation.ConversationLog;
import clda.conversation.ImageStore;
import clda.dialogue.Dialogue;
import clda.dialogue.DialogueRules;
import clda.kit.Everybody;
import clda.llm.ModelClient;
import clda.llm.ModelProfile.Price;
import clda.memory.Memory;
import clda.tools.Execution;
import clda.tools.Tool;
import clda.tools.Toolbox;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine on a store in memory: starts in a millisecond. */
public final class MemoryEngine implements AutoCloseable {

    private final AuditTrail audit;
    private final ConversationLog log;
    private final MemoryLedger ledger;
    private final Dialogue dialogue;
    private final AtomicInteger working = new AtomicInteger();

    private static final long FOLD_BYTES = 64_000_000;

    public MemoryEngine(MemoryStore store, ModelClient model, List<Tool> tools) {
        this(store, model, tools, Clock.systemUTC());
    }

    /** What outlives an engine beside its store. */
    public record Kept(Memory memory, MemorySchedules schedules, Clock clock) {
        public static Kept at(Clock clock) {
            return new Kept(new Memory(new MemoryFacts(), clock), new MemorySchedules(), clock);
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
        log = new ConversationLog(
                new MemoryConversations(store, new EventAudit(audit, clock)), clock, FOLD_BYTES, store);
        ledger = new MemoryLedger(store, clock);
        Execution.Means means = new Execution.Means(ledger, Everybody.AS_THEN, clock, threads);
        Spend spend = new Spend(
                new Budget(new MemoryUsageBook(), Map.of(), Duration.ofMinutes(3), Clock.systemUTC(), new RandomIds()),
                new CallEstimate(4_000, Price.FREE));
        ImageStore images = new MemoryImages();
        ContextWindow window = new ContextWindow(
                Prompts.always("You are a test."), images, Limits.DEFAULT.contextTokens(), new TokenCounter());
        dialogue = Dialogue.of(new Dialogue.Parts(
                log,
                tasks -> new Agent(
                        new ModelResponder(model),
                        window,
                        kept.memory(),
                        Limits.DEFAULT,
                        spend,
                        (conversation, exchange) -> {},
                        person -> ZoneOffset.UTC,
                        means,
                        tasks),
                List.of(),
                Toolbox.complete(tools),
                Everybody.AS_THEN,
                means,
                MemoryBooks.approvals(store),
                MemoryBooks.tasks(store),
                kept.schedules(),
                images,
                (id, time) ->
                        threads.newThread(() -> dialogue().tasks().run(id)).start(),
                DialogueRules.DEFAULT,
                store,
                new RandomIds()));
    }

    public AuditTrail audit() {
        return audit;
    }

    public ConversationLog log() {
        return log;
    }

    public MemoryLedger ledger() {
        return ledger;
    }

    public Dialogue dialogue() {
        return dialogue;
    }

    /** Takes up what a crash has left. */
    public void takeUp() {
        dialogue.manager().takeUpAbandoned();
        dialogue.tasks().takeUpAbandoned();
    }

    /** Whether no turn, tool or task is at work. */
    public boolean isIdle() {
        return working.get() == 0;
    }

    @Override
    public void close() {
        dialogue.close();
    }
}
