package clda.kit;

import clda.agent.CallEstimate;
import clda.agent.ModelResponder;
import clda.agent.Prompts;
import clda.agent.Responder;
import clda.agent.Spend;
import clda.agent.TurnLimits;
import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.audit.jpa.JpaAuditTrail;
import clda.boot.Engine;
import clda.boot.JpaStorage;
import clda.boot.RandomIds;
import clda.boot.Restoring;
import clda.boot.Storage;
import clda.budget.Budget;
import clda.budget.Quantity;
import clda.budget.Scope;
import clda.conversation.Companion;
import clda.conversation.ConversationKeys;
import clda.conversation.ConversationStore;
import clda.conversation.ImageStore;
import clda.conversation.PageCache;
import clda.conversation.jpa.JpaConversationKeys;
import clda.demo.Inbox;
import clda.demo.Mail;
import clda.demo.Mailbox;
import clda.demo.Orders;
import clda.demo.RefundCalls;
import clda.demo.Refunds;
import clda.demo.Sales;
import clda.demo.SampleData;
import clda.demo.ServiceSecret;
import clda.demo.Statements;
import clda.demo.Tickets;
import clda.dialogue.DialogueRules;
import clda.dialogue.ScheduleTools;
import clda.dialogue.dbscheduler.DbTimers;
import clda.effects.EffectLedger;
import clda.events.OutgoingEvents;
import clda.events.StreamOutbox;
import clda.events.jpa.JpaOutbox;
import clda.events.jpa.JpaStreamOutbox;
import clda.llm.ModelClient;
import clda.llm.ModelProfile;
import clda.llm.ModelRequest.Purpose;
import clda.memory.FactBook;
import clda.memory.Memory;
import clda.memory.MemoryTools;
import clda.nlu.Misses;
import clda.nlu.jpa.JpaMissedSentences;
import clda.recording.ExchangeBook;
import clda.release.Arm;
import clda.release.Arms;
import clda.release.Releases;
import clda.release.jpa.JpaReleaseBook;
import clda.security.Damages;
import clda.security.KeyCheck;
import clda.security.KeyRing;
import clda.security.PersonSettings;
import clda.security.Rights;
import clda.security.RowSeals;
import clda.security.jpa.JpaPersonSettings;
import clda.security.tink.TinkKeyRing;
import clda.store.StoreClock;
import clda.store.jpa.JpaStore;
import clda.store.jpa.Node;
import clda.store.jpa.Transactions;
import clda.tools.Tool;
import clda.tools.bean.BeanTool;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** The engine without any server: the one that tests talk to and that campaigns kill. */
public final class SeEngine implements AutoCloseable {

    private final TestDatabase database;
    private final EntityManagerFactory entities;
    private final JpaStore store;
    private final KeyRing keyRing;
    private final Damages damages;
    private final RowSeals seals;
    private final AuditTrail audit;
    private final PersonSettings settings;
    private final Memory memory;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final DbTimers timers;
    private final Arms arms;
    private final ScheduledExecutorService chores;
    private final List<Tool> tools;
    private final Clock clock;
    private final Engine engine;
    private final JpaConversationKeys keys;
    private final Storage storage;
    private final JpaStreamOutbox stream;

