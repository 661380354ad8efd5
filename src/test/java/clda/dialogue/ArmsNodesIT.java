package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.kit.Postgres;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.release.Arm;
import clda.release.Release;
import clda.release.ReleaseBook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions on one PostgreSQL: which node runs the turns of which conversation. */
class ArmsNodesIT {

    private static final String BY_STABLE = "from the old version";
    private static final String BY_CANARY = "from the new version";

    private static final int MANY = 20;

    @TempDir
    Path dir;

    private final String database = Postgres.shared().url(Postgres.shared().newDatabase());
    private SeEngine stable;
    private SeEngine canary;

    @BeforeEach
    void startBoth() {
        stable = node("stable", Arm.STABLE, BY_STABLE);
        canary = node("canary", Arm.CANARY, BY_CANARY);
        eventually(() -> stable.arms().nodes(Arm.CANARY) == 1 && canary.arms().nodes(Arm.STABLE) == 1);
    }

    @AfterEach
    void close() {
        stable.close();
        canary.close();
    }

    private SeEngine node(String name, Arm arm, String answer) {
        ScriptedModel model = new ScriptedModel();
        for (int turn = 0; turn < MANY; turn++) {
            model.answersWith(answer);
        }
        return new SeEngine.Options(dir.resolve(name), model)
                .database(TestDatabase.postgres(database))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .arm(arm)
                .lease(Duration.ofSeconds(2))
                .tools(RecordingTool.doing("nothing", EffectClass.READ, context -> RecordingTool.ok()))
                .open()
                .start();
    }

    private static void eventually(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }

    private void startRelease(int share) {
        stable.releases().start(share, "admin", release -> List.of());
        eventually(() -> canary.arms().areTwo());
    }

    private static String opened(SeEngine node) {
        return node.engine().conversations().create(ALICE, null).id();
    }

    /** What is answered to something that is said at a node. */
    private String answered(SeEngine at, String conversation) {
        String turn = at.engine().dialogue().say(ALICE, conversation, "hello", null);
        eventually(() -> turn(at, conversation, turn).state() == Turn.State.COMPLETED);
        return turn(at, conversation, turn).reply();
    }

    private static Turn turn(SeEngine at, String conversation, String turn) {
        return at.engine().conversations().viewTurn(ALICE, conversation, turn, found -> found);
    }

    private static List<EventType> events(SeEngine at, String conversation) {
        return at.engine().conversations().events(ALICE, conversation, 0, 1_000).stream()
                .map(RecordedEvent::type)
                .toList();
    }

    @Test
    void withoutAReleaseANodeOfTheNewVersionRunsNothing() {
        String conversation = opened(canary);

        assertThat(answered(canary, conversation)).isEqualTo(BY_STABLE);
        assertThat(answered(stable, conversation)).isEqualTo(BY_STABLE);
    }

    @Test
    void whicheverNodeIsToldTheArmOfTheConversationAnswers() {
        // Given a conversation from before the release, and one that begins with it
        String before = opened(stable);
        startRelease(Release.ALL);
        String after = opened(stable);

        // When both arms are told something of both
        // Then each conversation is answered by its own arm, and nothing counts as resumed after a crash
        assertThat(List.of(answered(stable, before), answered(canary, before))).containsExactly(BY_STABLE, BY_STABLE);
        assertThat(List.of(answered(stable, after), answered(canary, after))).containsExactly(BY_CANARY, BY_CANARY);
        assertThat(events(stable, after)).doesNotContain(EventType.TURN_RESUMED);
        assertThat(events(stable, before)).doesNotContain(EventType.TURN_RESUMED);
    }

    @Test
    void afterARollBackTheStableNodesGoOnAndTheNextReleaseBeginsAnew() {
        startRelease(Release.ALL);
        String conversation = opened(canary);
        assertThat(answered(canary, conversation)).isEqualTo(BY_CANARY);

        stable.releases().end(Release.State.ROLLED_BACK, "admin", "it is wrong", release -> List.of());
        eventually(() -> !canary.arms().areTwo());

        assertThat(answered(canary, conversation)).isEqualTo(BY_STABLE);
        assertThat(opened(canary))
                .satisfies(next -> assertThat(answered(canary, next)).isEqualTo(BY_STABLE));

        // And when another release begins, the conversation stays where it went
        startRelease(Release.ALL);
        assertThat(answered(canary, conversation)).isEqualTo(BY_STABLE);
    }

    @Test
    void afterAPromotionTheStableNodesGoOn() {
        startRelease(Release.ALL);
        String conversation = opened(stable);

        stable.releases().end(Release.State.PROMOTED, "admin", null, release -> List.of());

        assertThat(answered(stable, conversation)).isEqualTo(BY_STABLE);
    }

    @Test
    void ifNoNodeOfTheArmIsLeftAnotherRunsTheTurn() {
        startRelease(Release.ALL);
        String conversation = opened(stable);
        assertThat(answered(stable, conversation)).isEqualTo(BY_CANARY);

        canary.close();

        eventually(() -> stable.arms().nodes(Arm.CANARY) == 0);
        assertThat(answered(stable, conversation)).isEqualTo(BY_STABLE);
        canary = node("canary", Arm.CANARY, BY_CANARY);
        eventually(() -> stable.arms().nodes(Arm.CANARY) == 1 && canary.arms().areTwo());
        assertThat(answered(stable, conversation)).isEqualTo(BY_CANARY);
    }

    @Test
    void aNodeThatLeavesStartsNoMoreTurns() {
        SeEngine other = node("other", Arm.STABLE, "from the other node");
        try {
            eventually(() -> stable.arms().nodes(Arm.STABLE) == 2);
            String conversation = opened(stable);
            assertThat(answered(stable, conversation)).isEqualTo(BY_STABLE);

            stable.arms().leave();

            assertThat(answered(stable, conversation)).isEqualTo("from the other node");
        } finally {
            other.close();
        }
    }

    @Test
    void onlyOneReleaseRuns() {
        startRelease(1_000);

        assertThatThrownBy(() -> canary.releases().start(1_000, "admin", release -> List.of()))
                .isInstanceOf(ReleaseBook.Changed.class);
        stable.releases().end(Release.State.ROLLED_BACK, "admin", null, release -> List.of());
        assertThatThrownBy(() -> canary.releases().end(Release.State.PROMOTED, "admin", null, release -> List.of()))
                .isInstanceOf(ReleaseBook.Changed.class);
    }
}
