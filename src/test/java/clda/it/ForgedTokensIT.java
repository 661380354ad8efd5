package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.ForgedTokens;
import clda.kit.ForgedTokens.Forged;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forged tokens at every door of a running server, byte for byte as a forger sends them. */
class ForgedTokensIT {

    private static final int NOT_AUTHORISED = 4401;
    private static final int PATIENCE_MILLIS = 30_000;

    private static RunningServer server;
    private static Client alice;
    private static String conversation;
    private static List<Forged> forged;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start("forged", Map.of());
        alice = Client.signedIn(server, "alice");
        conversation = alice.opensConversation();
        forged = ForgedTokens.all(
                RSAKey.parse(Files.readString(server.dataDir().resolve("keys/token-key.json"))),
                alice.token(),
                Instant.now());
    }

    /** What strangers send may not fill the log. */
    @AfterAll
    static void stop() throws IOException {
        server.close();

        assertThat(Files.readAllLines(server.log()))
                .filteredOn(line -> line.contains("SEVERE") || line.contains(" ERROR "))
                .isEmpty();
    }

    static List<Forged> forged() {
        return forged;
    }

    /** An answer's status, and what it is about. */
    private record Answer(int status, String head, int closed) {}

    private static Answer asks(String path, String header, String value, boolean socket) {
        URI address = server.uri(path);
        String upgrade = socket
                ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                : "Connection: close\r\n";
        try (Socket line = new Socket(address.getHost(), address.getPort())) {
            line.setSoTimeout(PATIENCE_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n" + upgrade + header
                    + ": " + value + "\r\n\r\n";
            line.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            DataInputStream in = new DataInputStream(line.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            int status = head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
            return new Answer(status, head.toString(), status == 101 ? closedWith(in) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of a close frame that comes first; 0 if something else does. */
    private static int closedWith(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        in.readUnsignedByte();
        return (first & 0x0f) == 8 ? in.readUnsignedShort() : 0;
    }

    private static String list() {
        return "/api/v1/conversations";
    }

    private static String socket() {
        return "/ws/v1/conversations/" + conversation + "?after=0";
    }

    private static String ticket(String token) {
        return "clda.v1, ticket." + token;
    }

    @Test
    void theGenuineOneOpensTheDoorsThatItIsFor() {
        String fresh = alice.send("POST", "/api/v1/ws-ticket", "{}")
                .json()
                .path("ticket")
                .asText();

        assertThat(asks(list(), "Authorization", "Bearer " + alice.token(), false)
                        .status())
                .isEqualTo(200);
        assertThat(asks(socket(), "Authorization", "Bearer " + alice.token(), true))
                .satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(101);
                    assertThat(answer.closed()).isNotEqualTo(NOT_AUTHORISED);
                });
        assertThat(asks(socket(), "Sec-WebSocket-Protocol", ticket(fresh), true).closed())
                .isNotEqualTo(NOT_AUTHORISED);
        assertThat(asks("/index.xhtml", "Cookie", "clda-token=" + alice.token(), false)
                        .status())
                .isEqualTo(200);
        assertThat(asks(list(), "Cookie", "clda-token=" + alice.token(), false).status())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void noForgedOneOpensAny(Forged forged) {
        String token = forged.token();

        isTurnedAway(asks(list(), "Authorization", "Bearer " + token, false));
        isNotLetIn(asks(socket(), "Authorization", "Bearer " + token, true));
        isNotLetIn(asks(socket(), "Sec-WebSocket-Protocol", ticket(token), true));
        if (token.contains(alice.token())) {
            // In a cookie, quotation marks and what follows a comma are not a part of the value: what is left is
            // genuine.
            return;
        }
        isTurnedAway(asks(list(), "Cookie", "clda-token=" + token, false));
        Answer page = asks("/index.xhtml", "Cookie", "clda-token=" + token, false);
        assertThat(page.status()).as(page.head()).isIn(302, 400, 431, 0);
        if (page.status() == 302) {
            assertThat(page.head()).contains("login.xhtml");
        }
    }

    /** Either by us, or by the server, which does not read every header to its end. */
    private static void isTurnedAway(Answer answer) {
        assertThat(answer.status()).as(answer.head()).isIn(401, 400, 431, 0);
    }

    private static void isNotLetIn(Answer answer) {
        if (answer.status() == 101) {
            assertThat(answer.closed()).isEqualTo(NOT_AUTHORISED);
        } else {
            assertThat(answer.status()).as(answer.head()).isIn(400, 401, 403, 431, 0);
        }
    }
}
