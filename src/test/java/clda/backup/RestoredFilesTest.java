package clda.backup;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a store and is not in it: examples, wherever the server reads them, and registers of what was erased. */
@Timeout(120)
class RestoredFilesTest {

    private static final String EXAMPLE = "nlu:\n- intent: greet\n  examples: |\n    - hello\n";
    private static final String WHEN = "2026-11-28T03:00:00Z ";

    @TempDir
    Path dir;

    private SeEngine original;

    private SeEngine open(String dataDir) {
        Path data = dir.resolve(dataDir);
        return new SeEngine.Options(data, new ScriptedModel())
                .database(TestDatabase.embedded(data))
                .open()
                .start();
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(dir.resolve("original"));
        original = open("original");
    }

    @AfterEach
    void stop() {
        original.close();
    }

    private static String[] with(String[] more, String... always) {
        return Stream.concat(Stream.of(always), Arrays.stream(more)).toArray(String[]::new);
    }

    private void backUp(String backup, Map<String, String> environment, String... more)
            throws IOException, SQLException {
        Backup.run(with(more, "--to=" + dir.resolve(backup), "--data-dir=" + dir.resolve("original")), environment);
    }

    private void bringKeys(String dataDir) throws IOException, SQLException {
        Files.createDirectories(dir.resolve(dataDir));
        backUp(dataDir + "/keys", Map.of(), "--keys");
    }

    private String restore(String backup, String dataDir, Map<String, String> environment, String... more)
            throws IOException, SQLException {
        return Restore.run(
                with(more, "--from=" + dir.resolve(backup), "--data-dir=" + dir.resolve(dataDir)), environment);
    }

    private Path file(String name, String content) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void examplesComeFromWhereTheServerReadsThemAndGoBackThere() throws Exception {
        // Given examples outside the data directory, behind a link as a volume often is
        file("volume/greetings.yml", EXAMPLE);
        file("volume/tenants/acme/labelled.yml", EXAMPLE);
        Files.createSymbolicLink(dir.resolve("examples"), dir.resolve("volume"));
        Map<String, String> server =
                Map.of("CLDA_NLU_DATA", dir.resolve("examples").toString());

        // When
        backUp("named-by-the-server", server);
        backUp("named-here", Map.of(), "--nlu=" + dir.resolve("examples"));
        bringKeys("new");
        restore(
                "named-here",
                "new",
                Map.of("CLDA_NLU_DATA", dir.resolve("new-examples").toString()),
                "--no-erasures");
        bringKeys("other");
        restore("named-by-the-server", "other", Map.of(), "--no-erasures");

        // Then
        for (String place : List.of("new-examples", "other/nlu")) {
            assertThat(dir.resolve(place).resolve("greetings.yml")).hasContent(EXAMPLE);
            assertThat(dir.resolve(place).resolve("tenants/acme/labelled.yml")).hasContent(EXAMPLE);
        }
        assertThat(dir.resolve("new/nlu")).doesNotExist();
    }

