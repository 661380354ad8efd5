package clda.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.Ports;
import clda.kit.SilentMailServer;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.NotSent;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** What is certain after a mail was handed to a server, and what is not. */
class MailTest {

    private static final ToolContext CONTEXT = new ToolContext(
            new Caller("alice", "default", Set.of(Role.USER)),
            "c",
            "t1",
            "t1-c1",
            "key-1",
            false,
            (percent, note) -> {},
            () -> {});

    private static Mail to(int port) {
        return new Mail(new Mail.Server("127.0.0.1", port, "clda@localhost"), Clock.systemUTC());
    }

    private static SMTPServer server(boolean refuses, CopyOnWriteArrayList<String> taken) throws IOException {
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getByName("127.0.0.1"))
                .messageHandler((context, from, to, data) -> {
                    if (refuses) {
                        throw new RejectException(554, "no");
                    }
                    taken.add(new String(data, java.nio.charset.StandardCharsets.UTF_8));
                })
                .build();
        server.start();
        return server;
    }

    @Test
    void aMailTellsAndIsMarkedAndItsTextIsWhatWasApproved() throws IOException {
        CopyOnWriteArrayList<String> taken = new CopyOnWriteArrayList<>();
        SMTPServer server = server(false, taken);

        to(server.getPortAllocated()).sendEmail("bob@example.com", "Hello", "Lunch is at one.", CONTEXT);
        server.stop();

        assertThat(taken)
                .singleElement()
                .asString()
                .contains("X-Generated-By: AI system")
                .contains("X-Digital-Source-Type: http://cv.iptc.org/newscodes/digitalsourcetype/")
                .endsWith("\r\n\r\nLunch is at one.\r\n");
    }

    @Test
    void aMailThatIsTakenCarriesTheKeyOfItsEffect() throws IOException {
        CopyOnWriteArrayList<String> taken = new CopyOnWriteArrayList<>();
        SMTPServer server = server(false, taken);

        to(server.getPortAllocated()).sendEmail("bob@example.com", "Hello", "text", CONTEXT);

        assertThat(taken).singleElement().asString().contains("Message-ID: <key-1@clda>");
        server.stop();
    }

    @Test
    void aServerThatSaysNoHasNotTakenIt() throws IOException {
        SMTPServer server = server(true, new CopyOnWriteArrayList<>());

        assertThatThrownBy(() -> to(server.getPortAllocated()).sendEmail("bob@example.com", "Hello", "text", CONTEXT))
                .isInstanceOf(ToolFailure.class);
        server.stop();
    }

    @Test
    void aServerThatHangsUpAfterTheLastDotMayHaveTakenIt() throws IOException {
        try (SilentMailServer server = new SilentMailServer()) {
            assertThatThrownBy(() -> to(server.port()).sendEmail("bob@example.com", "Hello", "text", CONTEXT))
                    .isNotInstanceOf(ToolFailure.class);
        }
    }

    @Test
    void whereNobodyListensNothingIsSent() {
        assertThatThrownBy(() -> to(Ports.free()).sendEmail("bob@example.com", "Hello", "text", CONTEXT))
                .isInstanceOf(NotSent.class);
    }
}
