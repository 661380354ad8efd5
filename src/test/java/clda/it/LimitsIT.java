package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the running server refuses whoever asks for too much, and what it gives with every answer. */
class LimitsIT {

    private static final int CONNECTIONS = 200;

    private static RunningServer server;
    private static Client alice;
    private static String conversation;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "limits",
                Map.of(
                        "clda.at-once.connections.address", String.valueOf(CONNECTIONS),
                        "clda.rate.upload.person", "3/PT1H",
                        "clda.rate.socket.person", "5/PT1H",
                        "clda.at-once.sockets.person", "3",
                        "clda.at-once.sockets.address", "8",
                        "clda.at-once.streams.person", "2",
                        "clda.web.openapi", "signed-in",
                        "clda.web.system", "everybody"));
        alice = Client.signedIn(server, "alice");
        conversation = alice.opensConversation();
        alice.says(conversation, "where is order A-1001?");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<String[]> answers() {
        return Stream.of(
                new String[] {"GET", "/login.xhtml", "200"},
                new String[] {"GET", "/index.xhtml", "302"},
                new String[] {"GET", "/assets/chat.js", "200"},
                new String[] {"GET", "/assets/workers/colours.js", "200"},
                new String[] {"GET", "/assets/icon.svg", "200"},
                new String[] {"GET", "/webjars/marked/17.0.1/lib/marked.umd.js", "200"},
                new String[] {"GET", "/nothing", "404"},
                new String[] {"GET", "/WEB-INF/web.xml", "404"},
                new String[] {"GET", "/api/v1/system", "200"},
                new String[] {"GET", "/api/v1/conversations", "401"},
                new String[] {"GET", "/api/v1/nothing", "404"},
                new String[] {"POST", "/api/v1/login", "400"},
                new String[] {"POST", "/model/parse", "401"},
                new String[] {"POST", "/webhooks/rest/webhook", "401"},
                new String[] {"POST", "/login.xhtml", "403"},
                new String[] {"GET", "/ws/v1/inbox", "404"},
                new String[] {"GET", "/metrics", "404"});
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyAnswerHasItsProtectingHeadersOnce(String method, String path, String status) {
        Client.Answer answer = Client.nobody(server).send(method, path, method.equals("POST") ? "{" : null);

        assertThat(answer.status()).as(path).isEqualTo(Integer.parseInt(status));
        for (String name : List.of("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")) {
            assertThat(answer.response().headers().allValues(name))
                    .as(path + " " + name)
                    .hasSize(1);
        }
        assertThat(answer.response().headers().allValues("Content-Security-Policy"))
                .as(path)
                .singleElement()
                .asString()
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void theDescriptionOfTheApiHasThemToo() {
        Client.Answer answer = alice.get("/openapi");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(Client.nobody(server).get("/openapi").status()).isEqualTo(404);
    }

    @Test
    void aPersonAtAnAddressWithNothingSeesAPageAndAProgramAProblem() {
        Client.Answer page = Client.nobody(server)
                .send("GET", "/nothing", null, Map.of("Accept", "text/html", "Accept-Language", "zh-CN"));
        Client.Answer problem = Client.nobody(server).get("/nothing");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.type()).startsWith("text/html");
        assertThat(page.text()).contains("页面不存在").contains("lang=\"zh-CN\"");
        assertThat(problem.type()).startsWith("application/problem+json");
    }

    @Test
    void aConversationThatIsGoneIsAPageForThoseWhoOpenItInABrowser() {
        Map<String, String> navigation = Map.of(
                "Sec-Fetch-Dest", "document", "Accept", "text/html,*/*;q=0.8", "Cookie", "clda-token=" + alice.token());

        Client.Answer page =
                Client.nobody(server).send("GET", "/api/v1/conversations/AAAA/export?format=md", null, navigation);

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.type()).startsWith("text/html");
        assertThat(page.text()).contains("Page not found");
        assertThat(page.response().headers().allValues("Content-Security-Policy"))
                .hasSize(1);
    }

    private static String form(Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, value) -> pairs.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    /** The sign-in form as the page would send it, with these besides. */
    private static Client.Answer signsIn(String token, Map<String, String> headers, Map<String, String> fields) {
        Map<String, String> all = new java.util.HashMap<>(Map.of(
                "login",
                "login",
                "login:user",
                "alice",
                "login:password",
                "alice-demo",
                "login:enter",
                "",
                "jakarta.faces.ViewState",
                "stateless"));
        all.put("form-token", token);
        all.putAll(fields);
        Map<String, String> sent = new java.util.HashMap<>(Map.of("Content-Type", FORM));
        sent.putAll(headers);
        return Client.nobody(server).send("POST", "/login.xhtml", form(all), sent);
    }

    private static String formCookie() {
        return Client.nobody(server).get("/login.xhtml").response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("clda-form="))
                .map(cookie -> cookie.substring("clda-form=".length(), cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSignInFormIsTakenOnlyWithItsTokenAndFromAPageOfOurs() {
        String token = formCookie();
        Map<String, String> cookie = Map.of("Cookie", "clda-form=" + token);

        assertThat(signsIn(token, cookie, Map.of()).status()).isEqualTo(302);
        assertThat(signsIn("", cookie, Map.of()).status()).isEqualTo(403);
        assertThat(signsIn(token, Map.of(), Map.of()).status()).isEqualTo(403);
        assertThat(signsIn("", Map.of("Cookie", "clda-form="), Map.of()).status())
                .isEqualTo(403);
        assertThat(signsIn(token, Map.of("Cookie", "clda-form=" + token, "Origin", "https://evil.example"), Map.of())
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "a/b"
            })
    void aFormOfAnotherKindIsRefusedUnread(String type) {
        for (String page : List.of("/login.xhtml", "/index.xhtml")) {
            Client.Answer answer = Client.nobody(server).send("POST", page, "--x", Map.of("Content-Type", type));

            assertThat(answer.status()).as(page).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "=;=,;", "nothing", "application/json"})
    void aPageIsHtmlWhateverIsAccepted(String accept) {
        Client.Answer answer = Client.nobody(server).send("GET", "/login.xhtml", null, Map.of("Accept", accept));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/html");
    }

    @Test
    void theNonceOfThePolicyIsNeverTheRequests() {
        String token = formCookie();
        String chosen = java.util.Base64.getEncoder()
                .encodeToString("11111111-1111-1111-1111-111111111111".getBytes(StandardCharsets.UTF_8));

        Client.Answer answer = signsIn(
                token,
                Map.of("Cookie", "clda-form=" + token, "Faces-Request", "partial/ajax"),
                Map.of(
                        "login:password", "wrong",
                        "primefaces.nonce", chosen,
                        "jakarta.faces.partial.ajax", "true",
                        "jakarta.faces.partial.execute", "@all",
                        "jakarta.faces.partial.render", "@all"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Security-Policy")).contains("'nonce-").doesNotContain(chosen);
        assertThat(answer.text()).doesNotContain(chosen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e99999999999"})
    void aNumberOutOfAllReasonIsInvalidAtEveryDoor(String number) {
        assertThat(alice.send("POST", "/api/v1/conversations", "{\"title\":" + number + "}")
                        .status())
                .isEqualTo(400);
        assertThat(alice.send(
                                "POST",
                                "/api/v1/approvals/none/decision",
                                "{\"decision\":\"approve\",\"hash\":\"0\",\"arguments\":{\"amount\":" + number + "}}")
                        .status())
                .isEqualTo(400);
        assertThat(alice.send("POST", "/model/parse", "{\"text\":\"x\",\"message_id\":" + number + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void imagesOfOnePersonAreSoManyInATimeAndNoMore() {
        List<Integer> statuses = new ArrayList<>();
        Client.Answer last = null;
        for (int i = 0; i < 4; i++) {
            last = alice.sendBody(
                    "POST",
                    "/api/v1/conversations/" + conversation + "/images",
                    java.net.http.HttpRequest.BodyPublishers.ofByteArray(clda.kit.Pictures.png(100)),
                    Map.of("Content-Type", "image/png"));
            statuses.add(last.status());
        }

        assertThat(statuses).containsExactly(201, 201, 201, 429);
        assertThat(last.type()).startsWith("application/problem+json");
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 3_600);
        assertThat(last.json().path("retryable").asBoolean()).isTrue();
    }

    @Test
    void socketsOfOnePersonAreSoManyAndTheNextIsToldToComeBack() {
        Client bob = Client.signedIn(server, "bob");
        String id = bob.opensConversation();
        bob.says(id, "hello");
        try (clda.it.Socket one = bob.socket(id, 0);
                clda.it.Socket two = bob.socket(id, 0);
                clda.it.Socket three = bob.socket(id, 0)) {
            one.awaits("turn.completed");
            two.awaits("turn.completed");
            three.awaits("turn.completed");
            try (clda.it.Socket four = bob.socket(id, 0)) {
                assertThat(four.awaitsClose()).isEqualTo(1013);
            }
        }
        org.awaitility.Awaitility.await("a place").untilAsserted(() -> {
            try (clda.it.Socket again = bob.socket(id, 0)) {
                again.awaits("turn.completed");
            }
        });
    }

    @Test
    void socketsOfOneAddressAreSoManyThoughNobodyHasTooMany() {
        List<clda.it.Socket> open = new ArrayList<>();
        try {
            for (int each = 0; each < 3; each++) {
                for (String user : List.of("alice", "bob", "carol")) {
                    Client client = Client.signedIn(server, user);
                    open.add(client.socket(client.opensConversation(), 0));
                }
            }
            Awaitility.await("the last to be refused")
                    .until(() ->
                            open.getLast().isClosed() || !open.getLast().types().isEmpty());

            assertThat(open.getLast().awaitsClose()).isEqualTo(1013);
            assertThat(open.getFirst().isClosed()).isFalse();
        } finally {
            open.forEach(clda.it.Socket::close);
        }
        Awaitility.await("a place").untilAsserted(() -> {
            Client alice = Client.signedIn(server, "alice");
            try (clda.it.Socket again = alice.socket(alice.opensConversation(), 0)) {
                again.awaits("conversation.opened");
            }
        });
    }

    /** A connection from another address than everybody else's, which is loopback as well. */
    private static Socket connects(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        return socket;
    }

    /** An open connection says nothing: it waits for the client. */
    private static boolean isEnded(Socket connection) {
        try {
            connection.setSoTimeout(50);
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void connectionsOfOneAddressThatSayNothingAreSoManyAndOthersAreServed() throws IOException {
        String stranger = "127.0.5.1";
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(connects(stranger));
            }
            // Ended without a word, also when they are many at once.
            for (int i = 0; i < 20; i++) {
                try (Socket more = connects(stranger)) {
                    Awaitility.await("the end of one more").until(() -> isEnded(more));
                }
            }
            assertThat(isEnded(open.getFirst())).isFalse();
            assertThat(isEnded(open.getLast())).isFalse();
            assertThat(Client.nobody(server).get("/api/v1/system").status()).isEqualTo(200);

            open.removeFirst().close();

            Awaitility.await("a place").until(() -> {
                Socket again = connects(stranger);
                open.add(again);
                return !isEnded(again);
            });
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void messagesOverSocketsAreCountedToo() {
        Client carol = Client.signedIn(server, "carol");
        String id = carol.opensConversation();
        try (clda.it.Socket socket = carol.socket(id, 0)) {
            for (int i = 0; i < 6; i++) {
                socket.sends("{\"type\":\"ping\"}");
            }
            JsonNode problem = socket.awaits("problem").path("problem");

            assertThat(problem.path("status").asInt()).isEqualTo(429);
            assertThat(problem.path("retryAfter").asInt()).isPositive();
            for (int i = 0; i < 110; i++) {
                socket.sends("{\"type\":\"ping\"}");
            }
            assertThat(socket.awaitsClose()).isEqualTo(1008);
        }
    }

    @Test
    void streamsOfOnePersonAreSoManyAndAnEndedOneMakesRoom() throws IOException {
        URI events = server.uri("/api/v1/conversations/" + conversation + "/events");
        try (Socket one = stream(events);
                Socket two = stream(events)) {
            assertThat(firstLine(one)).contains("200");
            assertThat(firstLine(two)).contains("200");
            try (Socket three = stream(events)) {
                assertThat(firstLine(three)).contains("429");
            }
        }
    }

    private static Socket stream(URI address) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
                                + "\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + alice.token()
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRACE / HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET * HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /api/v1/system?%zz HTTP/1.1",
                "GET /api/v1/system HTTP/1.1\r\nExpect: the-moon",
                "BREW / HTTP/1.1",
                "GET /..;/..;/WEB-INF/web.xml HTTP/1.1",
                "GET http://other.example/ HTTP/1.1",
                "nonsense"
            })
    void whatTheServerAnswersByItselfShowsNothingOfIt(String request) throws IOException {
        URI address = server.uri("/");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + "\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).doesNotContain("Exception", "\tat ", "io.undertow", "org.glassfish", "<web-app");
            int body = answer.indexOf("\r\n\r\n") + 4;
            assertThat(answer.length() == body || answer.contains("X-Content-Type-Options: nosniff"))
                    .as("empty, or with the protecting headers: " + answer)
                    .isTrue();
        }
    }

    @Test
    void aBodyThatComesByteByByteIsCutOff() throws Exception {
        URI address = server.uri("/api/v1/login");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/login HTTP/1.1\r\nHost: " + address.getAuthority()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 60; i++) {
                        out.write(' ');
                        out.flush();
                        java.util.concurrent.locks.LockSupport.parkNanos(500_000_000L);
                    }
                } catch (IOException e) {
                    // The server has had enough.
                }
            });

            assertThat(firstLine(socket)).contains("408");
        }
    }

    @Test
    void wrongPasswordsAreSlowedDownAtBothDoorsAndTheRightOneDoesNotHelp() {
        for (int i = 0; i < 5; i++) {
            assertThat(signs("dave", "wrong").status()).isEqualTo(401);
        }

        Client.Answer locked = signs("DAVE", "wrong");
        // Until the wait is long enough not to be over before the page has been asked.
        Awaitility.await("a long wait").atMost(Duration.ofMinutes(2)).until(() -> {
            String wait = signs("dave", "wrong").header("Retry-After");
            return !wait.isEmpty() && Integer.parseInt(wait) >= 16;
        });
        String token = formCookie();
        Client.Answer page = signsIn(
                token,
                Map.of("Cookie", "clda-form=" + token, "Accept-Language", "en"),
                Map.of("login:user", "dave", "login:password", "dave-demo"));

        assertThat(locked.status()).isEqualTo(429);
        assertThat(locked.header("Retry-After")).isNotEmpty();
        assertThat(page.text()).contains("Too many failed attempts.");
    }

    private static Client.Answer signs(String user, String password) {
        return Client.nobody(server)
                .send("POST", "/api/v1/login", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void aLinkThatPretendsToLeadElsewhereShowsItsHostAndAsks() {
        try (People people = new People(server)) {
            Page page = people.signIn("alice", People.Look.DESKTOP);

            Object found = page.evaluate(
                    """
                    async () => {
                      const { reveal, destination } = await import('./assets/links.js');
                      const link = document.createElement('a');
                      link.href = 'https://evil.example/x';
                      link.textContent = 'https://bank.example/';
                      document.body.append(link);
                      reveal(link);
                      link.click();
                      const shown = link.nextSibling.textContent;
                      const asked = document.querySelector('dialog[open] p').textContent;
                      const of = (href, text) => { const d = destination(href, text); return d && `${d.host} ${d.disguised} ${d.named}`; };
                      return [shown, asked,
                        of('https://bank.example/a', 'see bank.example'),
                        of('https://bank.example@evil.example/', 'here'),
                        of('https://bаnk.example/', 'here'),
                        of('https://evil.example/', 'the report'),
                        of('index.xhtml', 'bank.example'),
                        of('mailto:a@b.example', 'a@b.example')].join('\\n');
                    }
                    """);

            assertThat(found.toString().lines())
                    .containsExactly(
                            " (evil.example)",
                            "This link leads to evil.example. Open it?",
                            "bank.example false true",
                            "evil.example true false",
                            "xn--bnk-6cd.example true false",
                            "evil.example false false",
                            "");
        }
    }
}
