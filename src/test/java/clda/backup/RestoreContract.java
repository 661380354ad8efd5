package clda.backup;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.conversation.Decision;
import clda.conversation.Requester;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Schedule;
import clda.dialogue.Unknowns.Verdict;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectKey;
import clda.events.jpa.JpaOutbox;
import clda.kit.AllPages;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.jpa.JpaRevocations;
import clda.store.Listed;
import clda.store.jpa.JpaWrite;
import clda.tools.ToolContext;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A busy engine is backed up in the middle of its turns and goes on; the backup is restored elsewhere. */
@Timeout(120)
abstract class RestoreContract {

    private static final Traits BACKGROUND = new Traits(true, false, false, null);

    @TempDir
    Path dir;

    private final ScriptedModel model = new ScriptedModel();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch slowBegun = new CountDownLatch(1);
    private final CountDownLatch longBegun = new CountDownLatch(1);
    private Tools world;
    private SeEngine original;
    private SeEngine restored;

    /** The original's store; the data directory has been made. */
    abstract TestDatabase original(Path dataDir);

    /** The place that is restored to. */
    abstract TestDatabase restored(Path dataDir);

    /** What the commands need to find a store. */
    abstract Map<String, String> environmentOfOriginal();

    abstract Map<String, String> environmentOfRestored();

    /** The tools of an engine; what they do is counted. */
    private record Tools(
            RecordingTool mail,
            RecordingTool transfer,
            RecordingTool slow,
            RecordingTool longWork,
            RecordingTool note) {

        List<RecordingTool> all() {
            return List.of(mail, transfer, slow, longWork, note);
        }
    }

    private Tools tools() {
        return new Tools(
                RecordingTool.doing("mail", EffectClass.AT_MOST_ONCE, context -> RecordingTool.ok()),
                RecordingTool.needingApproval("transfer", EffectClass.KEYED),
                RecordingTool.doing("slow", EffectClass.AT_MOST_ONCE, context -> waits(slowBegun)),
                RecordingTool.with(BACKGROUND, "long_work", EffectClass.KEYED, context -> waits(longBegun)),
                RecordingTool.needingApproval("note", EffectClass.LOCAL_TX));
    }

    private JsonNode waits(CountDownLatch begun) {
        begun.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return RecordingTool.ok();
    }

    private Path data(String name) {
        return dir.resolve(name);
    }

    private static SeEngine.Options options(Path dataDir, ScriptedModel model, Tools tools, TestDatabase database) {
        return new SeEngine.Options(dataDir, model)
                .tools(tools.all().toArray(RecordingTool[]::new))
                .tellsOthers()
                .database(database);
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(data("original"));
        world = tools();
        original = options(data("original"), model, world, original(data("original")))
                .open()
                .start();
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        if (original != null) {
            original.close();
        }
        if (restored != null) {
            restored.close();
        }
    }

    private void stops() {
        original.close();
        original = null;
    }

    private String backUp() throws IOException, SQLException {
        return Backup.run(
                new String[] {"--to=" + data("backup"), "--data-dir=" + data("original")}, environmentOfOriginal());
    }

    private void bringKeys() throws IOException, SQLException {
        Backup.run(
                new String[] {"--keys", "--to=" + data("keys"), "--data-dir=" + data("original")},
                environmentOfOriginal());
        Files.createDirectories(data("elsewhere"));
        Files.move(data("keys"), data("elsewhere").resolve("keys"));
    }

    private String restore(String... more) throws IOException, SQLException {
        return Restore.run(
                Stream.concat(Stream.of("--from=" + data("backup"), "--data-dir=" + data("elsewhere")), Stream.of(more))
                        .toArray(String[]::new),
                environmentOfRestored());
    }

    private SeEngine startElsewhere(ScriptedModel another, Tools tools) {
        restored = options(data("elsewhere"), another, tools, restored(data("elsewhere")))
                .open()
                .start();
        return restored;
    }

    private void remindsAt(String conversationId, Instant at) {
        JpaScheduleBook book = new JpaScheduleBook(original.store(), original.keyRing(), original.seals());
        original.store().write((JpaWrite) entities -> book.addNow(new Schedule(
                "s1",
                "default",
                conversationId,
                0,
                new Requester("alice", List.of("user")),
                "send the weekly mail",
                true,
                null,
                at,
                false)));
    }

    private static List<Effect> unsettled(SeEngine engine) {
        return engine.engine().ledger().unsettled("default", null, null, 100).items().stream()
                .map(Listed::whole)
                .map(effect -> effect.orElseThrow())
                .toList();
    }

