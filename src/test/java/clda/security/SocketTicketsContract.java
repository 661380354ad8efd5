package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.boot.RandomIds;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.SocketTickets.Ticket;
import clda.security.jpa.JpaUsedTickets;
import clda.security.tink.TinkKeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickets for sockets, given out by one node and shown to another. */
abstract class SocketTicketsContract {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Credential ALICES = new Credential(
            "token-1",
            new Caller("alice", "default", Set.of(Role.USER, Role.APPROVER)),
            NOON.minusSeconds(5),
            NOON.plus(Duration.ofHours(1)),
            "mark-1");

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(NOON);
    private SeEngine engine;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private SocketTickets node() {
        return node("keys/master-key.json");
    }

    private SocketTickets node(String keys) {
        return new SocketTickets(
                TinkKeyRing.at(dataDir.resolve(keys)), new JpaUsedTickets(engine.store()), clock, new RandomIds());
    }

    @Test
    void aTicketOpensAtANodeThatDidNotGiveItOut() {
        Ticket ticket = node().issue(ALICES);

        assertThat(node().redeem(ticket.value())).contains(ALICES);
    }

    @Test
    void aCredentialOfAnIdentityProviderComesBackAsItWas() {
        Credential elsewhere = new Credential("t", new Caller("李雷", "分公司", Set.of(Role.USER)), null, NOON, null);

        assertThat(node().redeem(node().issue(elsewhere).value())).contains(elsewhere);
    }

    @Test
    void aTicketOpensOnceWhicheverNodesItIsShownTo() throws Exception {
        String ticket = node().issue(ALICES).value();
        List<SocketTickets> nodes = Stream.generate(this::node).limit(8).toList();

        List<Callable<Optional<Credential>>> shown = nodes.stream()
                .<Callable<Optional<Credential>>>map(node -> () -> node.redeem(ticket))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Credential>>> opened = threads.invokeAll(shown);
            int times = 0;
            for (Future<Optional<Credential>> each : opened) {
                times += each.get().isPresent() ? 1 : 0;
            }
            assertThat(times).isEqualTo(1);
        }
        assertThat(node().redeem(ticket)).isEmpty();
    }

    @Test
    void anExpiredTicketDoesNotOpen() {
        Ticket ticket = node().issue(ALICES);
        clock.set(ticket.expiresAt());

        assertThat(node().redeem(ticket.value())).isEmpty();
    }

    @Test
    void aUsedTicketIsForgottenOnlyWhenItHasExpired() {
        Ticket ticket = node().issue(ALICES);
        node().redeem(ticket.value());

        node().forget();
        assertThat(node().redeem(ticket.value())).isEmpty();
        clock.set(ticket.expiresAt());
        node().forget();
        clock.set(NOON);

        assertThat(node().redeem(ticket.value()))
                .as("nothing is kept of what has expired")
                .isPresent();
    }

    @Test
    void whatWasNotSealedHereDoesNotOpen() {
        String genuine = node().issue(ALICES).value();
        byte[] changed = Base64.getUrlDecoder().decode(genuine);
        changed[changed.length - 1] ^= 1;

        assertThat(Stream.of(
                                "",
                                "x",
                                "not a ticket",
                                genuine.substring(1),
                                genuine + "A",
                                "A".repeat(100_000),
                                Base64.getUrlEncoder().withoutPadding().encodeToString(changed),
                                node("keys/another.json").issue(ALICES).value())
                        .map(node()::redeem))
                .containsOnly(Optional.empty());
    }
}
