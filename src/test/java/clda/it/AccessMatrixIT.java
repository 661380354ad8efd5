package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.AccessRule;
import clda.kit.AccessRule.Who;
import clda.kit.Pictures;
import clda.kit.SilentMailServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, message and page of the running server, by everybody: the answer is the one that the rules name. */
class AccessMatrixIT {

    /** Said by the owner; nobody else may ever be given it. */
    private static final String CANARY = "canary-58d1";

    @TempDir
    static Path accounts;

    private static final Map<Who, Client> PEOPLE = new EnumMap<>(Who.class);
    private static SilentMailServer mail;
    private static RunningServer server;
    private static Client owner;

    @BeforeAll
    static void start() throws IOException {
        Map<Who, String> lines = new EnumMap<>(Map.of(
                Who.OWNER, "acme user",
                Who.PEER, "acme user",
                Who.APPROVER, "acme user,approver",
                Who.AUDITOR, "acme auditor",
                Who.ADMIN, "acme admin",
                Who.FOREIGN, "other user,approver,auditor,admin"));
        StringBuilder file = new StringBuilder();
        for (Map.Entry<Who, String> line : lines.entrySet()) {
            String[] parts = line.getValue().split(" ");
            file.append(LocalAccounts.line(name(line.getKey()), parts[0], parts[1]));
        }
        Path written = Files.writeString(accounts.resolve("accounts"), file);
        mail = new SilentMailServer();
        server = RunningServer.start(
                "matrix",
                Map.of(
                        "clda.accounts.file",
                        written.toString(),
                        "clda.mail.host",
                        "127.0.0.1",
                        "clda.mail.port",
                        String.valueOf(mail.port())));
        PEOPLE.put(Who.NOBODY, Client.nobody(server));
        lines.keySet().forEach(who -> PEOPLE.put(who, Client.signedIn(server, name(who))));
        owner = PEOPLE.get(Who.OWNER);
        // So that there is something in every list.
        fresh().in("{turnId}{approvalId}{effectId}{taskId}{scheduleId}{number}{missedId}");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        mail.close();
    }

    private static String name(Who who) {
        return who.name().toLowerCase(java.util.Locale.ROOT);
    }

    static List<AccessRule> rules() {
        return AccessRule.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everybodyGetsWhatTheRuleSays(AccessRule rule) {
        List<String> wrong = new ArrayList<>();
        Belongings belongings = fresh();
        for (Who who : Who.values()) {
            if (!rule.changesNothing()) {
                belongings = fresh();
            }
            String path = belongings.in(rule.path());
            String body = belongings.in(rule.body().replace("{who}", "stranger to " + who));
            Outcome outcome = rule.path().startsWith("/ws/")
                    ? overSocket(PEOPLE.get(who), path, body)
                    : overHttp(asking(who, rule), rule, path, body);
            int expected = rule.expected().get(who.ordinal());
            if (outcome.status() != expected) {
                wrong.add(who + ": " + expected + " expected, and was " + outcome.status() + " " + outcome.text());
            }
            if (!mayKnow(who, rule) && outcome.text().contains(CANARY)) {
                wrong.add(who + " is told what is the owner's: " + outcome.text());
            }
        }

        assertThat(wrong).as(rule.toString()).isEmpty();
    }

    private static Belongings fresh() {
        return new Belongings(owner, CANARY);
    }

    /** Whoever decides or settles in office is shown what about; whoever maintains the understanding, what it missed. */
    private static boolean mayKnow(Who who, AccessRule rule) {
        return who == Who.OWNER
                || rule.path().equals("/api/v1/effects") && (who == Who.APPROVER || who == Who.ADMIN)
                || rule.path().equals("/api/v1/approvals") && who == Who.APPROVER
                || rule.path().equals("/api/v1/nlu/missed") && who == Who.ADMIN;
    }

    /** Who signs out does so with a token of their own. */
    private static Client asking(Who who, AccessRule rule) {
        boolean ends = rule.path().endsWith("/logout") && who != Who.NOBODY;
        return ends ? Client.signedIn(server, name(who)) : PEOPLE.get(who);
    }

    private record Outcome(int status, String text) {}

    private static Outcome overHttp(Client who, AccessRule rule, String path, String body) {
        boolean image = body.equals("PNG");
        boolean page = rule.method().equals("PAGE");
        Client.Answer answer;
        if (image) {
            answer = who.sendBody(
                    "POST",
                    path,
                    HttpRequest.BodyPublishers.ofByteArray(Pictures.png(100)),
                    Map.of("Content-Type", "image/png"));
        } else if (page) {
            answer = Client.nobody(server)
                    .send(
                            "GET",
                            path,
                            null,
                            who.token().isEmpty() ? Map.of() : Map.of("Cookie", "clda-token=" + who.token()));
        } else {
            answer = who.send(rule.method(), path, body.isEmpty() ? null : body);
        }
        return new Outcome(answer.status(), answer.text());
    }

    /** The status of the problem that a message is answered with, 0 for none, or the code that the socket is closed with. */
    private static Outcome overSocket(Client who, String path, String message) {
        Map<String, String> headers =
                who.token().isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + who.token());
        URI address = URI.create(server.uri(path).toString().replaceFirst("^http", "ws"));
        try (Socket socket = Socket.open(address, List.of("clda.v1"), headers)) {
            try {
                socket.sends(message);
                socket.sends("{\"type\":\"ping\"}");
            } catch (CompletionException e) {
                // It was closed before.
            }
            Awaitility.await("an answer")
                    .until(() -> socket.isClosed() || socket.types().contains("pong"));
            if (socket.isClosed()) {
                int code = socket.awaitsClose();
                return new Outcome(
                        code < 0 ? codeForAListener(address, headers) : code,
                        socket.messages().toString());
            }
            int status = socket.messages().stream()
                    .filter(each -> each.path("type").asText().equals("problem"))
                    .map(each -> each.path("problem").path("status").asInt())
                    .findFirst()
                    .orElse(0);
            return new Outcome(status, socket.messages().toString());
        }
    }

    /** A client that still writes when the server hangs up may not get to read the code. */
    private static int codeForAListener(URI address, Map<String, String> headers) {
        try (Socket socket = Socket.open(address, List.of("clda.v1"), headers)) {
            return socket.awaitsClose();
        }
    }

    @Test
    void theDescriptionThatIsServedHasNoOperationWithoutARule() {
        JsonNode paths = Client.nobody(server)
                .send("GET", "/openapi", null, Map.of("Accept", "application/json"))
                .json()
                .path("paths");
        TreeSet<String> served = new TreeSet<>();
        paths.properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (List.of("get", "post", "put", "patch", "delete").contains(operation.getKey())) {
                String whole = path.getKey().startsWith("/api/") ? path.getKey() : "/api/v1" + path.getKey();
                served.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " "
                        + whole.replaceAll("\\{[^}]*}", "{}"));
            }
        }));

        assertThat(served).isNotEmpty();
        assertThat(AccessRule.all().stream().map(AccessRule::key)).containsAll(served);
    }
}