    private SeEngine(Options options) {
        database = options.database == null ? TestDatabase.embedded(options.dataDir) : options.database;
        keyRing = options.keys.apply(TinkKeyRing.at(options.keyFile));
        if (options.migrates) {
            MigratedTables.in(database);
            knowsTheKey();
        }
        entities = Persistence.createEntityManagerFactory("clda", database.unit());
        store = new JpaStore(
                entities,
                options.transactions.apply(Transactions.resourceLocal(entities)),
                new RandomIds(),
                new Node(options.node, options.lease),
                SeEngine::daemon);
        clock = options.clock;
        lookAtTheClock();
        damages = new Damages(options.clock);
        seals = new RowSeals(keyRing, damages);
        if (options.migrates) {
            SampleData.fill(store, options.clock);
        }
        audit = new JpaAuditTrail(store, keyRing, seals);
        settings = new JpaPersonSettings(store);
        stream = new JpaStreamOutbox(store, seals);
        keys = new JpaConversationKeys(store, keyRing, seals);
        storage = storage(options);
        memory = new Memory(storage.facts(), options.clock);
        chores = Executors.newScheduledThreadPool(2, SeEngine::daemon);
        timers = new DbTimers(
                database.source(),
                new RandomIds().get(),
                options.clock,
                tasks,
                Executors.newSingleThreadExecutor(SeEngine::daemon),
                chores);
        tools = tools(options);
        arms = new Arms(new JpaReleaseBook(store), options.arm, store::epoch);
        engine = new Engine(new Engine.Parts(
                storage,
                options.rights,
                settings.zones(ZoneId.of("UTC")),
                options.responder,
                options.model,
                Set.of("smart", "spare"),
                options.afterwards,
                tools,
                timers,
                arms,
                options.limits,
                new Spend(
                        new Budget(
                                storage.usage(), options.budget, Duration.ofMinutes(3), options.clock, new RandomIds()),
                        new CallEstimate(4_096, ModelProfile.Price.FREE)),
                options.rules,
                options.prompts,
                options.clock,
                new RandomIds(),
                Thread.ofVirtual().factory()));
    }

