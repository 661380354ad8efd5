package clda.boot;

import clda.audit.AnchorFile;
import clda.audit.AuditTrail;
import clda.dialogue.dbscheduler.DbTimers;
import clda.events.Arrivals;
import clda.events.IncomingTally;
import clda.events.Publisher;
import clda.events.jpa.JpaOutbox;
import clda.events.jpa.JpaStreamOutbox;
import clda.events.webhook.WebhookCalls;
import clda.events.webhook.WebhookSink;
import clda.guests.TrialAccounts;
import clda.guests.TrialSignIn;
import clda.llm.routing.ModelRouter;
import clda.release.CanaryGuard;
import clda.security.SocketTickets;
import clda.security.Standing;
import clda.security.limits.SignInGuard;
import clda.store.StoreClock;
import clda.store.jpa.JpaStore;
import clda.web.IdempotentRequests;
import clda.web.Leaving;
import clda.web.OpenLines;
import clda.web.SystemStatus;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Creates the parts when the application starts, rather than at the first request, and resumes what was left running. */
@ApplicationScoped
class Startup {

    private static final Logger LOG = System.getLogger(Startup.class.getName());
    private static final Duration ANCHORED_EVERY = Duration.ofSeconds(30);
    private static final Duration TOLD_EVERY = Duration.ofMillis(250);
    private static final Duration ENDED_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOCKS_COMPARED_EVERY = Duration.ofSeconds(1);
    private static final Duration SCHEMA_LOOKED_AT_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOKED_EVERY = Duration.ofMillis(500);
    private static final Duration GUARDED_EVERY = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN_EVERY = Duration.ofHours(1);
    private static final Duration KEYS_ARE_KEPT = Duration.ofHours(24);

    @Inject
    private Config config;

    @Inject
    private Settings settings;

    @Inject
    private SystemStatus status;

    @Inject
    private TrialSignIn trial;

    @Inject
    private Engine engine;

    @Inject
    private IdempotentRequests requests;

    @Inject
    private AuditTrail audit;

    @Inject
    private AnchorFile anchors;

    @Inject
    private JpaStore store;

    @Inject
    private JpaOutbox outbox;

    @Inject
    private JpaStreamOutbox stream;

    @Inject
    private SchemaWatch schema;

    @Inject
    private Standing standing;

    @Inject
    private SocketTickets tickets;

    @Inject
    private SignInGuard signIns;

    @Inject
    private StoreClock clock;

    @Inject
    private Leaving leaving;

    @Inject
    private OpenLines lines;

    @Inject
    private DbTimers timers;

    @Inject
    private ServerThreads threads;

    @Inject
    private ModelAccess models;

    @Inject
    private WebhookCalls webhookCalls;

    @Inject
    private CanaryGuard guard;

    @Inject
    private NodeName nodeName;

    @Inject
    private Measuring measuring;

    @Inject
    private Relaying relaying;

    /** Injected so that it is there before the first request, and a wrong setting stops the start. */
    @Inject
    private Tracks tracks;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final List<Future<?>> repeated = new CopyOnWriteArrayList<>();
    private @Nullable Departure departure;
    private @Nullable TermSignal signal;
    private @Nullable Thread storeWatch;
    private @Nullable AutoCloseable kafka;