    @Test
    void whatMayHaveBeenDoneSinceIsUnknownAndNothingIsDoneAgain() throws Exception {
        // Given a turn that has ended, one that waits for an approval, one whose tool runs, one whose model writes with
        // another behind it, a task, and something to be done soon
        model.callsTool("mail", "{\"to\":\"bob\"}").answersWith("Sent.");
        Clda done = Clda.begins(original);
        done.says("mail bob");
        model.callsTool("transfer", "{\"amount\":1}");
        Clda asked = Clda.begins(original);
        assertThat(asked.says("transfer it").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        model.callsTool("note", "{}");
        Clda noted = Clda.begins(original);
        assertThat(noted.says("note it").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        model.callsTool("long_work", "{}").answersWith("Begun.");
        Clda background = Clda.begins(original);
        background.says("do the long work");
        longBegun.await();
        model.callsTool("slow", "{}");
        Clda running = Clda.begins(original);
        running.beginsToSay("do the slow thing");
        slowBegun.await();
        CountDownLatch writes = model.hangs();
        Clda writing = Clda.begins(original);
        writing.beginsToSay("write a lot");
        writes.await();
        writing.beginsToSay("and then this");
        Clda planned = Clda.begins(original);
        Instant due = Instant.now().plusSeconds(2);
        remindsAt(planned.conversationId(), due);
        Clda confidential = Clda.begins(original);

        // When it is backed up and goes on
        backUp();
        assertThat(Instant.now())
                .as("the backup is made before the plan is due")
                .isBefore(due);
        model.answersWith("Transferred.")
                .answersWith("As planned.")
                .answersWith("Slow.")
                .answersWith("Long.");
        asked.decidesHere(ALICE, Decision.APPROVE);
        asked.awaitNews("t1");
        Awaitility.await("the plan to be carried out")
                .until(() -> planned.eventTypes().contains("turn.completed"));
        mayEnd.countDown();
        running.awaitNews("t1");
        model.callsTool("mail", "{\"to\":\"carol\"}").answersWith("Sent again.");
        done.says("mail carol");
        original.engine().conversations().erase(ALICE, confidential.conversationId());
        Files.writeString(
                data("register"),
                Instant.now() + " " + confidential.conversationId() + "\n",
                StandardOpenOption.CREATE);
        long lastEpoch = original.store().epoch();
        assertThat(world.mail().calls()).isEqualTo(2);
        stops();
        bringKeys();
        restore("--erasures=" + data("register"));
        Tools elsewhere = tools();
        ScriptedModel another = new ScriptedModel();
        SeEngine engine = startElsewhere(another, elsewhere);

        // Then nothing is called, and no model is asked
        Awaitility.await("two looks at what could go on")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    assertThat(elsewhere.all())
                            .allSatisfy(tool -> assertThat(tool.calls()).isZero());
                    assertThat(another.asked()).isEmpty();
                });

        // And what may have been done waits for a person
        assertThat(unsettled(engine))
                .extracting(Effect::tool)
                .containsExactlyInAnyOrder("transfer", "slow", "long_work");
        assertThat(AllPages.of(engine.engine().approvals(), ALICE)).isEmpty();
        for (Clda open : List.of(asked, noted, running, writing)) {
            Turn turn = Clda.in(engine, open.conversationId()).turn("t1");
            assertThat(turn.state()).isEqualTo(Turn.State.INTERRUPTED);
            assertThat(turn.interruption()).contains("restored from a backup of");
        }
        assertThat(Clda.in(engine, writing.conversationId()).turn("t2").state()).isEqualTo(Turn.State.INTERRUPTED);
        assertThat(Clda.in(engine, noted.conversationId()).turn("t1").calls())
                .singleElement()
                .extracting(ToolCall::state)
                .isEqualTo(ToolCall.State.FAILED);

        // And what came due is shown and not done
        Turn skipped = Clda.in(engine, planned.conversationId()).turn("t1r1");
        assertThat(skipped.state()).isEqualTo(Turn.State.INTERRUPTED);
        assertThat(skipped.text()).isEqualTo("send the weekly mail");
        assertThat(skipped.interruption()).contains("it was not carried out again");
        assertThat(engine.engine().schedules().count(ALICE)).isZero();

        // And what was erased is erased again
        assertThat(engine.engine().log().head(confidential.conversationId())).isEmpty();

        // And it is written down, in a chain that is whole, under an epoch that never was
        assertThat(engine.store().epoch()).isGreaterThan(lastEpoch + 1_000);
        assertThat(engine.audit().verify(List.of(), () -> {}).problems()).isEmpty();
        assertThat(engine.audit().newest("default", null, null, 50))
                .map(AuditTrail.Kept::entry)
                .filteredOn(entry -> entry.action().equals("store.restored"))
                .singleElement()
                .extracting(AuditEntry::details)
                .satisfies(details -> assertThat(details)
                        .containsEntry("turns", "5")
                        .containsEntry("unknown", "3")
                        .containsEntry("skipped", "1"));

        // And what comes next is not taken for what was done in the lost time
        another.callsTool("mail", "{\"to\":\"dave\"}").answersWith("Sent.");
        Clda goesOn = Clda.in(engine, done.conversationId());
        assertThat(goesOn.says("mail dave").id()).isEqualTo("t2r1");
        assertThat(keys(elsewhere.mail())).doesNotContainAnyElementsOf(keys(world.mail()));
        assertThat(new JpaOutbox(engine.store(), engine.seals()).waiting(Instant.now(), 10_000))
                .filteredOn(waiting -> "t2r1".equals(waiting.event().turnId()))
                .isNotEmpty()
                .allSatisfy(waiting -> assertThat(waiting.event().id()).endsWith("-r1"));

        // And nobody is signed in any more
        assertThat(new JpaRevocations(engine.store(), Clock.systemUTC()).allIssuedUntil())
                .isAfter(Instant.now().minus(Duration.ofMinutes(2)));

        // And a person who has looked resolves what is unknown
        String transfer = EffectKey.of(
                "default",
                asked.conversationId(),
                "t1",
                world.transfer().contexts().getFirst().callId());
        another.answersWith("So it was done.");
        engine.engine().unknowns().settle(ALICE, transfer, Verdict.DONE, "looked it up");
        assertThat(unsettled(engine)).extracting(Effect::tool).containsExactlyInAnyOrder("slow", "long_work");
    }

