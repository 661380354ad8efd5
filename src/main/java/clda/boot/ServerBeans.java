package clda.boot;

import clda.agent.Prompts;
import clda.agent.Spend;
import clda.audit.AnchorFile;
import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.audit.jpa.JpaAuditTrail;
import clda.budget.Budget;
import clda.budget.UsageBook;
import clda.budget.UsageCounting;
import clda.budget.jpa.JpaUsageBook;
import clda.conversation.Companion;
import clda.conversation.ConversationLog;
import clda.conversation.ImageStore;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.conversation.jpa.JpaImageStore;
import clda.conversation.jpa.JpaSearchIndex;
import clda.conversation.search.Indexer;
import clda.dialogue.Approvals;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.dialogue.Images;
import clda.dialogue.ScheduleTools;
import clda.dialogue.Schedules;
import clda.dialogue.Tasks;
import clda.dialogue.Unknowns;
import clda.dialogue.dbscheduler.DbTimers;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.dialogue.jpa.JpaTaskBook;
import clda.effects.EffectLedger;
import clda.effects.jpa.JpaEffectLedger;
import clda.events.DeadLetters;
import clda.events.OutgoingEvents;
import clda.events.jpa.JpaDeadLetters;
import clda.events.jpa.JpaOutbox;
import clda.frames.Skill;
import clda.guests.Guest;
import clda.guests.Guests;
import clda.guests.TrialAccounts;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelCatalog;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.offline.BuiltInSkills;
import clda.llm.offline.DomainSkills;
import clda.llm.offline.GuidedModelClient;
import clda.llm.offline.OfflineModelClient;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.ModelTroubles;
import clda.memory.FactBook;
import clda.memory.Memory;
import clda.memory.MemoryTools;
import clda.memory.jpa.JpaFactBook;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpreter;
import clda.nlu.Interpreters;
import clda.nlu.LiveInterpreter;
import clda.nlu.MissedSentences;
import clda.nlu.Misses;
import clda.nlu.Workbench;
import clda.nlu.jpa.JpaMissedSentences;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.rasa.RasaInterpreter;
import clda.nlu.rasa.RasaServer;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.Domain;
import clda.nlu.training.LabelledFile;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingDirectory;
import clda.recording.ExchangeBook;
import clda.recording.Recordings;
import clda.recording.Shadow;
import clda.recording.jpa.JpaExchangeBook;
import clda.security.AccountDirectory;
import clda.security.Accounts;
import clda.security.Damages;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.security.SocketTickets;
import clda.security.Standing;
import clda.security.Zones;
import clda.security.accounts.AccountFile;
import clda.security.jpa.JpaKnownPeople;
import clda.security.jpa.JpaPersonSettings;
import clda.security.jpa.JpaRevocations;
import clda.security.jwt.Tokens;
import clda.store.StoreClock;
import clda.store.jpa.JpaStore;
import clda.store.jpa.Node;
import clda.store.jpa.Transactions;
import clda.tools.Tool;
import clda.tools.Toolbox;
import clda.tools.bean.BeanTool;
import clda.tools.rasa.ActionServer;
import clda.tools.rasa.RasaAction;
import clda.web.IdempotentRequests;
import clda.web.Leaving;
import clda.web.OpenLines;
import clda.web.SystemStatus;
import clda.web.jpa.JpaIdempotentRequests;
import clda.web.jpa.JpaSenders;
import clda.web.rasa.Senders;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.UserTransaction;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** The parts of the application as CDI beans. */
@ApplicationScoped
class ServerBeans {

    @PersistenceUnit(unitName = "clda")
    private EntityManagerFactory entities;

    @Resource
    private UserTransaction transaction;

    @Resource(name = "jdbc/clda")
    private DataSource database;

    @Inject
    private ServerThreads threads;

    @Inject
    private RasaServer rasaServer;

    @Inject
    private ActionServer actionServer;

    @Produces
    @Singleton
    Guests guests(@Any Instance<Guest> all) {
        return new Guests(all.stream().toList());
    }

