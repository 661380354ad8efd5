package clda.boot;

import clda.agent.AfterTurn;
import clda.agent.Agent;
import clda.agent.ContextWindow;
import clda.agent.Prompts;
import clda.agent.Responder;
import clda.agent.Spend;
import clda.agent.Summaries;
import clda.agent.Titles;
import clda.agent.TokenCounter;
import clda.agent.TurnLimits;
import clda.budget.Budget;
import clda.conversation.ConversationLog;
import clda.dialogue.AfterRestore;
import clda.dialogue.Announcements;
import clda.dialogue.Approvals;
import clda.dialogue.Books;
import clda.dialogue.Conversations;
import clda.dialogue.Dialogue;
import clda.dialogue.DialogueManager;
import clda.dialogue.DialogueRules;
import clda.dialogue.Images;
import clda.dialogue.Schedules;
import clda.dialogue.Tasks;
import clda.dialogue.Timers;
import clda.dialogue.Unknowns;
import clda.effects.EffectLedger;
import clda.llm.ModelClient;
import clda.llm.ModelRequest.Purpose;
import clda.memory.Memory;
import clda.release.Arms;
import clda.security.Rights;
import clda.security.Zones;
import clda.store.Write;
import clda.tools.Execution;
import clda.tools.Tool;
import clda.tools.Toolbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything between the interfaces and the database, assembled with constructors: it runs in a test in the same way as in a
 * server.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Engine.class.getName());
    private static final long LOOKS_EVERY_MILLIS = 20;
    /** All folded conversations together, whatever their length, may use the heap size divided by this number. */
    private static final int FOLDS_PART_OF_THE_HEAP = 8;

    /**
     * The components that differ between a server, a test and a campaign.
     *
     * @param responder answers people
     * @param model the model that is asked {@code afterwards}; null if there is none, and then nothing is asked
     * @param models the names of the models that a conversation can choose
     * @param afterwards what the model is asked for after a turn has ended
     * @param arms which nodes run which conversations
     * @param threads creates the threads of turns and tools
     */
    public record Parts(
            Storage storage,
            Rights rights,
            Zones zones,
            Responder responder,
            @Nullable ModelClient model,
            Set<String> models,
            Set<Purpose> afterwards,
            List<Tool> tools,
            Timers timers,
            Arms arms,
            TurnLimits limits,
            Spend spend,
            DialogueRules rules,
            Prompts prompts,
            Clock clock,
            Supplier<String> ids,
            ThreadFactory threads) {}

    /** A task that is repeated. */
    public record Chore(String name, Duration every, Runnable work) implements Runnable {

        /** A failure does not stop the repetition. */
        @Override
        public void run() {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, name + " failed this time", e);
            }
        }
    }

    private final ConversationLog log;
    private final Conversations conversations;
    private final Dialogue dialogue;
    private final Toolbox tools;
    private final Budget budget;
    private final Parts parts;

    public Engine(Parts parts) {
        this.parts = parts;
        Storage storage = parts.storage();
        log = new ConversationLog(
                storage.conversations(),
                parts.clock(),
                Runtime.getRuntime().maxMemory() / FOLDS_PART_OF_THE_HEAP,
                storage.membership());
        budget = parts.spend().budget();
        tools = Toolbox.complete(parts.tools());
        ContextWindow window = new ContextWindow(
                parts.prompts(), storage.images(), parts.limits().contextTokens(), new TokenCounter());
        Execution.Means means = new Execution.Means(storage.ledger(), parts.rights(), parts.clock(), parts.threads());
        dialogue = Dialogue.of(
                log,
                tasks -> new Agent(
                        parts.responder(),
                        window,
                        new Memory(storage.facts(), parts.clock()),
                        parts.limits(),
                        parts.spend(),
                        storage.exchanges(),
                        parts.zones(),
                        means,
                        tasks),
                afterwards(parts),
                tools,
                means,
                new Books(
                        storage.approvals(),
                        storage.tasks(),
                        storage.schedules(),
                        storage.announcements(),
                        storage.images()),
                parts.timers(),
                parts.rules(),
                storage.membership(),
                parts.arms(),
                parts.ids());
        storage.membership().whenItWentBack(dialogue.manager()::startOver);
        conversations = new Conversations(
                log, storage.conversations(), storage.index(), this::forget, parts.models(), parts.arms(), parts.ids());
    }

    private List<AfterTurn> afterwards(Parts parts) {
        List<AfterTurn> afterwards = new ArrayList<>();
        ModelClient model = parts.model();
        if (model != null && parts.afterwards().contains(Purpose.TITLE)) {
            afterwards.add(new Titles(log, model, parts.spend()));
        }
        if (model != null && parts.afterwards().contains(Purpose.SUMMARY)) {
            afterwards.add(new Summaries(log, model, parts.spend()));
        }
        return afterwards;
    }

    /** The writes that erase what belongs to a conversation, together with the conversation itself. */
    private List<Write> forget(String conversationId) {
        List<Write> all = new ArrayList<>(dialogue.forget(conversationId));
        all.add(parts.storage().facts().forget(conversationId));
        all.add(parts.storage().exchanges().forget(conversationId));
        return all;
    }

    /** Resumes what the last stop or crash left unfinished; to be called when all parts are ready. */
    public void start() {
        parts.arms().open();
        chores().forEach(Chore::run);
    }

    /** The tasks that advance conversations without a request from a user. */
    public List<Chore> chores() {
        Storage storage = parts.storage();
        return List.of(
                new Chore("following other nodes", Duration.ofMillis(250), dialogue.manager()::followOthers),
                new Chore("looking at the release", Duration.ofSeconds(1), parts.arms()::look),
                new Chore("taking up turns that were left", Duration.ofMillis(250), dialogue.manager()::takeUpLeft),
                new Chore("taking up turns", Duration.ofSeconds(1), dialogue.manager()::takeUpAbandoned),
                new Chore("taking up tasks", Duration.ofSeconds(1), dialogue.tasks()::takeUpAbandoned),
                new Chore("looking what comes soon", Duration.ofSeconds(1), dialogue.schedules()::lookAhead),
                new Chore("telling what is due", Duration.ofMillis(100), dialogue.schedules()::tellDue),
                new Chore(
                        "counting what was reserved by nodes that died", Duration.ofMinutes(1), budget::spendAbandoned),
                new Chore("forgetting old announcements", Duration.ofHours(1), dialogue.announcements()::forget),
                new Chore("expiring approvals", Duration.ofSeconds(10), dialogue.approvals()::expire),
                new Chore("taking up what was said for search", Duration.ofMillis(500), () -> storage.indexer()
                        .takeUp(storage.conversations())),
                new Chore(
                        "taking up what other nodes have left for search",
                        Duration.ofMinutes(5),
                        () -> storage.indexer().catchUp(storage.conversations())));
    }

    public ConversationLog log() {
        return log;
    }

    public Conversations conversations() {
        return conversations;
    }

    public DialogueManager dialogue() {
        return dialogue.manager();
    }

    public Approvals approvals() {
        return dialogue.approvals();
    }

    public Unknowns unknowns() {
        return dialogue.unknowns();
    }

    public Tasks tasks() {
        return dialogue.tasks();
    }

    public Images images() {
        return dialogue.images();
    }

    public Schedules schedules() {
        return dialogue.schedules();
    }

    AfterRestore afterRestore() {
        return dialogue.afterRestore();
    }

    /** Erases a conversation, if it is there, together with the write. */
    void erase(String conversationId, Write alongside) {
        List<Write> all = forget(conversationId);
        all.add(alongside);
        log.erase(conversationId, all);
    }

    public Announcements announcements() {
        return dialogue.announcements();
    }

    public EffectLedger ledger() {
        return parts.storage().ledger();
    }

    public Toolbox tools() {
        return tools;
    }

    /** From now on, turns that begin are left to other nodes if there are any; those that run go on. */
    void leave() {
        parts.arms().leave();
    }

    /** Waits for at most {@code longest} until no turn is running on this node; returns whether none is running. */
    boolean awaitRest(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!dialogue.manager().atRest() && System.nanoTime() < end) {
            Thread.sleep(LOOKS_EVERY_MILLIS);
        }
        return dialogue.manager().atRest();
    }

    /** Leaves turns and tasks as they are. */
    @Override
    public void close() {
        dialogue.close();
    }
}
