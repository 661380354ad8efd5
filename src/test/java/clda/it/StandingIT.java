package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.it.People.Look;
import clda.json.Json;
import clda.security.Caller;
import clda.security.accounts.AccountFile;
import clda.security.jwt.Tokens;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A right ends the moment it ends, at every door of a running server: by time, by sign-out, by the file of accounts. */
class StandingIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static final Map<String, String> lines = new LinkedHashMap<>();
    private static Path file;
    private static RunningServer server;
    private static AccountFile accounts;

    @BeforeAll
    static void start() throws IOException {
        file = directory.resolve("accounts");
        lines.put("alice", AccountFile.line("alice", "default", "user", "alice-demo", "aaaaaaaaaa"));
        lines.put("carol", AccountFile.line("carol", "default", "user,approver", "carol-demo", "cccccccccc"));
        lines.put("admin", AccountFile.line("admin", "default", "admin", "admin-demo", "dddddddddd"));
        write();
        accounts = new AccountFile(file);
        server = RunningServer.start("standing", Map.of("clda.accounts.file", file.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void everybodyIsThere() {
        write();
    }

    /** As an editor does. */
    private static void write() {
        try {
            Path draft = directory.resolve("draft");
            Files.write(draft, lines.values());
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSignInPageDoesNotNameAccountsOfTheDemoWhichDoNotWork() {
        assertThat(Client.nobody(server).get("/login.xhtml").text())
                .contains("id=\"login\"")
                .doesNotContain("-demo");
    }

    private static void changes(String name, String line) {
        String before = lines.put(name, line);
        write();
        lines.put(name, before);
    }

    private static void removes(String name) {
        String before = lines.remove(name);
        write();
        lines.put(name, before);
    }

    /** A token of the server's own key, for less time than those that the server gives. */
    private static Client withTokenFor(String user, Duration time) {
        Caller caller = accounts.find(user).orElseThrow();
        Tokens tokens = Tokens.local(
                server.dataDir().resolve("keys/token-key.json"), "https://clda.local", time, Clock.systemUTC());
        return Client.withToken(
                server, tokens.issue(caller, accounts.mark(user).orElseThrow()).token());
    }

    private static Client alice() {
        return withTokenFor("alice~aaaaaaaaaa", HOUR);
    }

    private static Client carol() {
        return withTokenFor("carol~cccccccccc", HOUR);
    }

    private static int status(Client client) {
        return client.get("/api/v1/conversations").status();
    }

    private static long turnsOf(Client client, String conversation) {
        return client.get("/api/v1/conversations/" + conversation + "/messages")
                .json()
                .path("items")
                .size();
    }

    // Expiry

    @Test
    void whatIsSaidOverASocketAfterTheTokensEndIsNotDone() {
        Client shortly = withTokenFor("alice~aaaaaaaaaa", Duration.ofSeconds(6));
        String conversation = shortly.opensConversation();
        try (Socket socket = shortly.socket(conversation, 0)) {
            socket.sends("{\"type\":\"ping\"}");
            socket.awaits("pong");

            assertThat(socket.awaitsClose()).isEqualTo(4401);
        }
        assertThat(status(shortly)).isEqualTo(401);
        assertThat(turnsOf(alice(), conversation)).isZero();
    }

    // Sign-out

    @Test
    void whoSignsOutHasNoTokenNoTicketNoSocketAndNoStreamLeft() {
        Client desk = alice();
        Client phone = alice();
        String conversation = desk.opensConversation();
        String ticket = desk.send("POST", "/api/v1/ws-ticket", "{}")
                .json()
                .path("ticket")
                .asText();
        try (Socket socket = desk.socket(conversation, 0);
                Socket other = phone.socket(conversation, 0);
                Lines stream = new Lines()) {
            stream.opensStream(stream(conversation), desk.token());
            assertThat(stream.areOpen()).isEqualTo(1);

            assertThat(desk.send("POST", "/api/v1/logout", null).status()).isEqualTo(204);

            assertThat(status(desk)).isEqualTo(401);
            assertThat(socket.awaitsClose()).isEqualTo(4401);
            stream.awaitEnd(Instant.now().plus(ENDED_WITHIN));
            assertThat(stream.endedStreams()).hasSize(1);
            try (Socket late =
                    Socket.open(desk.address(conversation, 0), List.of("clda.v1", "ticket." + ticket), Map.of())) {
                assertThat(late.awaitsClose()).isEqualTo(4401);
            }
            other.sends("{\"type\":\"ping\"}");
            other.awaits("pong");
        }
        assertThat(status(phone)).isEqualTo(200);
    }

    @Test
    void whoSignsOutEverywhereHasNoTokenLeftAtAll() {
        Client desk = alice();
        Client phone = alice();
        Client carol = carol();
        assertThat(status(phone)).isEqualTo(200);

        assertThat(desk.send("POST", "/api/v1/logout?everywhere=true", null).status())
                .isEqualTo(204);

        assertThat(status(desk)).isEqualTo(401);
        assertThat(status(phone)).isEqualTo(401);
        assertThat(status(carol)).isEqualTo(200);
    }

    @Test
    void onlyAnAdministratorSignsSomebodyElseOut() {
        Client carol = carol();

        assertThat(alice().send("POST", "/api/v1/logout?user=carol~cccccccccc", null)
                        .status())
                .isEqualTo(403);
        assertThat(status(carol)).isEqualTo(200);

        assertThat(withTokenFor("admin~dddddddddd", HOUR)
                        .send("POST", "/api/v1/logout?user=carol~cccccccccc", null)
                        .status())
                .isEqualTo(204);
        assertThat(status(carol)).isEqualTo(401);
    }

    @Test
    void aTokenThatWasEndedStaysEndedAfterANewStart() {
        Client desk = alice();
        desk.send("POST", "/api/v1/logout", null);

        server.kill();
        server.startAgain();

        assertThat(status(desk)).isEqualTo(401);
        assertThat(status(alice())).isEqualTo(200);
    }

    @Test
    void thePagesButtonEndsTheTokenThatTheCookieHeld() {
        try (People people = new People(server)) {
            Page page = people.signIn("alice", Look.DESKTOP);
            String token = page.context().cookies().stream()
                    .filter(cookie -> cookie.name.equals("clda-token"))
                    .map(cookie -> cookie.value)
                    .findFirst()
                    .orElseThrow();
            assertThat(status(Client.withToken(server, token))).isEqualTo(200);
            assertThat(page.locator("#person summary .user").textContent()).isEqualTo("alice");
            Page other = page.context().newPage();
            other.navigate(server.uri("/").toString());

            page.locator("#person summary").click();
            page.locator("[id='leave'] button").click();

            page.waitForURL(Pattern.compile(".*/login\\.xhtml.*"));
            assertThat(status(Client.withToken(server, token))).isEqualTo(401);
            other.waitForURL(Pattern.compile(".*/login\\.xhtml.*"));
            page.context()
                    .addCookies(List.of(new Cookie("clda-token", token)
                            .setUrl(server.uri("/").toString())));
            page.navigate(server.uri("/index.xhtml").toString());
            assertThat(page.url()).contains("login.xhtml");
        }
    }

    // Accounts

    private static JsonNode waitsForApproval(Client alice) {
        String conversation = alice.opensConversation();
        return alice.says(conversation, "refund 500 dollars for order A-1003 because it is broken")
                .path("approval");
    }

    private static int approves(Client client, JsonNode approval) {
        return client.send(
                        "POST",
                        "/api/v1/approvals/" + approval.path("approvalId").asText() + "/decision",
                        Json.MAPPER
                                .createObjectNode()
                                .put("decision", "approve")
                                .put("hash", approval.path("hash").asText())
                                .toString())
                .status();
    }

    @Test
    void aDemotedApproverApprovesNothingWithAnOldToken() {
        JsonNode approval = waitsForApproval(alice());
        assertThat(approval.path("approvalId").asText()).isNotEmpty();
        Client carol = carol();
        assertThat(carol.get("/api/v1/approvals").json().path("items")).isNotEmpty();

        changes("carol", lines.get("carol").replace("user,approver", "user"));

        assertThat(approves(carol, approval)).isEqualTo(404);
        write();
        assertThat(approves(carol, approval)).isEqualTo(200);
    }

    @Test
    void aRemovedAccountApprovesNothingWithAnOldTokenNorDoesAnotherOfItsName() {
        JsonNode approval = waitsForApproval(alice());
        Client carol = carol();

        removes("carol");
        assertThat(approves(carol, approval)).isEqualTo(401);

        changes("carol", AccountFile.line("carol", "default", "user,approver", "carol-demo", "eeeeeeeeee"));
        assertThat(approves(carol, approval)).isEqualTo(401);
        assertThat(status(Client.signedIn(server, "carol"))).isEqualTo(200);
    }

    @Test
    void anAccountOfTheSameNameReadsNothingOfTheOneBefore() {
        Client alice = alice();
        String conversation = alice.opensConversation();

        changes("alice", AccountFile.line("alice", "default", "user", "alice-demo", "ffffffffff"));

        Client successor = Client.signedIn(server, "alice");
        assertThat(status(successor)).isEqualTo(200);
        assertThat(successor.get("/api/v1/conversations/" + conversation).status())
                .isEqualTo(404);
        assertThat(successor.get("/api/v1/conversations").json().path("items")).isEmpty();
    }

    @Test
    void aNewPasswordEndsOldTokens() {
        Client alice = alice();

        changes("alice", AccountFile.line("alice", "default", "user", "another", "aaaaaaaaaa"));

        assertThat(status(alice)).isEqualTo(401);
    }

    @Test
    void withoutTheRoleUserNobodyTalks() {
        Client admin = Client.signedIn(server, "admin");

        assertThat(admin.send("POST", "/api/v1/conversations", "{}").status()).isEqualTo(403);
    }

    // Five hundred

    private static final int PEOPLE = 50;
    private static final int LINES_EACH = 10;

    private static URI stream(String conversation) {
        return server.uri("/api/v1/conversations/" + conversation + "/events?after=0");
    }

    enum Cause {
        EXPIRY,
        SIGN_OUT,
        REMOVAL
    }

    private static String name(Cause cause, int number) {
        return cause.name().toLowerCase(Locale.ROOT) + "-" + number;
    }

    @ParameterizedTest
    @EnumSource
    void fiveHundredSocketsAndStreamsEndWithinFiveSeconds(Cause cause) {
        // Given
        for (int n = 0; n < PEOPLE; n++) {
            // Nobody signs in with a password here, so that none has to be hashed.
            String hash = "AAAAAAAAAAAAAAAAAAAAAA==:" + "A".repeat(43) + "=";
            lines.put(name(cause, n), name(cause, n) + ":default:user:" + hash);
        }
        write();
        List<String> conversations = IntStream.range(0, PEOPLE)
                .mapToObj(n -> withTokenFor(name(cause, n), HOUR).opensConversation("lines"))
                .toList();
        Instant expiry = Instant.now().plusSeconds(cause == Cause.EXPIRY ? 30 : 3_600);
        Map<String, Instant> ends = new ConcurrentHashMap<>();
        try (Lines open = new Lines()) {
            List<Client> people = new ArrayList<>();
            for (int n = 0; n < PEOPLE; n++) {
                Client person = withTokenFor(name(cause, n), Duration.between(Instant.now(), expiry));
                people.add(person);
                ends.put(person.token(), expiry.truncatedTo(ChronoUnit.SECONDS));
                for (int line = 0; line < LINES_EACH; line += 2) {
                    open.opensSocket(person.address(conversations.get(n), 0), person.token());
                    open.opensStream(stream(conversations.get(n)), person.token());
                }
            }
            assertThat(open.areOpen()).isEqualTo(PEOPLE * LINES_EACH);

            // When
            switch (cause) {
                case SIGN_OUT ->
                    people.forEach(person -> {
                        ends.put(person.token(), Instant.now());
                        person.send("POST", "/api/v1/logout", null);
                    });
                case REMOVAL -> {
                    Instant now = Instant.now();
                    people.forEach(person -> ends.put(person.token(), now));
                    lines.keySet().removeIf(name -> name.startsWith("removal-"));
                    write();
                }
                default -> open.awaitEnd(expiry);
            }
            open.awaitEnd(Instant.now().plus(ENDED_WITHIN).plusSeconds(5));

            // Then
            List<Lines.End> ended = new ArrayList<>(open.endedSockets());
            ended.addAll(open.endedStreams());
            List<Duration> after = ended.stream()
                    .map(line -> Duration.between(ends.get(line.token()), line.at()))
                    .sorted()
                    .toList();
            System.out.println(cause + ": " + ended.size() + " lines ended, the first after " + after.getFirst()
                    + ", the last after " + after.getLast());
            assertThat(ended).hasSize(PEOPLE * LINES_EACH);
            assertThat(after.getLast()).isLessThan(ENDED_WITHIN);
            assertThat(after.getFirst()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(open.endedSockets()).extracting(Lines.End::code).containsOnly(4401);
        }
    }
}