    @Produces
    @Singleton
    Settings settings(Config config, Guests guests) {
        Settings settings;
        try {
            settings = Settings.from(config);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(StartGuard.REFUSING + ": " + e.getMessage(), e);
        }
        Optional<String> ofGuests = settings.production() ? guests.dangerInProduction() : Optional.empty();
        ofGuests.or(settings::dangerInProduction).ifPresent(danger -> {
            throw new IllegalStateException("refusing to start in the prod profile: " + danger);
        });
        return settings;
    }

    @Produces
    @Singleton
    StoreClock clock() {
        return new StoreClock(Clock.systemUTC());
    }

    @Produces
    @Singleton
    RandomIds ids() {
        return new RandomIds();
    }

    @Produces
    @Singleton
    Durability durability(Settings settings) {
        Durability durability = Durability.of(database);
        if (settings.production() && !durability.durable()) {
            throw new IllegalStateException("refusing to start in the prod profile: " + durability.why());
        }
        return durability;
    }

    @Produces
    @Singleton
    Leaving leaving() {
        return new Leaving();
    }

    @Produces
    @Singleton
    OpenLines openLines() {
        return new OpenLines();
    }

    @Produces
    @Singleton
    NodeName nodeName(Settings settings, RandomIds ids) {
        return NodeName.in(settings.dataDir(), ids);
    }

    static void close(@Disposes NodeName name) {
        name.close();
    }

    @Produces
    @Singleton
    JpaStore store(
            Durability checked,
            MasterKey key,
            Settings settings,
            Guests guests,
            NodeName name,
            RandomIds ids,
            StoreClock clock) {
        Schema.migrate(database);
        guests.here().forEach(guest -> guest.tables().ifPresent(folder -> Schema.migrate(database, guest, folder)));
        key.check(database);
        JpaStore store = new JpaStore(
                entities,
                Transactions.jta(entities, transaction),
                ids,
                new Node(name.get(), settings.lease()),
                threads.platform("clda-store-"));
        clock.look(store::now);
        return store;
    }

    static void close(@Disposes JpaStore store) {
        store.close();
    }

    @Produces
    @Singleton
    SchemaWatch schemaWatch(JpaStore migrated) {
        return new SchemaWatch(migrated, Schema.newest(database));
    }

    @Produces
    @Singleton
    MasterKey masterKey(Settings settings) {
        return MasterKey.at(settings.keyFile(), database);
    }

    @Produces
    @Singleton
    KeyRing keyRing(MasterKey key) {
        return key.ring();
    }

    @Produces
    @Singleton
    Tokens tokens(Settings settings, Clock clock) {
        if (settings.hasIdentityProvider()) {
            return Tokens.of(
                    settings.publicKey(), settings.publicKeyLocation(), settings.issuer(), settings.audience(), clock);
        }
        return Tokens.local(settings.tokenKeyFile(), settings.issuer(), settings.tokenValidity(), clock);
    }

    @Produces
    @Singleton
    Accounts accounts(Settings settings, Guests guests) {
        if (settings.accountsFile() != null) {
            return new AccountFile(settings.accountsFile());
        }
        return guests.accounts().map(TrialAccounts::accounts).orElse(Accounts.NONE);
    }

    @Produces
    @Singleton
    Standing standing(JpaStore store, RowSeals seals, Tokens tokens, Accounts accounts, Clock clock) {
        return new Standing(
                tokens.issues() ? new AccountDirectory(accounts) : new JpaKnownPeople(store, seals, clock),
                new JpaRevocations(store, clock),
                clock,
                threads.virtual("clda-signed-out-"));
    }

    @Produces
    @Singleton
    AuditTrail audit(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaAuditTrail(store, keyRing, seals);
    }

    @Produces
    @Singleton
    AnchorFile anchors(Settings settings) {
        return new AnchorFile(settings.anchorFile());
    }

    @Produces
    @Singleton
    JpaScheduleBook scheduleBook(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaScheduleBook(store, keyRing, seals);
    }

    @Produces
    @Singleton
    JpaPersonSettings personSettings(JpaStore store) {
        return new JpaPersonSettings(store);
    }

    @Produces
    @Singleton
    Zones zones(JpaPersonSettings persons, Settings settings) {
        return persons.zones(settings.zone());
    }

