package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.PostgresPair;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A server on a PostgreSQL with a standby that takes over without the last commits. */
class FailOverIT {

    private static final String SAYS_IT = "THE DATABASE HAS GONE BACK";

    @Test
    void aServerWhoseDatabaseHasGoneBackSaysSoOnceAndGoesOnWhereItEnds() throws Exception {
        Assumptions.assumeTrue(PostgresPair.isPossible(), "PostgreSQL's pg_basebackup is not installed");
        Path home = Files.createTempDirectory(Path.of(System.getProperty("clda.build", "target")), "pair-")
                .toAbsolutePath();
        try (PostgresPair database = PostgresPair.start(home, false);
                RunningServer server = RunningServer.start(
                        "fail-over",
                        Map.of(),
                        new ServerStore(
                                "postgresql",
                                Map.of(
                                        "CLDA_DB_URL",
                                        database.address(),
                                        "CLDA_DB_USER",
                                        "postgres",
                                        "CLDA_DB_PASSWORD",
                                        "none")))) {
            // Given a talk of which the standby has the beginning
            Client alice = Client.signedIn(server, "alice");
            String id = alice.opensConversation();
            alice.says(id, "where is order A-1001?");
            long kept = lastSeq(alice, id);
            awaitsCopy(database);
            database.cut();
            alice.says(id, "where is order A-1002?");
            long seen = lastSeq(alice, id);
            assertThat(seen).isGreaterThan(kept);
            Socket following = alice.socket(id, seen);
            following.sends("{\"type\":\"ping\"}");
            following.awaits("pong");

            // When it takes over
            database.killPrimary();
            long killed = System.nanoTime();
            database.promoteStandby();

            // Then whoever follows is told to come back, and the server is ready within ten seconds and was alive all
            // the time
            assertThat(following.awaitsClose()).isIn(4409, 1013);
            assertThat(server.isLive()).isTrue();
            Awaitility.await("the service")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> server.isReady()
                            && alice.get("/api/v1/conversations/" + id).status() == 200);
            System.out.println("fail-over: ready after ms " + (System.nanoTime() - killed) / 1_000_000);
            assertThat(System.nanoTime() - killed)
                    .isLessThan(Duration.ofSeconds(10).toNanos());

            // And a position that is lost is refused with the one that there is
            Client.Answer beyond = alice.get("/api/v1/conversations/" + id + "/events?after=" + seen);
            assertThat(beyond.status()).as(beyond.text()).isEqualTo(409);
            assertThat(beyond.json().path("after").asLong()).isEqualTo(kept);
            Socket again = alice.socket(id, seen);
            assertThat(again.awaitsClose()).isEqualTo(4409);

            // And the conversation goes on, and it is said once and audited
            assertThat(alice.says(id, "where is order A-1001?").path("reply").asText())
                    .contains("shipped");
            assertThat(Files.readString(server.log()).split(SAYS_IT, -1)).hasSize(2);
            Client dave = Client.signedIn(server, "dave");
            JsonNode entries = dave.get("/api/v1/audit").json().path("items");
            assertThat(entries.findValuesAsText("action")).contains("store.went_back");
        }
    }

    private static long lastSeq(Client client, String id) {
        JsonNode items = client.get("/api/v1/conversations/" + id + "/events?limit=500")
                .json()
                .path("items");
        return items.path(items.size() - 1).path("seq").asLong();
    }

    /** Until the standby has what the primary has. */
    private static void awaitsCopy(PostgresPair database) {
        Awaitility.await("the standby")
                .until(() -> database.number("select count(*) from pg_stat_replication"
                                + " where state = 'streaming' and replay_lsn >= pg_current_wal_lsn()")
                        == 1);
    }
}
