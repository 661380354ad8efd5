package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.Revocations.Person;
import clda.security.jpa.JpaKnownPeople;
import clda.security.jpa.JpaRevocations;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes that share a database know of callers. */
abstract class StandingStoreContract {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Caller CAROL = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));
    private static final Caller CAROL_DEMOTED = new Caller("carol", "default", Set.of(Role.USER));

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

    private Revocations revocations() {
        return new JpaRevocations(engine.store(), clock);
    }

    private Directory node() {
        return new JpaKnownPeople(engine.store(), engine.seals(), clock);
    }

    private static Credential token(Caller caller, Instant issuedAt) {
        return new Credential("t" + issuedAt, caller, issuedAt, issuedAt.plus(Duration.ofHours(1)), null);
    }

    @Test
    void whatIsEndedIsSeenFromThenOnUntilItWouldHaveEndedByItself() {
        revocations().end("t1", NOON.plusSeconds(60));
        revocations().end("t1", NOON.plusSeconds(60));

        assertThat(revocations().since(Instant.EPOCH).orElseThrow().tokens()).containsEntry("t1", NOON.plusSeconds(60));
        assertThat(revocations().since(NOON.plusSeconds(1)).orElseThrow().tokens())
                .isEmpty();
        clock.set(NOON.plusSeconds(60));
        assertThat(revocations().since(Instant.EPOCH).orElseThrow().tokens()).isEmpty();
        revocations().forget(NOON.plusSeconds(60));
        clock.set(NOON);
        assertThat(revocations().since(Instant.EPOCH).orElseThrow().tokens()).isEmpty();
    }

    @Test
    void ofAPersonTheLatestEndCounts() {
        Person alice = new Person("default", "alice");
        revocations().endAll(alice, NOON);
        revocations().endAll(alice, NOON.minusSeconds(60));
        revocations().endAll(new Person("elsewhere", "alice"), NOON.minusSeconds(30));

        assertThat(revocations().since(Instant.EPOCH).orElseThrow().people())
                .containsEntry(alice, NOON)
                .containsEntry(new Person("elsewhere", "alice"), NOON.minusSeconds(30));
    }

    @Test
    void whatTheNewestTokenSaysHoldsForOlderOnesOnEveryNode() {
        Directory here = node();
        Directory there = node();
        Credential old = token(CAROL, NOON.minusSeconds(600));
        assertThat(here.holder(old)).contains(CAROL);
        assertThat(there.holder(old)).contains(CAROL);

        assertThat(here.holder(token(CAROL_DEMOTED, NOON))).contains(CAROL_DEMOTED);

        assertThat(here.holder(old)).contains(CAROL_DEMOTED);
        assertThat(here.now(CAROL)).contains(CAROL_DEMOTED);
        clock.set(NOON.plusSeconds(2));
        assertThat(there.holder(old)).contains(CAROL_DEMOTED);
        assertThat(there.now(CAROL)).contains(CAROL_DEMOTED);
        assertThat(there.find("default", "carol")).contains(CAROL_DEMOTED);
        assertThat(node().holder(old)).contains(CAROL_DEMOTED);
    }

    @Test
    void anOlderTokenGivesNobodyARoleBack() {
        node().holder(token(CAROL_DEMOTED, NOON));

        node().holder(token(CAROL, NOON.minusSeconds(1)));

        assertThat(node().find("default", "carol")).contains(CAROL_DEMOTED);
    }

    @Test
    void whoWritesRolesIntoTheDatabaseTakesAllOfThem() {
        node().holder(token(CAROL_DEMOTED, NOON));

        engine.store().write((JpaWrite)
                entities -> entities.createNativeQuery("update known_caller set roles = 'admin,approver,user'")
                        .executeUpdate());

        assertThat(node().find("default", "carol").orElseThrow().roles()).isEmpty();
        assertThat(node().now(CAROL).orElseThrow().roles()).isEmpty();
        assertThat(engine.damages().all()).extracting(Damages.Damage::what).containsExactly("person default carol");
    }

    @Test
    void aNewTokenGivesARoleAgainButNotToWhatWasAskedWithoutIt() {
        node().holder(token(CAROL_DEMOTED, NOON));

        assertThat(node().holder(token(CAROL, NOON.plusSeconds(1)))).contains(CAROL);

        assertThat(node().now(CAROL)).contains(CAROL);
        assertThat(node().now(CAROL_DEMOTED)).contains(CAROL_DEMOTED);
    }

    @Test
    void tokensWithoutADateAreAsOldAsTheirEndSays() {
        node().holder(new Credential("t1", CAROL_DEMOTED, null, NOON.plusSeconds(600), null));

        node().holder(new Credential("t2", CAROL, null, NOON.plusSeconds(300), null));

        assertThat(node().find("default", "carol")).contains(CAROL_DEMOTED);
    }

    @Test
    void whoWasNeverSeenIsNotKnown() {
        assertThat(node().find("default", "mallory")).isEmpty();
        assertThat(node().find("elsewhere", "carol")).isEmpty();
    }
}