    @Produces
    @Singleton
    ScheduleTools scheduleTools(JpaScheduleBook book, Clock clock, RandomIds ids, Zones zones) {
        return new ScheduleTools(book, clock, ids, zones);
    }

    @Produces
    @Singleton
    DbTimers timers(JpaStore migrated, RandomIds ids, Clock clock) {
        return new DbTimers(
                database,
                ids.get(),
                clock,
                Executors.newThreadPerTaskExecutor(threads.virtual("clda-timer-")),
                Executors.newSingleThreadExecutor(threads.platform("clda-timer-due-")),
                Executors.newSingleThreadScheduledExecutor(threads.platform("clda-timer-house-")));
    }

    static void close(@Disposes DbTimers timers) {
        timers.close();
    }

    @Produces
    @Singleton
    SocketTickets tickets(Clock clock, RandomIds ids) {
        return new SocketTickets(clock, ids);
    }

    @Produces
    @Singleton
    @Typed(Understandings.class)
    Understandings understandings(Settings settings, Guests guests, Clock clock) {
        return new Understandings(settings.nluData(), folders -> understanding(settings, guests, clock, folders));
    }

    private Understanding understanding(Settings settings, Guests guests, Clock clock, List<Path> folders) {
        AtomicReference<Interpreter> itself = new AtomicReference<>();
        List<Skill> skills = skills(settings, guests, clock, itself::get);
        List<IntentDefinition> intents = OfflineModelClient.intents(skills);
        LiveInterpreter interpreter = new LiveInterpreter(
                () -> training(guests, folders),
                data -> new LocalInterpreter(intents, data),
                work -> Thread.ofPlatform().daemon().name("clda-learn").unstarted(work));
        itself.set(interpreter);
        URI rasa = settings.rasa();
        return new Understanding(
                skills,
                interpreter,
                new OfflineModelClient(
                        skills,
                        rasa == null ? interpreter : new RasaInterpreter(rasa, rasaServer, intents, interpreter)));
    }

    @Produces
    @Singleton
    Interpreters interpreters(Understandings understandings) {
        return understandings;
    }

    private static TrainingData training(Guests guests, List<Path> folders) {
        TrainingData data = BuiltInData.talk().and(guests.examples());
        for (Path folder : folders) {
            data = Files.isDirectory(folder) ? data.and(TrainingDirectory.read(folder)) : data;
        }
        return data;
    }

    private static List<Skill> skills(
            Settings settings, Guests guests, Clock clock, Supplier<Interpreter> interpreter) {
        // "Every Monday, show the sales" is a repetition, not a report.
        List<Skill> skills = new ArrayList<>(BuiltInSkills.all(clock, settings.zone()));
        skills.addAll(guests.skills(clock, settings.zone()));
        if (Files.isDirectory(settings.nluData())) {
            // Learning is later; what cannot be learned is said now rather than at every sentence.
            TrainingDirectory.read(settings.nluData());
            skills.addAll(DomainSkills.of(TrainingDirectory.domain(settings.nluData()), interpreter));
        }
        return skills;
    }

    @Produces
    @Singleton
    ModelAccess modelAccess(Settings settings, Understandings understandings, GuardedHeaders guarded, Clock clock) {
        if (!settings.asksModel()) {
            return new ModelAccess(understandings, null, List.of());
        }
        Models models =
                new Models(settings.models(), understandings, guarded, clock, threads.virtual("clda-model-call-"));
        return new ModelAccess(
                guided(settings.route(), models.router(), understandings), models.router(), models.checks());
    }

