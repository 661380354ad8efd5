package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static clda.it.WithoutDemoIT.OF_THE_DEMO;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.guests.library.Library;
import clda.it.People.Look;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests come and go with their files alone: nothing else of the server changes. */
class GuestsIT {

    @TempDir
    Path folder;

    private Path war;

    @BeforeEach
    void copyTheServer() throws IOException {
        war = folder.resolve("clda.war");
        Files.copy(Path.of(System.getProperty("clda.war", "target/clda.war")), war);
    }

    @Test
    void aServerWithoutTheFilesOfTheDemoHasNoTraceOfIt() throws IOException {
        // Given
        try (FileSystem files = opened()) {
            delete(files.getPath("WEB-INF/classes/clda/demo"));
            delete(files.getPath("mailbox.xhtml"));
            delete(files.getPath("assets/mailbox.js"));
        }
        Path accounts = folder.resolve("accounts");
        Files.writeString(accounts, LocalAccounts.line("maria", "default", "user"));

        // When
        try (RunningServer server = RunningServer.startWar(
                        "no-demo", war, Map.of("clda.accounts.file", accounts.toString()), "/api/v1/system");
                People people = new People(server)) {
            // Then
            Client maria = Client.signedIn(server, "maria");
            assertThat(maria.get("/api/v1/system").json().path("demo").asBoolean(true))
                    .isFalse();
            assertThat(maria.get("/api/v1/tools").text()).contains("remind").doesNotContain("find_order", "send_email");
            Page page = people.signIn("maria", Look.DESKTOP);
            assertThat(page.locator("#first h1")).isVisible();
            assertThat(page.locator(".suggestion")).hasCount(0);
            assertThat(page.content()).doesNotContainPattern(OF_THE_DEMO);
            say(page, "what can you do?");
            assertThat(lastTurn(page).locator(".markdown")).isVisible();
            assertThat(page.content()).doesNotContainPattern(OF_THE_DEMO);
            assertThat(page.navigate(server.uri("/mailbox.xhtml").toString()).status())
                    .isEqualTo(404);
            people.leave();
        }
    }

    @Test
    void aGuestThatTheServerHasNeverSeenBringsItsToolSkillPageTextsAndTable() throws IOException, URISyntaxException {
        // Given
        try (FileSystem files = opened()) {
            Path classes = Files.createDirectories(files.getPath("WEB-INF/classes/clda/guests/library"));
            add(Library.class.getResource("Library.class").toURI(), classes);
            Files.copy(
                    Path.of(Library.class.getResource("/library/loans.xhtml").toURI()), files.getPath("loans.xhtml"));
        }

        // When
        try (RunningServer server = RunningServer.startWar("library", war, Map.of(), "/api/v1/system");
                People people = new People(server)) {
            // Then
            Page page = people.signIn("alice", Look.DESKTOP);
            say(page, "when is \"Dune\" due?");
            assertThat(lastTurn(page).locator(".markdown")).containsText("Dune is due on 2027-01-04.");
            assertThat(lastTurn(page).locator(".card")).containsText("Due date");
            say(page, "《沙丘》什么时候还？");
            assertThat(lastTurn(page).locator(".markdown")).containsText("《沙丘》应在 2027-02-05 之前归还。");
            say(page, "where is order A-1001?");
            assertThat(lastTurn(page).locator(".markdown")).containsText("A-1001");
            page.locator(".nav a", new Page.LocatorOptions().setHasText("Loans"))
                    .click();
            assertThat(page.locator("main h1")).hasText("Loans");
            assertThat(page.locator("main")).containsText("Dune, due on 2027-01-04");
            assertThat(page.locator(".nav a.here")).hasText("Loans");
            people.leave();
        }
    }

    private FileSystem opened() throws IOException {
        return FileSystems.newFileSystem(war);
    }

    /** All that lies beside a file. */
    private static void add(URI file, Path target) throws IOException {
        Path from = Path.of(file).getParent();
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path to = target.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(each, to);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
    }
}
