package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Postgres;
import clda.metrics.RecordedScrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database is killed, its connections are ended, its disk is full: what was acknowledged stays, once. */
class StoreOutageIT {

    private static final int PEOPLE = 8;
    private static final String SCRAPE_TOKEN = "scrape-0123456789abcdef0123456789abcdef";
    private static final Duration READINESS_FALLS = Duration.ofSeconds(2);
    private static final Duration SERVICE_RETURNS = Duration.ofSeconds(10);

    private static Path fresh(String name) throws IOException {
        return Files.createTempDirectory(Path.of(System.getProperty("clda.build", "target")), name)
                .toAbsolutePath();
    }

    private static Postgres database;
    private static String name;
    private static RunningServer server;

    /** One server for all outages that leave the disk as it is: each begins once the service is back from the one before. */
    @BeforeAll
    static void start() throws IOException {
        Path token = Files.writeString(fresh("outage-token-").resolve("token"), SCRAPE_TOKEN);
        database = Postgres.start(fresh("outage-"));
        name = database.newDatabase();
        server = RunningServer.start(
                "outage", Map.of("clda.metrics.token-file", token.toString()), ServerStore.on(database, name));
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    private static void assertNothingWasLostOrDoubled(Traffic.Outcome outcome, long tickets) {
        System.out.println("outage: " + outcome + ", tickets " + tickets);
        assertThat(outcome.acknowledged()).isPositive();
        assertThat(outcome.lost()).as("acknowledged messages lost").isZero();
        assertThat(outcome.doubled()).as("messages doubled").isZero();
        assertThat(outcome.gaps()).as("gaps").isZero();
        assertThat(outcome.completed()).isEqualTo(outcome.turns());
        assertThat(tickets).as("effects").isEqualTo(outcome.turns());
    }

    private static void assertSentBack(Client.Answer said) {
        assertThat(said.status()).isEqualTo(503);
        assertThat(said.type()).startsWith("application/problem+json");
        assertThat(said.header("Retry-After")).isNotEmpty();
        assertThat(said.json().path("retryable").asBoolean()).isTrue();
        assertThat(said.json().path("outcome").asText()).isEqualTo("none");
    }

    private static void assertNothingWasDoneAndItGoesOn(Client alice, String conversation) {
        assertThat(alice.get("/api/v1/conversations/" + conversation + "/events")
                        .json()
                        .path("items")
                        .findValuesAsText("type"))
                .containsExactly("conversation.opened");
        assertThat(alice.says(conversation, "where is order A-1001?")
                        .path("reply")
                        .asText())
                .contains("shipped");
    }

    @Test
    void aKilledDatabaseTakesNothingWithIt() throws Exception {
        long before = tickets();
        try (Traffic traffic = new Traffic(server, PEOPLE)) {
            for (int kill = 0; kill < 3; kill++) {
                traffic.awaitsMore(40);

                database.kill();

                Awaitility.await("readiness to fall").atMost(READINESS_FALLS).until(() -> !server.isReady());
                assertThat(server.isLive()).isTrue();
                database.startAgain();
                Awaitility.await("the service").atMost(SERVICE_RETURNS).until(server::isReady);
            }
            traffic.awaitsMore(40);

            assertNothingWasLostOrDoubled(traffic.ends(), tickets() - before);
        }
    }

    private static long tickets() {
        return database.count(name, "demo_ticket");
    }

    @Test
    void whoComesWhileTheDatabaseIsAwayIsSentBackAndNothingIsDone() throws Exception {
        Client alice = Client.signedIn(server, "alice");
        String conversation = alice.opensConversation();
        String turns = "/api/v1/conversations/" + conversation + "/turns";
        Socket open = alice.socket(conversation, 0);
        open.sends("{\"type\":\"ping\"}");
        open.awaits("pong");

        database.kill();
        Awaitility.await("readiness to fall").atMost(READINESS_FALLS).until(() -> !server.isReady());

        Client.Answer said = alice.send("POST", turns, "{\"text\":\"where is order A-1001?\"}");
        assertSentBack(said);
        assertThat(alice.get("/api/v1/conversations").status()).isEqualTo(503);
        assertThat(alice.get("/api/v1/system").status()).isEqualTo(200);
        assertThat(alice.get("/api/v1/metrics").status()).isEqualTo(503);
        assertThat(storeIsUp(server)).isZero();
        assertThat(open.awaitsClose()).isEqualTo(1013);
        Socket coming = Socket.open(
                alice.address(conversation, 0), List.of("clda.v1"), Map.of("Authorization", "Bearer " + alice.token()));
        assertThat(coming.awaitsClose()).isEqualTo(1013);

        database.startAgain();
        Awaitility.await("the service").atMost(SERVICE_RETURNS).until(server::isReady);
        assertNothingWasDoneAndItGoesOn(alice, conversation);
        assertThat(storeIsUp(server)).isEqualTo(1);
    }

    /** As the scraper is told, which needs no database for it. */
    private static double storeIsUp(RunningServer server) {
        Client.Answer scraped = Client.withToken(server, SCRAPE_TOKEN).get("/api/v1/metrics");
        assertThat(scraped.status()).isEqualTo(200);
        return RecordedScrape.of(scraped.text()).sum("clda_store_up");
    }

    @Test
    void aServerThatStartsBeforeItsDatabaseWaitsForIt() throws Exception {
        // Given a machine after a power cut, whose database is not there yet
        String other = database.newDatabase();
        database.kill();
        try (RunningServer early = RunningServer.begin("outage-early", Map.of(), ServerStore.on(database, other))) {
            Awaitility.await("the server to wait; see " + early.log())
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(early.log()).contains("waiting for the database"));

            // When the database comes
            database.startAgain();

            // Then the server starts
            early.awaitReady();
            Client alice = Client.signedIn(early, "alice");
            assertThat(alice.says(alice.opensConversation(), "where is order A-1001?")
                            .path("reply")
                            .asText())
                    .contains("shipped");
        }
        Awaitility.await("the other server").atMost(SERVICE_RETURNS).until(server::isReady);
    }

