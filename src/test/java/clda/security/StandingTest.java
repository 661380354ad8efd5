package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.kit.memory.MemoryRevocations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whether a caller still is one, on two nodes that share what was ended. */
class StandingTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Caller ALICE = new Caller("alice", "default", Set.of(Role.USER));
    private static final Caller CAROL = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));

    private final MovableClock clock = new MovableClock(NOON);
    private final MemoryRevocations shared = new MemoryRevocations(clock);
    private final Staff staff = new Staff();
    private final Standing here = node();
    private final Standing there = node();

    private Standing node() {
        return new Standing(
                new AccountDirectory(staff), shared, clock, Thread.ofPlatform().factory());
    }

    /** Accounts that come and go. */
    private static final class Staff implements Accounts {
        private final Map<String, Caller> people = new HashMap<>(Map.of("alice", ALICE, "carol", CAROL));
        private final Map<String, String> marks = new HashMap<>(Map.of("alice", "a1", "carol", "c1"));

        @Override
        public Optional<Caller> authenticate(String user, String password) {
            return Optional.empty();
        }

        @Override
        public Optional<Caller> find(String user) {
            return Optional.ofNullable(people.get(user));
        }

        @Override
        public Optional<String> mark(String user) {
            return find(user).map(found -> marks.get(user));
        }
    }

    private Credential token(String id, Caller caller, String mark) {
        return new Credential(id, caller, clock.instant(), clock.instant().plus(Duration.ofHours(8)), mark);
    }

    private void passes(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    /** Counts how often something open was ended. */
    private AtomicInteger opens(Standing node, Credential credential, Caller caller) {
        AtomicInteger ended = new AtomicInteger();
        node.watch(credential, caller, ended::incrementAndGet);
        return ended;
    }

    private static void isEnded(AtomicInteger open) {
        org.awaitility.Awaitility.await().untilAtomic(open, org.hamcrest.Matchers.is(1));
    }

    @Test
    void whoHasAnAccountAndATokenIsACaller() {
        Credential token = token("t1", CAROL, "c1");

        assertThat(here.of(token)).contains(CAROL);
        assertThat(there.of(token)).contains(CAROL);
    }

    @Test
    void aTokenEndsInTheMomentInWhichItExpires() {
        Credential token = token("t1", ALICE, "a1");
        AtomicInteger socket = opens(here, token, ALICE);

        clock.set(token.expiresAt().minusMillis(1));
        here.endOver();
        assertThat(here.of(token)).contains(ALICE);
        assertThat(socket).hasValue(0);

        clock.set(token.expiresAt());
        assertThat(here.of(token)).isEmpty();
        here.endOver();
        isEnded(socket);
    }

    @Test
    void whoSignsOutIsNoCallerHereAtOnceAndOnOtherNodesWithinSeconds() {
        Credential token = token("t1", ALICE, "a1");
        Credential onThePhone = token("t2", ALICE, "a1");
        assertThat(there.of(token)).isPresent();
        AtomicInteger socketHere = opens(here, token, ALICE);
        AtomicInteger socketThere = opens(there, token, ALICE);
        AtomicInteger phone = opens(there, onThePhone, ALICE);

        here.signOut(token);

        assertThat(here.of(token)).isEmpty();
        isEnded(socketHere);
        there.follow();
        assertThat(there.of(token)).isEmpty();
        isEnded(socketThere);
        assertThat(there.of(onThePhone)).contains(ALICE);
        assertThat(phone).hasValue(0);
    }

    @Test
    void aNodeThatHasNotLookedForLongLooksBeforeItAnswers() {
        Credential token = token("t1", ALICE, "a1");
        assertThat(there.of(token)).isPresent();
        here.signOut(token);

        passes(Duration.ofSeconds(3));

        assertThat(there.of(token)).isEmpty();
    }

    @Test
    void aNodeThatStartsKnowsWhatWasEndedBefore() {
        Credential token = token("t1", ALICE, "a1");
        here.signOut(token);
        passes(Duration.ofHours(7));

        assertThat(node().of(token)).isEmpty();
    }

    @Test
    void whatIsCommittedLateIsNotMissed() {
        Credential token = token("t1", ALICE, "a1");
        there.follow();
        passes(Duration.ofSeconds(20));
        there.follow();

        shared.endedAt("t1", token.expiresAt(), NOON.plusSeconds(10));

        there.follow();
        assertThat(there.of(token)).isEmpty();
    }

    @Test
    void whoSignsOutEverywhereHasNoTokenLeftButMayComeBack() {
        Credential desk = token("t1", ALICE, "a1");
        Credential phone = token("t2", ALICE, "a1");
        Credential undated = new Credential("t3", ALICE, null, desk.expiresAt(), "a1");
        passes(Duration.ofSeconds(5));

        here.signOutEverywhere("default", "alice");
        there.follow();

        assertThat(there.of(desk)).isEmpty();
        assertThat(there.of(phone)).isEmpty();
        assertThat(there.of(undated)).isEmpty();
        passes(Duration.ofSeconds(1));
        assertThat(there.of(token("t4", ALICE, "a1"))).contains(ALICE);
        assertThat(there.of(token("t5", CAROL, "c1"))).contains(CAROL);
    }

    @Test
    void whoseAccountIsRemovedIsNoCaller() {
        Credential token = token("t1", ALICE, "a1");
        AtomicInteger socket = opens(here, token, ALICE);

        staff.people.remove("alice");

        assertThat(here.of(token)).isEmpty();
        assertThat(here.now(ALICE)).isEmpty();
        here.endOver();
        isEnded(socket);
    }

    @Test
    void anAccountThatIsMadeAnewIsAnother() {
        Credential token = token("t1", ALICE, "a1");

        staff.marks.put("alice", "a2");

        assertThat(here.of(token)).isEmpty();
        assertThat(here.of(token("t2", ALICE, "a2"))).contains(ALICE);
    }

    @Test
    void aTokenThatNoAccountHasBeenGivenIsNothing() {
        Credential token = new Credential("t1", ALICE, NOON, NOON.plusSeconds(60), null);

        assertThat(here.of(token)).isEmpty();
    }

    @Test
    void aRoleEndsWhenItIsTakenAwayAndWhatIsOpenHasToBeOpenedAgain() {
        Credential token = token("t1", CAROL, "c1");
        AtomicInteger socket = opens(here, token, CAROL);
        Caller demoted = new Caller("carol", "default", Set.of(Role.USER));

        staff.people.put("carol", demoted);

        assertThat(here.of(token)).contains(demoted);
        assertThat(here.now(CAROL)).contains(demoted);
        here.endOver();
        isEnded(socket);
    }

    @Test
    void whoMovesToAnotherTenantIsNoCallerOfThisOne() {
        Credential token = token("t1", ALICE, "a1");

        staff.people.put("alice", new Caller("alice", "elsewhere", Set.of(Role.USER)));

        assertThat(here.of(token)).isEmpty();
        assertThat(here.find("default", "alice")).isEmpty();
    }

    @Test
    void whatIsOpenedForSomebodyWhoHasJustGoneIsEndedAtOnce() {
        Credential token = token("t1", ALICE, "a1");
        here.signOut(token);

        isEnded(opens(here, token, ALICE));
    }

    @Test
    void whatWasClosedIsNotEnded() {
        Credential token = token("t1", ALICE, "a1");
        AtomicInteger ended = new AtomicInteger();
        here.watch(token, ALICE, ended::incrementAndGet).close();

        here.signOut(token);

        assertThat(ended).hasValue(0);
    }

    @Test
    void whileTheStoreIsAwayWhatIsKnownHereStillCounts() {
        Credential gone = token("t1", ALICE, "a1");
        Credential other = token("t2", ALICE, "a1");
        here.signOut(gone);
        shared.goesAway();
        passes(Duration.ofMinutes(1));

        assertThat(here.of(gone)).isEmpty();
        assertThat(here.of(other)).contains(ALICE);
    }
}
