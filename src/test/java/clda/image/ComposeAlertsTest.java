package clda.image;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/** An alert of Prometheus in {@code compose.yaml} becomes a mail: with its Alertmanager's configuration and a real Alertmanager. */
class ComposeAlertsTest {

    private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");

    @TempDir
    Path folder;

    @BeforeEach
    void alertmanagerIsInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(ALERTMANAGER), "Debian's package prometheus-alertmanager is not installed");
    }

    @Test
    void itsOwnToolFindsNoFaultInTheConfiguration() throws IOException, InterruptedException {
        assertThat(Command.output(
                        "amtool",
                        "check-config",
                        ComposeFile.FOLDER.resolve("alertmanager.yml").toString()))
                .contains("SUCCESS", "1 receivers");
    }

    @Test
    void anAlertIsMailedAndSoIsItsEnd() throws IOException, InterruptedException {
        CopyOnWriteArrayList<String> mails = new CopyOnWriteArrayList<>();
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler(
                        (context, from, to, data) -> mails.add(to + "\n" + new String(data, StandardCharsets.UTF_8)))
                .build();
        server.start();
        int port = Ports.free();
        Process alertmanager = alertmanager(port, server.getPortAllocated());
        try {
            Awaitility.await("Alertmanager")
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> tool(port, "alert").startsWith("Alertname"));

            tool(port, "alert", "add", "CldaNodeDown", "severity=page", "--annotation=summary=node1 is gone");

            Awaitility.await("the mail").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(mails)
                    .singleElement()
                    .asString()
                    .startsWith("operators@example.com\n")
                    .contains("Subject: [FIRING:1] CldaNodeDown", "node1 is gone"));

            tool(port, "alert", "add", "CldaNodeDown", "severity=page", "--end=2026-01-01T00:00:00Z");

            Awaitility.await("the other").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(mails)
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("Subject: [RESOLVED] CldaNodeDown"));
        } finally {
            alertmanager.destroyForcibly().waitFor();
            server.stop();
        }
    }

    /** As in compose.yaml, with the mails to another port, and without the time in which it gathers alerts. */
    private Process alertmanager(int port, int mails) throws IOException {
        String configured = ComposeFile.text("alertmanager.yml");
        String quick = configured
                .replace("smtp_smarthost: mail:1025", "smtp_smarthost: 127.0.0.1:" + mails)
                .replaceFirst("group_wait: \\S+", "group_wait: 1s")
                .replaceFirst("group_interval: \\S+", "group_interval: 1s");
        assertThat(quick.lines().filter(line -> !configured.contains(line + "\n")))
                .hasSize(3);
        return new ProcessBuilder(List.of(
                        ALERTMANAGER.toString(),
                        "--config.file=" + Files.writeString(folder.resolve("alertmanager.yml"), quick),
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address="))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static String tool(int port, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("amtool", "--alertmanager.url=http://127.0.0.1:" + port));
        line.addAll(List.of(arguments));
        return Command.output(line.toArray(String[]::new));
    }
}