    @Test
    void whoComesWhileATableIsLockedIsSentBackAndNothingIsDone() throws Exception {
        Client alice = Client.signedIn(server, "alice");
        String conversation = alice.opensConversation();
        String turns = "/api/v1/conversations/" + conversation + "/turns";

        Client.Answer said;
        try (Connection operator = DriverManager.getConnection(database.url(name));
                Statement locks = operator.createStatement()) {
            locks.execute("set idle_in_transaction_session_timeout = 0");
            operator.setAutoCommit(false);
            locks.execute("lock table event in access exclusive mode");
            said = alice.send("POST", turns, "{\"text\":\"where is order A-1001?\"}");
        }

        assertSentBack(said);
        assertNothingWasDoneAndItGoesOn(alice, conversation);
    }

    @Test
    void connectionsThatAreEndedTakeNothingWithThem() throws Exception {
        long before = tickets();
        try (Traffic traffic = new Traffic(server, PEOPLE)) {
            for (int storm = 0; storm < 30; storm++) {
                traffic.awaitsMore(3);

                database.endAllConnections();

                assertThat(server.isLive()).isTrue();
            }
            traffic.awaitsMore(40);

            assertNothingWasLostOrDoubled(traffic.ends(), tickets() - before);
        }
    }

    @Test
    void aFullDiskTakesNothingWithIt() throws Exception {
        Path disk = fresh("disk-");
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()),
                "only a superuser can mount a small disk");
        try (Postgres small = Postgres.start(disk.resolve("home"), Map.of("max_wal_size", "32MB"))) {
            fillAndFree(disk, small);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void fillAndFree(Path disk, Postgres small) throws IOException {
        String full = small.newDatabase();
        try (RunningServer onIt = RunningServer.start("outage-full", Map.of(), ServerStore.on(small, full));
                Traffic traffic = new Traffic(onIt, PEOPLE)) {
            traffic.awaitsMore(40);

            Path filler = fill(disk);
            Awaitility.await("the full disk to be felt")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !onIt.isReady());
            assertThat(onIt.isLive()).isTrue();
            Files.delete(filler);
            small.startAgainIfEnded();

            Awaitility.await("the service").atMost(SERVICE_RETURNS).until(onIt::isReady);
            traffic.awaitsMore(40);
            assertNothingWasLostOrDoubled(traffic.ends(), small.count(full, "demo_ticket"));
        }
    }

    private static Path fill(Path disk) throws IOException {
        Path filler = disk.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4_096];
            while (disk.toFile().getUsableSpace() > 0) {
                out.write(page);
            }
        } catch (IOException full) {
            // That is what it was written for.
        }
        return filler;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
