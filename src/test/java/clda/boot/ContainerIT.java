package clda.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.effects.EffectClass;
import clda.effects.EffectLedger;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelRequest;
import clda.llm.http.Patience;
import clda.llm.preset.Presets;
import clda.nlu.rasa.RasaServer;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Role;
import clda.store.StoreState;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.tools.NotSent;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
import clda.tools.rasa.ActionServer;
import clda.web.SystemStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the application finds inside of a server: the same on each of them. */
@ExtendWith(ArquillianExtension.class)
class ContainerIT {

    private static final Caller ALICE = new Caller("alice", Caller.DEFAULT_TENANT, Set.of(Role.USER));

    @Deployment
    static WebArchive application() {
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class, new File(System.getProperty("clda.war", "target/clda.war")))
                .addClasses(ContainerIT.class, Probe.class);
    }

    @Inject
    private JpaStore store;

    @Inject
    private StoreState state;

    @Inject
    private ServerThreads threads;

    @Inject
    private GuardedHeaders guarded;

    @Inject
    private RasaServer rasa;

    @Inject
    private ActionServer actions;

    @Inject
    private Toolbox tools;

    @Inject
    private Conversations conversations;

    @Inject
    private DialogueManager dialogue;

    @Inject
    private JpaStore membership;

    @Inject
    private EffectLedger ledger;

    @Inject
    private KeyRing keyRing;

    @Inject
    private Settings settings;

    @Inject
    private SystemStatus status;

    @Inject
    private Config config;

    @Inject
    private Durability durability;

    @Inject
    @Any
    private Instance<Object> beans;

    @Inject
    @Readiness
    private StoreAnswers readiness;

    // Persistence

    @Test
    void eclipseLinkIsTheProvider() {
        String provider = store.read(in -> in.getDelegate().getClass().getName());

        assertTrue(provider.startsWith("org.eclipse.persistence."), provider);
    }

    @Test
    void theStoreIsTheOneThatWasChosenAndDurable() {
        boolean embedded = !config.getOptionalValue("clda.test.store", String.class)
                .orElse("embedded")
                .equals("postgresql");

        assertEquals(embedded ? "SQLite" : "PostgreSQL", durability.product());
        assertTrue(durability.durable(), durability.why());
    }

    @Test
    void writesBelongToATransactionOfTheServer() {
        AtomicInteger status = new AtomicInteger(-1);

        store.write((JpaWrite) in -> {
            try {
                status.set(((TransactionSynchronizationRegistry)
                                new InitialContext().lookup("java:comp/TransactionSynchronizationRegistry"))
                        .getTransactionStatus());
            } catch (javax.naming.NamingException e) {
                throw new IllegalStateException(e);
            }
        });

        assertEquals(Status.STATUS_ACTIVE, status.get());
    }

    @Test
    void aWriteThatThrowsIsRolledBackWithAllBeforeIt() {
        int number = fresh();
        JpaWrite ticket = in -> ticket(in, number);

        assertThrows(
                IllegalStateException.class,
                () -> store.write(List.of(ticket, in -> {
                    throw new IllegalStateException("no");
                })));

        assertEquals(0, tickets(number));
    }

    @Test
    void aWriteThatBreaksAConstraintIsRefusedAndTheNextIsNot() {
        int number = fresh();
        store.write((JpaWrite) in -> ticket(in, number));

        assertThrows(PersistenceException.class, () -> store.write((JpaWrite) in -> ticket(in, number)));
        store.write((JpaWrite) in -> ticket(in, number + 1));

        assertEquals(1, tickets(number));
        assertEquals(1, tickets(number + 1));
        assertFalse(state.away());
    }

    @Test
    void theTablesAreOfTheNewestForm() {
        List<?> failed =
                store.read(in -> in.createNativeQuery("select version from flyway_schema_history where success = "
                                + (durability.product().equals("SQLite") ? "0" : "false"))
                        .getResultList());
        List<?> versions = store.read(in -> in.createNativeQuery("select version from flyway_schema_history")
                .getResultList());

        assertTrue(failed.isEmpty());
        assertTrue(versions.contains("2"), versions.toString());
    }

    // Beans

    @Test
    void thereIsOneOfEachPart() {
        for (Class<?> part : List.of(DialogueManager.class, Conversations.class, Toolbox.class, KeyRing.class)) {
            assertTrue(beans.select(part).isResolvable(), part.getName());
            assertEquals(beans.select(part).get(), beans.select(part).get(), part.getName());
        }
    }

    @Test
    void theToolsOfTheDemoAndOfTheApplicationAreFound() {
        for (String name :
                List.of("find_order", "sales_report", "send_email", "refund_order", "create_ticket", "probe")) {
            assertTrue(tools.find(name).isPresent(), name);
        }
    }

    @Test
    void constraintsOfParametersBecomeTheSchema() {
        ToolDefinition probe = tools.find("probe").orElseThrow().definition();

        assertEquals(EffectClass.READ, probe.effect());
        assertEquals(
                "^(?:[a-z]{2,5})$",
                probe.parameters()
                        .path("properties")
                        .path("word")
                        .path("pattern")
                        .asText());
    }

    @Test
    void configurationComesFromTheServer() {
        assertTrue(status.demo());
        assertFalse(settings.production());
        assertEquals(List.of(), settings.models().models());
    }

    @Test
    void theServerIsReadyWhileTheStoreAnswers() {
        assertEquals(HealthCheckResponse.Status.UP, readiness.call().getStatus());
    }

    @Test
    void thisNodeIsAmongThoseThatAreAlive() {
        assertTrue(membership.epoch() > 0);
        assertTrue(membership.alive().contains(membership.epoch()));
    }

    @Test
    void whatIsSealedOpensInItsPlaceOnly() {
        byte[] sealed =
                keyRing.shared().seal("订单".getBytes(StandardCharsets.UTF_8), "here".getBytes(StandardCharsets.UTF_8));

        assertEquals(
                "订单",
                new String(
                        keyRing.shared().open(sealed, "here".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8));
        assertThrows(
                KeyRing.Damaged.class, () -> keyRing.shared().open(sealed, "there".getBytes(StandardCharsets.UTF_8)));
    }

    // Threads

    @Test
    void aToolOnTheThreadOfATurnSeesTheApplication() throws Exception {
        Tool probe = tools.find("probe").orElseThrow();
        CompletableFuture<JsonNode> seen = new CompletableFuture<>();
        ToolContext context =
                new ToolContext(ALICE, "c1", "t1", "t1-c1", "key", false, (percent, note) -> {}, () -> {});

        threads.virtual("probe-")
                .newThread(() -> {
                    try {
                        seen.complete(
                                probe.call(new ObjectMapper().createObjectNode().put("word", "abc"), context));
                    } catch (RuntimeException | Error e) {
                        seen.completeExceptionally(e);
                    }
                })
                .start();

        JsonNode told = seen.get(10, TimeUnit.SECONDS);
        assertEquals("abc", told.path("word").asText());
        assertEquals("true", told.path("loader").asText());
        assertEquals("there", told.path("database").asText());
        assertEquals("true", told.path("virtual").asText());
    }

    // The whole

    @Test
    void aTurnRunsToItsEnd() throws Exception {
        ConversationHead conversation = conversations.create(ALICE, null);
        CountDownLatch completed = new CountDownLatch(1);
        List<EventType> types = Collections.synchronizedList(new ArrayList<>());
        try (var following = conversations.follow(ALICE, conversation.id(), 0, new ConversationLog.Reader() {
            @Override
            public void onEvent(RecordedEvent event) {
                types.add(event.type());
                if (event.type().settlesTurn()) {
                    completed.countDown();
                }
            }

            @Override
            public void onDelta(TextDelta delta) {}

            @Override
            public void onErased() {}

            @Override
            public void onLost(long after) {}
        })) {
            dialogue.say(ALICE, conversation.id(), "open a ticket: the printer is broken", "m1");

            assertTrue(completed.await(20, TimeUnit.SECONDS), types.toString());
        }
        assertTrue(types.contains(EventType.TOOL_COMPLETED), types.toString());
        assertEquals(EventType.TURN_COMPLETED, types.getLast());
    }

    @Test
    void theRestClientRetriesWhatHasNotBegunAndReadsTheStream() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), modelPort()), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean answers = asked.incrementAndGet() > 1;
            byte[] body = answers
                    ? ("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hello.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                            .getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(answers ? 200 : 503, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            ModelClient client = model();

            String text = client.respond(
                            new ModelRequest(List.of(new ModelMessage.UserMessage("Hello?")), List.of()),
                            new ModelClient.TextSink() {
                                @Override
                                public void text(String piece) {}

                                @Override
                                public void restart() {}
                            },
                            new Cancellation())
                    .text();

            assertEquals("Hello.", text);
            assertEquals(2, asked.get());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theServersFaultToleranceRepeatsWhatMayBeRepeatedOnce() {
        AtomicInteger again = new AtomicInteger();
        assertThrows(
                GuardedHeaders.AskAgain.class,
                () -> guarded.await(() -> {
                    again.incrementAndGet();
                    throw new GuardedHeaders.AskAgain(new IllegalStateException("busy"));
                }));
        AtomicInteger ended = new AtomicInteger();
        assertThrows(
                GuardedHeaders.NotAgain.class,
                () -> guarded.await(() -> {
                    ended.incrementAndGet();
                    throw new GuardedHeaders.NotAgain(new IllegalStateException("refused"));
                }));

        assertEquals(2, again.get());
        assertEquals(1, ended.get());
    }

    @Test
    void noRequestReachesAModelThatTurnsItAwayMoreThanTwice() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", modelPort()), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        try {
            ModelClient client = model();

            RuntimeException failure = assertThrows(RuntimeException.class, () -> ask(client));

            assertEquals(2, asked.get(), () -> failure + ", " + failure.getCause());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoFailsIsLeftAloneAndStoodInFor() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + modelPort() + "/");
        HttpRequest request =
                HttpRequest.newBuilder(nobody).timeout(Duration.ofSeconds(5)).build();

        assertTrue(rasa.parse(nobody, "hello").isEmpty());
        for (int i = 0; i < 5; i++) {
            assertTrue(assertThrows(NotSent.class, () -> actions.send(request))
                    .getMessage()
                    .contains("cannot be reached"));
        }
        assertTrue(assertThrows(NotSent.class, () -> actions.send(request))
                .getMessage()
                .contains("left alone"));
    }

    private static String ask(ModelClient client) {
        return client.respond(
                        new ModelRequest(List.of(new ModelMessage.UserMessage("Hello?")), List.of()),
                        ModelClient.TextSink.UNSEEN,
                        new Cancellation())
                .text();
    }

    @Test
    void aModelThatNobodyAnswersForFailsInWords() {
        ModelClient client = model();

        RuntimeException failure = assertThrows(
                RuntimeException.class,
                () -> client.respond(
                        new ModelRequest(List.of(new ModelMessage.UserMessage("Hello?")), List.of()),
                        new ModelClient.TextSink() {
                            @Override
                            public void text(String piece) {}

                            @Override
                            public void restart() {}
                        },
                        new Cancellation()));

        assertInstanceOf(ModelFailure.class, failure);
    }

    private ModelClient model() {
        ModelSettings.Model model = new ModelSettings.Model(
                "main",
                "clda.llm",
                ModelSettings.Provider.OPENAI,
                URI.create(config.getValue("clda.test.model", String.class)),
                null,
                "m",
                null,
                Presets.builtIn().named(Presets.BASE),
                new ModelProfile(Set.of(), 32_000, 4_000, 10, ModelProfile.Price.FREE),
                // The first call loads the classes of the client, on a machine that may be busy.
                new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60)));
        return new Models(
                        new ModelSettings(List.of(model), Map.of(), Duration.ofSeconds(5), "test"),
                        guarded,
                        Clock.systemUTC(),
                        threads.virtual("model-"))
                .router();
    }

    /** A ticket number that no earlier run has left. */
    private static int fresh() {
        return ThreadLocalRandom.current().nextInt(1_000_000, Integer.MAX_VALUE - 1);
    }

    private static void ticket(jakarta.persistence.EntityManager in, int number) {
        in.createNativeQuery(
                        "insert into demo_ticket (ticket_number, opened_by, title, priority, opened_at) values (?1, 'a', ?2, 'low', 0)")
                .setParameter(1, number)
                .setParameter(2, new byte[] {1})
                .executeUpdate();
    }

    private int modelPort() {
        return java.net
                .URI
                .create(config.getValue("clda.test.model", String.class))
                .getPort();
    }

    private long tickets(int number) {
        return store.read(in -> (Number)
                        in.createNativeQuery("select count(*) from demo_ticket where ticket_number = " + number)
                                .getSingleResult())
                .longValue();
    }
}
