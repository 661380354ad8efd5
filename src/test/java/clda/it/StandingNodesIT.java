package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Postgres;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two running servers that share a PostgreSQL: who signs out at one has no right left at the other. */
class StandingNodesIT {

    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);
    private static final String PRODUCT = System.getProperty("clda.server", "payara");

    @Test
    void whoSignsOutAtOneNodeHasNoTokenNoSocketAndNoStreamLeftAtTheOther() {
        ServerStore store = ServerStore.on(Postgres.shared());
        try (RunningServer one = RunningServer.start("node-one", PRODUCT, Map.of(), store, List.of());
                RunningServer other = RunningServer.start(
                        "node-other",
                        PRODUCT,
                        Map.of(
                                "clda.security.key-file",
                                one.dataDir().resolve("keys/master-key.json").toString()),
                        store,
                        List.of());
                Lines lines = new Lines()) {
            // Given a token of one node, used at the other over all that stays open
            Client here = Client.signedIn(one, "bob");
            Client there = Client.withToken(other, here.token());
            String conversation = there.opensConversation();
            lines.opensSocket(there.address(conversation, 0), there.token());
            lines.opensStream(
                    URI.create(other.uri("/api/v1/conversations/" + conversation + "/events")
                            .toString()),
                    there.token());
            assertThat(lines.areOpen()).isEqualTo(2);

            // And a ticket that the first gave out
            String ticket = here.send("POST", "/api/v1/ws-ticket", "{}")
                    .json()
                    .get("ticket")
                    .textValue();
            lines.opensSocketWithTicket(there.address(conversation, 0), ticket);
            assertThat(lines.areOpen()).isEqualTo(3);

            // When the person signs out at the first
            assertThat(here.send("POST", "/api/v1/logout", null).status()).isEqualTo(204);
            Instant signedOut = Instant.now();

            // Then all of it has ended at the second
            lines.awaitEnd(signedOut.plus(ENDED_WITHIN));
            assertThat(lines.endedSockets()).extracting(Lines.End::code).containsExactly(4401, 4401);
            assertThat(lines.endedStreams()).hasSize(1);
            Awaitility.await("the token to be refused")
                    .atMost(ENDED_WITHIN)
                    .until(() -> there.get("/api/v1/conversations").status() == 401);
            assertThat(Client.signedIn(other, "bob")
                            .get("/api/v1/conversations")
                            .status())
                    .isEqualTo(200);
        }
    }
}