    /** As a server does, before it joins. */
    private void knowsTheKey() {
        try (Connection connection = database.source().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into master_key (id, check_value) values (1, ?) on conflict (id) do nothing")) {
            insert.setBytes(1, KeyCheck.of(keyRing));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Storage storage(Options options) {
        List<Companion> companions = new ArrayList<>(
                List.of(new EventAudit(audit, options.clock), new Misses(new JpaMissedSentences(store))));
        if (options.tellsOthers) {
            companions.add(new OutgoingEvents(
                    new JpaOutbox(store, seals)::put, () -> store.restored().times(), options.clock));
        }
        if (options.tellsStream) {
            companions.add(
                    new OutgoingEvents(stream::put, () -> store.restored().times(), options.clock));
        }
        Storage all = new JpaStorage(store, keys, keyRing, seals, options.pages, options.clock, companions).storage();
        return new Storage(
                all.membership(),
                options.events.apply(all.conversations()),
                all.index(),
                all.indexer(),
                options.ledger.apply(all.ledger()),
                all.approvals(),
                all.tasks(),
                all.schedules(),
                all.announcements(),
                all.images(),
                options.facts == null ? all.facts() : options.facts,
                all.usage(),
                all.exchanges());
    }

    private static Thread daemon(Runnable work) {
        return Thread.ofPlatform().daemon().unstarted(work);
    }

    public StreamOutbox stream() {
        return stream;
    }

    /** Does at once what is otherwise done a moment later. */
    public void takeUpForSearch() {
        storage.indexer().takeUp(storage.conversations());
    }

    public PersonSettings settings() {
        return settings;
    }

    /** As a server does, which has the database's time. */
    private void lookAtTheClock() {
        if (clock instanceof StoreClock stores) {
            stores.look(store::now);
        }
    }

    /** The arm of this node, and what it knows of the others. */
    public Arms arms() {
        return arms;
    }

    public Releases releases() {
        return new Releases(new JpaReleaseBook(store), arms, clock);
    }

    /** Takes up what was left, and from then on does what has to be done again and again. */
    public SeEngine start() {
        new Restoring(store, engine, audit, clock).complete();
        timers.start(engine.tasks()::run);
        engine.start();
        chores.scheduleWithFixedDelay(this::lookAtTheClock, 1, 1, TimeUnit.SECONDS);
        engine.chores()
                .forEach(chore -> chores.scheduleWithFixedDelay(
                        chore, chore.every().toMillis(), chore.every().toMillis(), TimeUnit.MILLISECONDS));
        return this;
    }

    /** Checks the arguments of bean tools without a server. */
    public static Validator validator() {
        return Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }

    private List<Tool> tools(Options options) {
        if (options.onlyTheseTools) {
            return Stream.concat(options.tools.stream(), options.storeTools.apply(store).stream())
                    .toList();
        }
        Validator validator = validator();
        List<Object> beans = new ArrayList<>(List.of(
                new Orders(store),
                new Sales(store, options.clock, settings.zones(ZoneId.of("UTC"))),
                new Tickets(store, keyRing, options.clock),
                new Mail(options.mail, options.clock),
                new Refunds(options.refunds, new RefundCalls()),
                new Statements(store, new Statements.Pace(Duration.ofMillis(5))),
                new ScheduleTools(
                        storage.schedules(), options.clock, new RandomIds(), settings.zones(ZoneId.of("UTC"))),
                new MemoryTools(memory)));
        if (options.mailbox != null) {
            beans.add(new Inbox(options.mailbox));
        }
        List<Tool> tools = new ArrayList<>(options.tools);
        beans.forEach(bean -> tools.addAll(BeanTool.of(bean.getClass(), () -> bean, validator)));
        return tools;
    }

    /** What differs from test to test. */
    public static final class Options {
        private final Path dataDir;
        private ModelClient model;
        private Responder responder;
        private Clock clock = Clock.systemUTC();
        private TurnLimits limits = TurnLimits.DEFAULT;
        private DialogueRules rules = DialogueRules.DEFAULT;
        private List<Tool> tools = List.of();
        private TestDatabase database;
        private boolean onlyTheseTools;
        private Function<JpaStore, List<Tool>> storeTools = store -> List.of();
        private boolean migrates = true;
        private boolean tellsOthers;
        private boolean tellsStream;
        private PageCache pages = PageCache.NONE;
        private Set<Purpose> afterwards = Set.of();
        private Prompts prompts = Prompts.always("You are a test.");
        private Map<Scope, Quantity> budget = Map.of();
        private UnaryOperator<ConversationStore> events = UnaryOperator.identity();
        private UnaryOperator<EffectLedger> ledger = UnaryOperator.identity();
        private UnaryOperator<KeyRing> keys = UnaryOperator.identity();
        private UnaryOperator<Transactions> transactions = UnaryOperator.identity();
        private String node;
        private Duration lease = Node.DEFAULT_LEASE;
        private Arm arm = Arm.STABLE;
        private Path keyFile;
        private Rights rights = Everybody.AS_THEN;
        private Mailbox mailbox;
        private Mail.Server mail = new Mail.Server("127.0.0.1", 1, "clda@localhost");
        private FactBook facts;
        private Refunds.Service refunds = new Refunds.Service(URI.create("http://127.0.0.1:1"), ServiceSecret.random());

        /** A model by itself. */
        public Options(Path dataDir, ModelClient model) {
            this(dataDir, new ModelResponder(model));
            this.model = model;
        }

        public Options(Path dataDir, Responder responder) {
            this.dataDir = dataDir;
            this.responder = responder;
            this.node = dataDir.toString();
            this.keyFile = dataDir.resolve("keys/master-key.json");
        }

        /** Another node than one with another name; who comes back under a name takes over from the one before. */
        public Options node(String value) {
            node = value;
            return this;
        }

        /** No tools but these. */
        public Options onlyTools(List<Tool> value, Function<JpaStore, List<Tool>> ofTheStore) {
            tools = value;
            storeTools = ofTheStore;
            onlyTheseTools = true;
            return this;
        }

        /** The database has been used before by this version. */
        public Options migrated() {
            migrates = false;
            return this;
        }

        /** Puts something between the engine and its store. */
        public Options events(UnaryOperator<ConversationStore> value) {
            events = value;
            return this;
        }

        public Options ledger(UnaryOperator<EffectLedger> value) {
            ledger = value;
            return this;
        }

        public Options keys(UnaryOperator<KeyRing> value) {
            keys = value;
            return this;
        }

        public Options transactions(UnaryOperator<Transactions> value) {
            transactions = value;
            return this;
        }

        public Options lease(Duration value) {
            lease = value;
            return this;
        }

        public Options arm(Arm value) {
            arm = value;
            return this;
        }

        /** What happens goes into the outbox. */
        public Options tellsOthers() {
            tellsOthers = true;
            return this;
        }

        /** Shares pages of events with other nodes. */
        public Options pages(PageCache shared) {
            pages = shared;
            return this;
        }

        /** What happens goes into the outbox of a stream. */
        public Options tellsStream() {
            tellsStream = true;
            return this;
        }

        /** For nodes that share a database. */
        public Options keyFile(Path value) {
            keyFile = value;
            return this;
        }

        public Options rights(Rights value) {
            rights = value;
            return this;
        }

        public Options model(ModelClient value) {
            model = value;
            return responder(new ModelResponder(value));
        }

        public Options responder(Responder value) {
            responder = value;
            return this;
        }

        public Options clock(Clock value) {
            clock = value;
            return this;
        }

        public Options facts(FactBook value) {
            facts = value;
            return this;
        }

        public Options limits(TurnLimits value) {
            limits = value;
            return this;
        }

        /** What the model is asked for when a turn has ended. */
        public Options afterwards(Purpose... value) {
            afterwards = Set.of(value);
            return this;
        }

        public Options prompts(Prompts value) {
            prompts = value;
            return this;
        }

        public Options budget(Map<Scope, Quantity> value) {
            budget = value;
            return this;
        }

        public Options rules(DialogueRules value) {
            rules = value;
            return this;
        }

        public Options tools(Tool... value) {
            tools = List.of(value);
            return this;
        }

        /** Instead of the embedded one in the data directory; closed with the engine. */
        public Options database(TestDatabase value) {
            database = value;
            return this;
        }

        public Options mail(Mail.Server value) {
            mail = value;
            return this;
        }

        /** Mail goes into it, and can be read. */
        public Options mail(Mailbox value) {
            mailbox = value;
            mail = value.server("clda@localhost");
            return this;
        }

        public Options refunds(Refunds.Service value) {
            refunds = value;
            return this;
        }

        public SeEngine open() {
            return new SeEngine(this);
        }
    }

    /** An engine whose model nobody is going to ask; each a node of its own. */
    public static SeEngine on(Path dataDir, TestDatabase database) {
        return new Options(dataDir, new ScriptedModel())
                .database(database)
                .node(new RandomIds().get())
                .open();
    }

    public Engine engine() {
        return engine;
    }

    public JpaStore store() {
        return store;
    }

    public ImageStore images() {
        return storage.images();
    }

    public ExchangeBook exchanges() {
        return storage.exchanges();
    }

    public Memory memory() {
        return memory;
    }

    public AuditTrail audit() {
        return audit;
    }

    public ConversationKeys keys() {
        return keys;
    }

    public RowSeals seals() {
        return seals;
    }

    /** What was found changed or missing in the database. */
    public Damages damages() {
        return damages;
    }

    public List<Tool> tools() {
        return tools;
    }

    public KeyRing keyRing() {
        return keyRing;
    }

    /** Does nothing that others would see any more, as a process that is stopped; it does not know. */
    public void freezes() {
        database.faults().freezes();
    }

    public void thaws() {
        database.faults().thaws();
    }

    /** Stops in order: the store stays until the tasks in progress have been interrupted. */
    void leaves() throws InterruptedException {
        engine.close();
        timers.close();
        tasks.awaitTermination(10, TimeUnit.SECONDS);
        close();
    }

    /** Stops without ending the turns in progress, as a crash does; nothing is flushed that was not. */
    @Override
    public void close() {
        thaws();
        chores.shutdownNow();
        engine.close();
        timers.close();
        store.close();
        entities.close();
        database.close();
    }
}