    private static ModelClient guided(
            GuidedModelClient.Route route, ModelRouter router, Understandings understandings) {
        return new ModelClient() {
            @Override
            public String name() {
                return router.name();
            }

            @Override
            public OptionalInt room(ModelRequest.Options options) {
                return router.room(options);
            }

            @Override
            public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
                return respond(request, shown, cancellation, CallMeter.NONE);
            }

            @Override
            public ModelReply respond(
                    ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
                return new GuidedModelClient(route, router, understandings.client(request))
                        .respond(request, shown, cancellation, meter);
            }
        };
    }

    @Produces
    @Singleton
    ModelCatalog catalog(Settings settings) {
        return settings.models().catalog();
    }

    @Produces
    @Singleton
    ModelTroubles troubles(ModelAccess access) {
        return new ModelTroubles(() -> Optional.ofNullable(access.router()));
    }

    @Produces
    @Singleton
    ModelClient model(ModelAccess access) {
        return access.usual();
    }

    @Produces
    @Singleton
    Spend spend(Budget budget, Settings settings) {
        return new Spend(budget, settings.models().estimate());
    }

    @Produces
    @Singleton
    Damages damages(Clock clock) {
        return new Damages(clock);
    }

    @Produces
    @Singleton
    RowSeals rowSeals(KeyRing keyRing, Damages damages) {
        return new RowSeals(keyRing, damages);
    }

    @Produces
    @Singleton
    JpaConversationKeys conversationKeys(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaConversationKeys(store, keyRing, seals);
    }

    @Produces
    @Singleton
    ImageStore imageStore(JpaStore store, JpaConversationKeys keys) {
        return new JpaImageStore(store, keys);
    }

    @Produces
    @Singleton
    Images images(Engine engine) {
        return engine.images();
    }

    @Produces
    @Singleton
    ExchangeBook exchangeBook(JpaStore store, JpaConversationKeys keys) {
        return new JpaExchangeBook(store, keys);
    }

    @Produces
    @Singleton
    Shadow shadow(
            ExchangeBook exchanges,
            ImageStore images,
            Engine engine,
            ModelAccess access,
            Spend spend,
            Prompts prompts,
            RandomIds ids) {
        return new Shadow(
                exchanges,
                images,
                engine.log(),
                access.router(),
                spend,
                prompts,
                caller -> engine.tools().of(caller).definitions(),
                ids);
    }

    @Produces
    @Singleton
    FactBook factBook(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaFactBook(store, keyRing, seals);
    }

    @Produces
    @Singleton
    Memory memory(FactBook book, Clock clock) {
        return new Memory(book, clock);
    }

    @Produces
    @Singleton
    UsageBook usageBook(JpaStore store) {
        return new JpaUsageBook(store);
    }

    @Produces
    @Singleton
    Budget budget(UsageBook book, Settings settings, Clock clock) {
        return new Budget(book, settings.budget(), settings.models().longestCall(), clock, new RandomIds());
    }

    @Produces
    @Singleton
    JpaOutbox outbox(JpaStore store, RowSeals seals) {
        return new JpaOutbox(store, seals);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(JpaStore store, JpaOutbox outbox) {
        return new JpaDeadLetters(store, outbox);
    }

    @Produces
    @Singleton
    Engine engine(
            JpaStore store,
            KeyRing keyRing,
            RowSeals seals,
            JpaConversationKeys keys,
            AuditTrail audit,
            Standing standing,
            Zones zones,
            MissedSentences missed,
            JpaScheduleBook schedules,
            ScheduleTools scheduleTools,
            Memory memory,
            DbTimers timers,
            ModelClient model,
            JpaOutbox outbox,
            UsageBook usage,
            Spend spend,
            ExchangeBook exchanges,
            ImageStore images,
            Prompts prompts,
            BeanTools tools,
            Guests guests,
            @Any Instance<Object> beans,
            Validator validator,
            Settings settings,
            Clock clock,
            RandomIds ids) {
        guests.here().forEach(guest -> guest.fill(store, clock));
        List<Tool> all = new ArrayList<>(tools.all(guests, beans, validator));
        all.addAll(BeanTool.of(ScheduleTools.class, () -> scheduleTools, validator));
        all.addAll(BeanTool.of(MemoryTools.class, () -> new MemoryTools(memory), validator));
        Settings.Actions actions = settings.actions();
        if (actions != null) {
            Domain domain = Files.isDirectory(settings.nluData())
                    ? TrainingDirectory.domain(settings.nluData())
                    : Domain.NOTHING;
            all.addAll(
                    RasaAction.all(actions.tools(), actions.address(), actionServer, DomainSkills.parameters(domain)));
        }
        JpaSearchIndex index = new JpaSearchIndex(store, keyRing);
        Indexer indexer = new Indexer(index);
        List<Companion> companions = new ArrayList<>(
                List.of(new EventAudit(audit, clock), new Misses(missed), new UsageCounting(usage), indexer));
        if (settings.webhook() != null) {
            companions.add(new OutgoingEvents(outbox, clock));
        }
        JpaConversationStore conversations = new JpaConversationStore(store, keys, seals, companions);
        JpaEffectLedger ledger = new JpaEffectLedger(store, seals, clock);
        ExistingRows.seal(
                List.of(
                        conversations,
                        ledger,
                        new JpaApprovalBook(store, seals),
                        new JpaTaskBook(store, seals),
                        schedules,
                        new JpaFactBook(store, keyRing, seals)),
                settings.sealsExisting());
        conversations.completeRows();
        Engine engine = new Engine(new Engine.Parts(
                store,
                seals,
                conversations,
                index,
                indexer,
                ledger,
                standing,
                zones,
                model,
                settings.models().names(),
                settings.asksModel() ? settings.models().orders().keySet() : Set.of(),
                all,
                memory,
                schedules,
                timers,
                settings.limits(),
                spend,
                exchanges,
                images,
                settings.rules(),
                prompts,
                clock,
                ids,
                threads.virtual("clda-turn-")));
        timers.start(engine.tasks()::run);
        return engine;
    }

    static void close(@Disposes Engine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    ConversationLog log(Engine engine) {
        return engine.log();
    }

    @Produces
    @Singleton
    Conversations conversations(Engine engine) {
        return engine.conversations();
    }

    @Produces
    @Singleton
    DialogueManager dialogue(Engine engine) {
        return engine.dialogue();
    }

    @Produces
    @Singleton
    Approvals approvals(Engine engine) {
        return engine.approvals();
    }

    @Produces
    @Singleton
    Unknowns unknowns(Engine engine) {
        return engine.unknowns();
    }

    @Produces
    @Singleton
    Tasks tasks(Engine engine) {
        return engine.tasks();
    }

    @Produces
    @Singleton
    Schedules schedules(Engine engine) {
        return engine.schedules();
    }

    @Produces
    @Singleton
    EffectLedger ledger(Engine engine) {
        return engine.ledger();
    }

    @Produces
    @Singleton
    Toolbox toolbox(Engine engine) {
        return engine.tools();
    }

    @Produces
    @Singleton
    MissedSentences missed(JpaStore store) {
        return new JpaMissedSentences(store);
    }

    @Produces
    @Singleton
    Workbench workbench(
            Interpreters interpreters, MissedSentences missed, Settings settings, ConversationLog log, Clock clock) {
        return new Workbench(interpreters, missed, tenant -> new LabelledFile(settings.nluData(), tenant), log, clock);
    }

    @Produces
    @Singleton
    Recordings recordings(ExchangeBook exchanges, ConversationLog log) {
        return new Recordings(exchanges, log);
    }

    @Produces
    @Singleton
    Senders senders(JpaStore store) {
        return new JpaSenders(store);
    }

    @Produces
    @Singleton
    IdempotentRequests requests(JpaStore store, KeyRing keyRing, Clock clock) {
        return new JpaIdempotentRequests(store, keyRing, clock);
    }

    @Produces
    @Singleton
    SystemStatus status(Settings settings, Guests guests, Durability durability, ModelClient model) {
        boolean configured = settings.asksModel();
        return new SystemStatus(
                version(),
                model.name(),
                configured,
                durability.product(),
                durability.durable(),
                guests.dangerInProduction().isPresent(),
                true);
    }

    private static String version() {
        return read("/clda-version.txt").strip();
    }

    @Produces
    @Singleton
    Prompts prompts(Settings settings) {
        Path own = settings.prompts();
        Prompts prompts = own == null ? Prompts.builtIn() : Prompts.builtIn().and(own);
        settings.models().models().forEach(model -> {
            model.secret()
                    .filter(key -> prompts.all().stream().anyMatch(text -> text.contains(key)))
                    .ifPresent(key -> {
                        throw new IllegalStateException(
                                "refusing to start: a prompt in clda.prompts holds the API key of model "
                                        + model.name());
                    });
        });
        return prompts;
    }

    private static String read(String resource) {
        try (InputStream in = ServerBeans.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