    private static List<String> keys(RecordingTool tool) {
        return tool.contexts().stream().map(ToolContext::effectKey).toList();
    }

    @Test
    void aRestoreIsCompletedOnce() throws Exception {
        // Given
        model.callsTool("transfer", "{}");
        Clda asked = Clda.begins(original);
        asked.says("transfer it");
        backUp();
        stops();
        bringKeys();
        restore("--no-erasures");
        ScriptedModel another = new ScriptedModel();
        startElsewhere(another, tools());
        another.callsTool("transfer", "{}");
        assertThat(Clda.in(restored, asked.conversationId())
                        .says("transfer another")
                        .state())
                .isEqualTo(Turn.State.AWAITING_APPROVAL);

        // When it is started again
        restored.close();
        startElsewhere(another, tools());

        // Then what has begun since goes on
        assertThat(Clda.in(restored, asked.conversationId()).turn("t2r1").state())
                .isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(unsettled(restored)).hasSize(1);
    }

    @Test
    void aBackupHoldsNoKeyAndNothingThatWasSaid() throws Exception {
        model.answersWith("The code word is heliotrope.");
        Clda.begins(original).says("my word is amaranth");

        backUp();

        String key = Files.readString(data("original").resolve("keys/master-key.json"));
        String secret = key.replaceAll("(?s).*\"value\":\\s*\"([^\"]+)\".*", "$1");
        assertThat(secret).hasSizeGreaterThan(20).isNotEqualTo(key);
        try (Stream<Path> files = Files.walk(data("backup"))) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> assertThat(
                            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain(secret, "heliotrope", "amaranth"));
        }
    }

    @Test
    void anotherKeyIsRefusedAndNothingIsWritten() throws Exception {
        backUp();
        Path another = data("elsewhere").resolve("keys/master-key.json");
        clda.security.tink.TinkKeyRing.at(another);

        assertThatThrownBy(() -> restore("--no-erasures"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not the one that this backup was written with");

        assertThat(data("elsewhere")).isDirectoryNotContaining("glob:**.db");
        Files.delete(another);
        assertThatThrownBy(() -> restore("--no-erasures")).hasMessageContaining("put the keys");
    }

    @Test
    void aBackupThatWasCutOffIsRefused() throws Exception {
        backUp();
        bringKeys();
        Path store = data("backup").resolve(Files.exists(data("backup").resolve("clda.db")) ? "clda.db" : "clda.dump");
        byte[] whole = Files.readAllBytes(store);

        Files.write(store, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> restore("--no-erasures")).hasMessageContaining("not as it was written");
        whole[whole.length / 2] ^= 1;
        Files.write(store, whole);
        assertThatThrownBy(() -> restore("--no-erasures")).hasMessageContaining("not as it was written");
        Files.delete(data("backup").resolve(Manifest.NAME));
        assertThatThrownBy(() -> restore("--no-erasures")).hasMessageContaining("not a whole backup");
    }

    @Test
    void aRestoreWritesOverNothing() throws Exception {
        backUp();
        bringKeys();
        restore("--no-erasures");

        assertThatThrownBy(() -> restore("--no-erasures"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("writes over nothing");
    }

    @Test
    void whatWasErasedSinceHasToBeNamed() throws Exception {
        backUp();
        bringKeys();

        assertThatThrownBy(this::restore).hasMessageContaining("--no-erasures");
        assertThatThrownBy(() -> restore("--erasures=" + data("nowhere"))).hasMessageContaining("there is no register");
    }

    @Test
    void aBackupWritesOverNothingEither() throws Exception {
        backUp();

        assertThatThrownBy(this::backUp).hasMessageContaining("is not empty");
    }
}
