package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.it.People.Look;
import clda.json.Json;
import clda.kit.AnyCertificate;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** HTTPS by the server itself, with a certificate and a key in PEM. */
class TlsIT {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));

    private static final double PATIENCE_MILLIS = 30_000;

    private static TestCertificate certificate;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        certificate = TestCertificate.make();
        server = RunningServer.start(
                "tls",
                Map.of(
                        "clda.tls.certificate", certificate.chain().toString(),
                        "clda.tls.key", certificate.key().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void peopleSignInAndSpeakOverASocket() {
        try (People people = new People(server)) {
            Page page = people.signIn("alice", Look.DESKTOP);
            assertThat(page.context().cookies())
                    .filteredOn(cookie -> cookie.name.equals("clda-token"))
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.secure).isTrue());

            say(page, "where is order A-1001?");

            assertThat(lastTurn(page).locator(".markdown")).containsText("shipped");
            people.leave();
        }
    }

    @Test
    void onlyHttpsIsSpokenAndOnlyInItsFirstVersion() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(AnyCertificate.context())
                .build()) {
            HttpResponse<String> answer =
                    client.send(get("https://127.0.0.1:" + server.port()), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
            assertThatThrownBy(() -> client.send(
                            get("http://127.0.0.1:" + server.port()), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        }
    }

    private static HttpRequest get(String origin) {
        return HttpRequest.newBuilder(URI.create(origin + "/api/v1/system")).build();
    }

    @Test
    void oldProtocolsAndWeakCiphersAreRefused() throws IOException, InterruptedException {
        assertThat(handshake("-tls1")).doesNotContain("Cipher is TLS", "Cipher is ECDHE", "Cipher is AES");
        assertThat(handshake("-tls1_1")).doesNotContain("Cipher is TLS", "Cipher is ECDHE", "Cipher is AES");
        assertThat(handshake("-tls1_2", "-cipher", "AES128-SHA:AES256-GCM-SHA384:ECDHE-RSA-AES128-SHA:@SECLEVEL=0"))
                .contains("Cipher is (NONE)");
        assertThat(handshake("-tls1_2")).contains("Cipher is ECDHE-RSA-AES");
        assertThat(handshake("-tls1_3")).contains("Cipher is TLS_");
    }

    /** Each of them alone is offered by the client; a server that took a weak one from a list would take it here too. */
    @Test
    void ofTheCiphersOfTheSecondVersionOnlyThreeAreTaken() throws IOException, InterruptedException {
        List<String> known = List.of(openssl("ciphers", "-s", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
                .strip()
                .split(":"));
        List<String> taken = new ArrayList<>();
        for (String cipher : known) {
            if (handshake("-tls1_2", "-cipher", cipher + ":@SECLEVEL=0").contains("Cipher is " + cipher)) {
                taken.add(cipher);
            }
        }

        assertThat(known).contains("AES128-SHA", "ECDHE-RSA-AES128-SHA");
        assertThat(taken)
                .containsExactlyInAnyOrder(
                        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256");
    }

    private static String handshake(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + server.port()));
        arguments.addAll(List.of(options));
        return openssl(arguments.toArray(String[]::new));
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        openssl.getOutputStream().close();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        openssl.waitFor();
        return said;
    }

    static boolean hasTestssl() {
        return Files.isExecutable(Path.of("/usr/bin/testssl"));
    }

    @Test
    @EnabledIf(value = "hasTestssl", disabledReason = "testssl.sh is not installed")
    void testsslFindsNothing() throws IOException, InterruptedException {
        Path report = certificate.folder().resolve("testssl.json");
        Process testssl = new ProcessBuilder(
                        "/usr/bin/testssl",
                        "--quiet",
                        "--color",
                        "0",
                        "--warnings",
                        "batch",
                        "--protocols",
                        "--std",
                        "--server-preference",
                        "--jsonfile",
                        report.toString(),
                        "127.0.0.1:" + server.port())
                .redirectErrorStream(true)
                .redirectOutput(certificate.folder().resolve("testssl.log").toFile())
                .start();
        testssl.waitFor();

        JsonNode findings = Json.MAPPER.readTree(report.toFile());

        assertThat(finding(findings, "TLS1_2")).isEqualTo("offered");
        assertThat(finding(findings, "TLS1_3")).startsWith("offered");
        for (String old : List.of("SSLv2", "SSLv3", "TLS1", "TLS1_1")) {
            assertThat(finding(findings, old)).as(old).isEqualTo("not offered");
        }
        // Payara lets the client choose. All that can be chosen is strong, so whose order counts is no weakness.
        for (JsonNode each : findings.valueStream()
                .filter(finding -> !finding.path("id").asText().equals("cipher_order"))
                .toList()) {
            assertThat(each.path("severity").asText())
                    .as(each.toString())
                    .isNotIn("MEDIUM", "HIGH", "CRITICAL", "FATAL");
        }
    }

    private static String finding(JsonNode findings, String id) {
        return findings.valueStream()
                .filter(each -> each.path("id").asText().equals(id))
                .map(each -> each.path("finding").asText())
                .findFirst()
                .orElse("");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedBeforeTheServerStarts() throws IOException, InterruptedException {
        TestCertificate other = TestCertificate.make();

        assertThat(started("clda.tls.certificate=" + certificate.chain(), "clda.tls.key=" + other.key()))
                .contains(
                        "CLDA ends: refusing to start: clda.tls.key: this private key is not the one of clda.tls.certificate")
                .doesNotContain("clda.protocol");
        assertThat(started("clda.tls.certificate=" + certificate.chain()))
                .contains("CLDA ends: refusing to start: clda.tls.key is not set");
    }

    @Test
    void aSelfSignedCertificateIsForTrying() throws IOException, InterruptedException {
        assertThat(started("clda.tls.certificate=self-signed")).contains("clda.protocol = https-listener");
        assertThat(started()).contains("clda.protocol = http-listener").contains("clda.listen = 127.0.0.1");
    }

    /** What a Java machine with the agent says of its properties. */
    private static String started(String... properties) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + BUILD.resolve("server-lib/clda-listener.jar"));
        command.add("-Dclda.data-dir=" + certificate.folder());
        for (String property : properties) {
            command.add("-D" + property);
        }
        Path main = Files.writeString(
                certificate.folder().resolve("Properties.java"),
                "class Properties { public static void main(String[] a) {"
                        + " System.getProperties().forEach((k, v) -> System.out.println(k + \" = \" + v)); } }");
        command.add(main.toString());
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        java.waitFor();
        return said;
    }
}
