package clda.release;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.ReleaseCommand;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code clda-release} asks of a server, and how it ends. */
class ReleaseCommandTest {

    private static final int USAGE = 64;
    private static final Map<String, String> TOKEN = Map.of("CLDA_TOKEN", "t0");

    /** What the server answers, once each. */
    private record Answer(int status, String body) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private URI address;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        Answer answer = answers.remove();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private ReleaseCommand.Ended run(Map<String, String> who, String... arguments) throws Exception {
        return ReleaseCommand.at(address, who).run(arguments);
    }

    @Test
    void aPasswordIsChangedForATokenAndPunctuationStays() throws Exception {
        answers.add(new Answer(200, "{\"token\":\"t1\",\"expiresAt\":\"2026-11-28T10:00:00Z\"}"));
        answers.add(new Answer(200, "{\"state\":\"rolled_back\"}"));

        ReleaseCommand.Ended ended = run(
                Map.of("CLDA_USER", "admin", "CLDA_PASSWORD", "a\"b\\c $x"),
                "roll-back",
                "It says \"no\" to C:\\refunds,\nalways. 退款被拒");

        assertThat(ended).isEqualTo(new ReleaseCommand.Ended(0, "{\"state\":\"rolled_back\"}\n"));
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/login null {\"user\":\"admin\",\"password\":\"a\\\"b\\\\c $x\"}",
                        "POST /api/v1/release/roll-back Bearer t1"
                                + " {\"reason\":\"It says \\\"no\\\" to C:\\\\refunds, always. 退款被拒\"}");
    }

    @Test
    void aShareOfTenPercentIsUsual() throws Exception {
        answers.add(new Answer(201, "{}"));
        answers.add(new Answer(201, "{}"));

        run(TOKEN, "start");
        run(TOKEN, "start", "2.5");

        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/release Bearer t0 {\"share\":10}",
                        "POST /api/v1/release Bearer t0 {\"share\":2.5}");
    }

    @Test
    void aRefusalIsToldAndIsAFailure() throws Exception {
        answers.add(new Answer(409, "{\"status\":409,\"detail\":\"No release is running.\"}"));

        assertThat(run(TOKEN, "promote"))
                .isEqualTo(new ReleaseCommand.Ended(1, "clda-release: 409 No release is running.\n"));
    }

    @Test
    void whoeverWatchesHearsOfARollBackAndOutlivesAServerThatIsAway() throws Exception {
        answers.addAll(List.of(
                new Answer(503, "{\"detail\":\"The database is away.\"}"),
                new Answer(200, "{\"state\":\"rolled_back\",\"reason\":\"9 of 30 turns failed\"}")));

        ReleaseCommand.Ended ended = run(TOKEN, "watch", "1");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).endsWith("clda-release: the release was rolled back: 9 of 30 turns failed\n");
    }

    @Test
    void aCanaryThatIsNotUpAtTheEndIsNotGood() throws Exception {
        answers.add(new Answer(200, "{\"state\":\"running\",\"nodes\":{\"stable\":2,\"canary\":0}}"));
        answers.add(new Answer(200, "{\"state\":\"running\",\"nodes\":{\"stable\":2,\"canary\":1}}"));

        assertThat(run(TOKEN, "watch", "0")).satisfies(ended -> {
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.said()).endsWith("clda-release: no node of the canary arm is up\n");
        });
        assertThat(run(TOKEN, "watch", "0").status()).isZero();
    }

    @Test
    void whoDoesNotSayWhatOrWhereIsTold() throws Exception {
        assertThat(run(TOKEN)).satisfies(ended -> {
            assertThat(ended.status()).isEqualTo(USAGE);
            assertThat(ended.said()).contains("clda-release watch MINUTES");
        });
        assertThat(run(TOKEN, "undo").status()).isEqualTo(USAGE);
        assertThat(run(Map.of(), "show").said()).contains("neither CLDA_TOKEN nor CLDA_USER and CLDA_PASSWORD");
        assertThat(asked).isEmpty();
    }
}
