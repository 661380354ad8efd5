package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.audit.Anchor;
import clda.audit.AuditTrail.Position;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.BeyondTheEnd;
import clda.conversation.ConversationStore;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.kit.Said;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.Fenced;
import clda.store.Lease;
import clda.store.WentBack;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A database that has lost its last commits, or that another has taken the place of, under a node that runs. */
@Timeout(60)
@Isolated("listens to what the whole process logs")
abstract class FailOverContract {

    private static final Duration LEASE = Duration.ofMillis(600);
    private static final String SPEAKER = "clda.store.jpa.StartingOver";

    @TempDir
    Path dataDir;

    private TestDatabase database;
    private SeEngine engine;
    private JpaStore store;
    private ConversationLog log;
    private ConversationStore conversations;

    abstract TestDatabase database();

    /** Histories that come before and after the one that a fresh database has. */
    abstract String earlierLine();

    abstract String laterLine();

    @BeforeEach
    void start() {
        database = database();
        engine = new SeEngine.Options(dataDir, new ScriptedModel())
                .database(database)
                .lease(LEASE)
                .events(stored -> conversations = stored)
                .open();
        store = engine.store();
        log = engine.engine().log();
        log.create("c1", "default", "alice", null);
        rename("first");
        rename("second");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void rename(String title) {
        log.append("c1", Append.of(null, new ConversationRenamed(title))).orElseThrow();
    }

    private long lastSeq() {
        return log.view("c1", Conversation::lastSeq).orElseThrow();
    }

    private void run(String... statements) {
        try (Connection connection = database.dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                sql.executeUpdate(each);
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copies() {
        run(
                "create table old_conversation as select * from conversation",
                "create table old_writer as select * from store_writer");
    }

    /** Everything after the copy was never written. */
    private void goesBackToTheCopy() {
        run(
                "delete from event where seq > (select last_seq from old_conversation)",
                "delete from conversation",
                "insert into conversation select * from old_conversation",
                "delete from store_writer",
                "insert into store_writer select * from old_writer");
    }

    private void becomesAnother(String line) {
        run("drop view store_line", "create view store_line as select cast('" + line + "' as varchar(16)) as line");
    }

    private void awaitsAnotherEpochThan(long epoch) {
        Awaitility.await("the node to join anew")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> store.epoch() > epoch);
    }

    /** Hears what it is told. */
    private static final class Listening implements ConversationLog.Reader {
        private final List<Long> heard = new CopyOnWriteArrayList<>();
        private final List<Long> lostAfter = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(RecordedEvent event) {
            heard.add(event.seq());
        }

        @Override
        public void onDelta(TextDelta delta) {}

        @Override
        public void onErased() {}

        @Override
        public void onLost(long after) {
            lostAfter.add(after);
        }
    }

    @Test
    void aNodeWhoseCommitsAreLostSaysSoOnceAndJoinsAnewUnderAHigherEpoch() {
        // Given
        List<WentBack> told = new CopyOnWriteArrayList<>();
        store.afterItWentBack(told::add);
        copies();
        long before = store.epoch();
        rename("third");
        rename("fourth");

        // When
        try (Said said = Said.by(SPEAKER)) {
            goesBackToTheCopy();
            awaitsAnotherEpochThan(before);
            Awaitility.await().until(() -> !told.isEmpty());

            // Then
            assertThat(said.lines()).hasSize(1).first().asString().contains("HAS GONE BACK");
        }
        assertThat(told).extracting(WentBack::loss).containsExactly(WentBack.Loss.SOME);
        assertThat(store.isStuck()).isFalse();
    }

    @Test
    void whatWasKeptInMemoryIsDroppedAndTheConversationGoesOnWhereTheDatabaseEnds() {
        copies();
        long before = store.epoch();
        rename("third");
        rename("fourth");
        long lost = lastSeq();

        goesBackToTheCopy();
        awaitsAnotherEpochThan(before);

        assertThat(lastSeq()).isEqualTo(lost - 2);
        rename("another third");
        assertThat(lastSeq()).isEqualTo(lost - 1);
        assertThat(engine.damages().all()).isEmpty();
    }

    @Test
    void whoReadsWithWhatWasKnownBeforeFindsNoDamage() {
        // Given
        copies();
        rename("third");
        rename("fourth");
        ConversationHead known = conversations.find("c1").orElseThrow();

        // When
        goesBackToTheCopy();
        List<RecordedEvent> read = conversations.read(known, 0, 100);

        // Then
        assertThat(read).hasSize((int) known.lastSeq() - 2);
        assertThat(engine.damages().all()).isEmpty();
    }

    @Test
    void whoFollowsIsToldAfterWhichNumberToComeBack() {
        // Given
        copies();
        long before = store.epoch();
        long kept = lastSeq();
        Listening listening = new Listening();
        log.subscribe("c1", 0, listening).orElseThrow();
        rename("third");

        // When
        goesBackToTheCopy();
        awaitsAnotherEpochThan(before);

        // Then it can, and not from where it was
        assertThat(listening.lostAfter).containsExactly(kept);
        assertThatThrownBy(() -> log.subscribe("c1", kept + 1, new Listening()))
                .isInstanceOfSatisfying(
                        BeyondTheEnd.class, e -> assertThat(e.end()).isEqualTo(kept));
        Listening again = new Listening();
        log.subscribe("c1", kept, again).orElseThrow();
        rename("another third");
        assertThat(again.heard).containsExactly(kept + 1);
        assertThat(listening.heard).doesNotContain(kept + 2);
    }

    @Test
    void aReaderBeyondTheEndIsTold() {
        long end = lastSeq();

        assertThat(log.read("c1", end, 10).orElseThrow()).isEmpty();
        assertThatThrownBy(() -> log.read("c1", end + 1, 10))
                .isInstanceOfSatisfying(
                        BeyondTheEnd.class, e -> assertThat(e.end()).isEqualTo(end));
    }

    @Test
    void whatBeganBeforeIsOver() {
        copies();
        Lease lease = store.lease();
        rename("third");

        goesBackToTheCopy();
        awaitsAnotherEpochThan(lease.epoch());

        assertThat(lease.isOver()).isTrue();
        assertThatThrownBy(() -> store.write((JpaWrite) lease.held())).isInstanceOf(Fenced.class);
    }

    @Test
    void anotherDatabaseThatHasEverythingOfThisNodeIsJoinedAnewToo() {
        long before = store.epoch();
        long end = lastSeq();

        try (Said said = Said.by(SPEAKER)) {
            becomesAnother(laterLine());
            awaitsAnotherEpochThan(before);

            assertThat(said.lines()).hasSize(1).first().asString().contains("nothing is lost");
        }
        assertThat(lastSeq()).isEqualTo(end);
    }

    @Test
    void aNodeThatWasFencedMeanwhileDoesNotClaimALoss() {
        long before = store.epoch();

        try (Said said = Said.by(SPEAKER)) {
            run(
                    "delete from store_writer",
                    "drop view store_line",
                    "create view store_line as select cast('" + laterLine() + "' as varchar(16)) as line");
            awaitsAnotherEpochThan(before);

            assertThat(said.lines()).hasSize(1).first().asString().contains("cannot be told");
        }
    }

    @Test
    void aNodeThatTheDatabaseDoesNotKnowAtAllHasLostEverything() {
        long before = store.epoch();

        try (Said said = Said.by(SPEAKER)) {
            run(
                    "delete from store_writer",
                    "delete from engine_start",
                    "drop view store_line",
                    "create view store_line as select cast('" + laterLine() + "' as varchar(16)) as line");
            awaitsAnotherEpochThan(before);

            assertThat(said.lines()).hasSize(1).first().asString().contains("HAS GONE BACK");
        }
    }

    @Test
    void aDatabaseThatHasBeenReplacedIsNotWrittenTo() {
        // Given
        long end = lastSeq();
        long before = store.epoch();

        // When an old primary answers in the place of the new one
        becomesAnother(earlierLine());

        // Then the node is away from it, and comes back when the right one is there
        Awaitility.await().until(store::away);
        Awaitility.await("to say that it cannot go on by itself")
                .atMost(LEASE.multipliedBy(12))
                .until(store::isStuck);
        becomesAnother(laterLine());
        awaitsAnotherEpochThan(before);
        assertThat(lastSeq()).isEqualTo(end);
        Awaitility.await().until(() -> !store.isStuck());
    }

    @Test
    void aNodeThatCannotRenewItsLeaseAlthoughTheDatabaseIsThereSaysThatItIsStuck() {
        run("alter table engine_start rename to engine_start_away", "delete from store_writer");

        Awaitility.await("the node to be stuck").atMost(LEASE.multipliedBy(20)).until(store::isStuck);

        run("alter table engine_start_away rename to engine_start");
        Awaitility.await("the node to go on").until(() -> !store.isStuck());
    }

    @Test
    void aNodeThatWasAwayMeanwhileStartsOnWhatIsLeft() {
        // Given a node that has kept an entry of the audit trail which the new primary has not got
        store.afterItWentBack(new WentBackAudit(store, engine.audit(), Clock.systemUTC()));
        copies();
        long before = store.epoch();
        Anchor kept = new Anchor(new Position(before, 1_000), "0".repeat(64));
        Path anchors = Path.of("anchors");
        assertThatThrownBy(() -> RestoredCopy.refuseOlder(store, Optional.of(kept), anchors))
                .hasMessageContaining("older than this node");

        // When another node notices that
        rename("third");
        goesBackToTheCopy();
        awaitsAnotherEpochThan(before);

        // Then the first may start
        Awaitility.await()
                .untilAsserted(() -> assertThatCode(() -> RestoredCopy.refuseOlder(store, Optional.of(kept), anchors))
                        .doesNotThrowAnyException());
    }

    @Test
    void theLossIsInTheAuditTrail() {
        // Given
        store.afterItWentBack(new WentBackAudit(store, engine.audit(), Clock.systemUTC()));
        copies();
        long before = store.epoch();
        rename("third");

        // When
        goesBackToTheCopy();
        awaitsAnotherEpochThan(before);

        // Then
        Awaitility.await().untilAsserted(() -> assertThat(engine.audit().newest("default", null, null, 10))
                .extracting(kept -> kept.entry().action())
                .contains("store.went_back"));
    }
}
