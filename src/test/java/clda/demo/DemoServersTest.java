package clda.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.FollowingModel;
import clda.kit.SeEngine;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.NotSent;
import clda.tools.ToolContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's refund and mail servers lie on loopback ports, where every program of the machine can connect: they take only CLDA. */
class DemoServersTest {

    private static final ToolContext CONTEXT = new ToolContext(
            new Caller("alice", "default", Set.of(Role.USER)),
            "c",
            "t1",
            "t1-c1",
            "key-1",
            false,
            (percent, note) -> {},
            () -> {});

    @TempDir
    Path dataDir;

    private SeEngine services;

    @BeforeEach
    void open() {
        services = new SeEngine.Options(dataDir, new FollowingModel()).open();
    }

    @AfterEach
    void close() {
        services.close();
    }

    @Test
    void aRefundForSomebodyElseIsRefused() throws IOException, InterruptedException {
        try (RefundService service = new RefundService(
                        services.store(), Clock.systemUTC(), Thread.ofVirtual().factory());
                HttpClient stranger = HttpClient.newHttpClient()) {
            HttpRequest.Builder refund = HttpRequest.newBuilder(
                            service.service().address().resolve("/refunds"))
                    .header("Idempotency-Key", "\"stranger\"")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"orderNumber\":\"A-1001\",\"amount\":1}"));

            assertThat(status(stranger, refund)).isEqualTo(401);
            assertThat(status(stranger, refund.header("Authorization", "Bearer guessed")))
                    .isEqualTo(401);
            assertThat(status(
                            stranger,
                            HttpRequest.newBuilder(service.service().address().resolve("/refunds/key-1"))))
                    .isEqualTo(401);
            assertThat(new Refunds(service.service(), new RefundCalls())
                            .refundOrder("A-1001", BigDecimal.ONE, "late", CONTEXT)
                            .refundId())
                    .startsWith("R-");
        }
    }

    private static int status(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void mailFromSomebodyElseIsRefused() {
        try (Mailbox mailbox =
                new Mailbox(services.store(), services.keyRing(), Clock.systemUTC(), () -> UUID.randomUUID()
                        .toString())) {
            Mail.Server known = mailbox.server("clda@localhost");
            Mail stranger = new Mail(
                    new Mail.Server(known.host(), known.port(), known.from(), known.mark(), null), Clock.systemUTC());
            Mail guessing = new Mail(
                    new Mail.Server(
                            known.host(),
                            known.port(),
                            known.from(),
                            known.mark(),
                            new Mail.Login("clda", ServiceSecret.random())),
                    Clock.systemUTC());

            assertThatThrownBy(() -> stranger.sendEmail("bob@example.com", "Hello", "text", CONTEXT));
            assertThatThrownBy(() -> guessing.sendEmail("bob@example.com", "Hello", "text", CONTEXT))
                    .isInstanceOf(NotSent.class);
            assertThat(mailbox.mails(CONTEXT.caller())).isEmpty();

            new Mail(known, Clock.systemUTC()).sendEmail("bob@example.com", "Hello", "text", CONTEXT);
            assertThat(mailbox.mails(CONTEXT.caller())).hasSize(1);
        }
    }
}