    /** Calling this creates all parts. */
    void parts() {}

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        StartGuard.guarded(this::begin);
    }

    private void begin() {
        LOG.log(
                Level.INFO,
                "CLDA {0}: {1}, store {2} ({3}), data in {4}{5}",
                status.version(),
                settings.models().models().isEmpty()
                        ? "no model"
                        : settings.models().models(),
                status.store(),
                status.durable() ? "durable" : "NOT DURABLE",
                settings.dataDir().toAbsolutePath(),
                status.demo() ? ", demo accounts on" : "");
        if (status.store().equals("PostgreSQL")) {
            LOG.log(Level.INFO, SharedFiles.sentence(settings));
        }
        WentBackAudit wentBack = new WentBackAudit(store, audit, clock);
        store.afterItWentBack(what -> {
            wentBack.accept(what);
            audit.end().ifPresent(anchors::keep);
        });
        Departure out = new Departure(leaving, lines, engine, this::endTimes, store, settings.stopService());
        departure = out;
        ThreadFactory inContext = threads.virtual("clda-leaving-");
        signal = TermSignal.before(() -> join(inContext.newThread(out::leave)));
        requests.forgetUnanswered();
        // Not on this thread: it holds a lock of the container, and a tool call that is resumed may need that lock.
        timer.execute(engine::start);
        relaying.start();
        ModelRouter router = models.router();
        if (router != null) {
            ThreadFactory checking = threads.virtual("clda-model-check-");
            models.checks().forEach(check -> checking.newThread(() -> check.run(router::noticed))
                    .start());
        }
        repeated.add(timer.scheduleWithFixedDelay(
                () -> requests.forget(clock.instant().minus(KEYS_ARE_KEPT).toEpochMilli()), 0, 1, TimeUnit.HOURS));
        List<Engine.Chore> chores = new ArrayList<>(engine.chores());
        chores.add(new Engine.Chore(
                "anchoring the audit trail", ANCHORED_EVERY, () -> audit.end().ifPresent(anchors::keep)));
        // Two separate tasks, since the second waits for the store: what expires has to end even while the store is
        // unavailable.
        chores.add(new Engine.Chore("ending what is over", ENDED_EVERY, standing::endOver));
        chores.add(new Engine.Chore("following what other nodes have ended", ENDED_EVERY, standing::follow));
        chores.add(new Engine.Chore("forgetting tokens that have ended", FORGOTTEN_EVERY, standing::forget));
        chores.add(new Engine.Chore("forgetting tickets that have expired", FORGOTTEN_EVERY, tickets::forget));
        chores.add(new Engine.Chore("forgetting tries to sign in", FORGOTTEN_EVERY, signIns::forget));
        chores.add(new Engine.Chore("comparing clocks", CLOCKS_COMPARED_EVERY, () -> clock.look(store::now)));
        chores.add(new Engine.Chore("looking at the schema", SCHEMA_LOOKED_AT_EVERY, schema::look));
        chores.add(new Engine.Chore("watching the canary", GUARDED_EVERY, guard::look));
        chores.add(measuring.chore());
        // On a separate thread: while the store is unavailable, tasks that wait for it block all threads of the timer.
        Thread watching =
                threads.virtual("clda-store-watch-").newThread(() -> new StoreWatch(store, lines).go(LOOKED_EVERY));
        watching.start();
        storeWatch = watching;
        Settings.Webhook webhook = settings.webhook();
        if (webhook != null) {
            Publisher publisher = new Publisher(
                    outbox,
                    new WebhookSink(webhook.address(), webhook.secret(), webhookCalls, clock),
                    webhook.maxTries(),
                    clock);
            chores.add(new Engine.Chore("telling other systems", TOLD_EVERY, publisher::publish));
        }
        KafkaSettings withKafka = settings.kafka();
        if (withKafka != null) {
            kafka = kafka(withKafka);
        }
        FirstPage.of(config, howToSignIn()).ifPresent(page -> threads.virtual("clda-first-page-")
                .newThread(page::tell)
                .start());
        for (Engine.Chore chore : chores) {
            long millis = chore.every().toMillis();
            repeated.add(timer.scheduleWithFixedDelay(chore, millis, millis, TimeUnit.MILLISECONDS));
        }
    }

    /** Not before Kafka is configured: nothing of its client is loaded until then. */
    private AutoCloseable kafka(KafkaSettings with) {
        KafkaSettings.In in = with.in();
        IncomingTally tally = new IncomingTally();
        Arrivals arrivals = event -> {
            throw new IllegalStateException("no events come in");
        };
        if (in != null) {
            arrivals = new Arriving(engine, standing, in.tenant(), in.as());
            measuring.incoming(tally);
        }
        return KafkaParts.start(with, nodeName.get(), stream, arrivals, tally, clock, threads.platform("clda-kafka-"));
    }

    private Optional<String> howToSignIn() {
        return settings.namesWhoMaySignIn()
                ? Optional.empty()
                : Optional.of(trial.accounts()
                        .map(TrialAccounts::howTo)
                        .orElse("nobody can sign in yet: set clda.accounts.file"));
    }

    /** Stops all timers: a stopping server would refuse each further task with a stack trace. */
    private void endTimes() {
        repeated.forEach(each -> each.cancel(false));
        if (storeWatch != null) {
            storeWatch.interrupt();
        }
        timers.close();
        relaying.close();
        if (kafka != null) {
            try {
                kafka.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "Kafka could not be left in order", e);
            }
        }
    }

    private static void join(Thread leaving) {
        leaving.start();
        try {
            leaving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The application ends, by a signal or because the server undeploys it. */
    void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (departure != null) {
            departure.leaveNow();
        }
        if (signal != null) {
            signal.close();
        }
    }
}