    @Test
    void examplesThatAreNotWhereTheyAreSaidToBeAreNotLeftOut() {
        assertThatThrownBy(() -> backUp("backup", Map.of("CLDA_NLU_DATA", "/not/on/this/machine")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/not/on/this/machine")
                .hasMessageContaining("--nlu");

        assertThat(dir.resolve("backup")).doesNotExist();
    }

    @Test
    void examplesThatAreThereAreNotWrittenOver() throws Exception {
        file("original/nlu/greetings.yml", EXAMPLE);
        backUp("backup", Map.of());
        bringKeys("new");
        file("examples/own.yml", EXAMPLE);

        assertThatThrownBy(
                        () -> restore("backup", "new", Map.of(), "--no-erasures", "--nlu=" + dir.resolve("examples")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("writes over nothing")
                .hasMessageContaining("--nlu");

        assertThat(dir.resolve("new")).isDirectoryNotContaining("glob:**.db");
        assertThat(dir.resolve("examples")).isDirectoryNotContaining("glob:**greetings.yml");
    }

    @Test
    void theRegisterOfARestoredDirectoryIsEnoughForTheNextRestore() throws Exception {
        // Given a conversation that is in an old backup and was erased before the next one, and registers of two nodes
        Clda confidential = Clda.begins(original);
        backUp("old", Map.of());
        original.engine().conversations().erase(ALICE, confidential.conversationId());
        backUp("next", Map.of());
        Path one = file("one", WHEN + confidential.conversationId() + "\n");
        Path two = file("two", WHEN + "elsewhere\n");

        // When the next backup is restored with both, and later the old one with the register of the restored directory
        bringKeys("restored");
        restore("next", "restored", Map.of(), "--erasures=" + one + "," + two);
        bringKeys("again");
        restore("old", "again", Map.of(), "--erasures=" + dir.resolve("restored/erasures"));

        // Then the conversation is erased again
        try (SeEngine again = open("again")) {
            assertThat(again.engine().log().head(confidential.conversationId())).isEmpty();
        }
        assertThat(dir.resolve("again/erasures"))
                .hasContent(WHEN + confidential.conversationId() + "\n" + WHEN + "elsewhere\n");
    }

    @Test
    void whereNothingWasEverErasedTheSentenceSaysWhatToDo() throws Exception {
        backUp("backup", Map.of());
        bringKeys("new");

        assertThatThrownBy(() -> restore("backup", "new", Map.of(), "--erasures=" + dir.resolve("original/erasures")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the first erasure makes it")
                .hasMessageContaining("--no-erasures");

        restore("backup", "new", Map.of(), "--no-erasures");
        assertThat(dir.resolve("new/erasures")).doesNotExist();
    }

    @Test
    void aRestoreThatHasFailedLeavesNothingAndCanBeRepeated() throws Exception {
        // Given a store that is as it was written and cannot be restored
        file("original/nlu/greetings.yml", EXAMPLE);
        file("original/audit-anchors", "1-1 " + "0".repeat(64) + "\n");
        Path register = file("register", WHEN + "c1\n");
        backUp("backup", Map.of());
        Path store = dir.resolve("backup/clda.db");
        byte[] whole = Files.readAllBytes(store);
        Manifest manifest = Manifest.verified(dir.resolve("backup"));
        Files.writeString(store, "no database");
        replaced(manifest, store);
        bringKeys("new");

        // When
        assertThatThrownBy(() -> restore("backup", "new", Map.of(), "--erasures=" + register))
                .isInstanceOf(SQLException.class);

        // Then
        try (Stream<Path> left = Files.list(dir.resolve("new"))) {
            assertThat(left).containsExactly(dir.resolve("new/keys"));
        }
        assertThatThrownBy(() -> restore(
                        "backup", "new", Map.of(), "--erasures=" + register, "--lost-anchors=" + dir.resolve("none")))
                .hasMessageContaining("there is no file");

        // And when the cause is mended, it is repeated
        Files.write(store, whole);
        manifest.write(dir.resolve("backup"));
        assertThat(restore("backup", "new", Map.of(), "--erasures=" + register)).startsWith("restored SQLite");
        assertThat(dir.resolve("new/nlu/greetings.yml")).hasContent(EXAMPLE);
        assertThat(dir.resolve("new/erasures")).hasContent(WHEN + "c1\n");
    }

    /** A manifest that says that the file is as it was written. */
    private void replaced(Manifest before, Path file) throws IOException {
        Path backup = dir.resolve("backup");
        Manifest.Entry entry = Manifest.Entry.of(backup, file);
        List<Manifest.Entry> entries = before.files().stream()
                .map(each -> each.name().equals(entry.name()) ? entry : each)
                .toList();
        new Manifest(before.store(), before.at(), before.schema(), before.keyCheck(), entries).write(backup);
    }
}
