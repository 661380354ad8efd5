package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.it.People.Look;
import clda.kit.Ports;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind a real proxy that ends TLS, on another port and below a path, everything works as it does without one. */
class ProxyIT {

    private static final int NGINX = Ports.free();
    private static final int HAPROXY = Ports.free();
    private static final int APACHE = Ports.free();

    private static final Map<String, Integer> PORTS = Map.of("nginx", NGINX, "haproxy", HAPROXY, "apache", APACHE);

    private static final double PATIENCE_MILLIS = 30_000;

    private static RunningServer server;
    private static Proxy nginx;
    private static Proxy haproxy;
    private static Proxy apache;

    @BeforeAll
    static void start() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        assumeTrue(
                List.of("nginx", "haproxy", "apache2").stream().allMatch(Proxy::isInstalled),
                "nginx, haproxy and Apache are installed");
        server = RunningServer.start(
                "proxied", Map.of("clda.web.trusted-proxies", "127.0.0.1", "clda.web.hosts", "chat.localhost"));
        TestCertificate certificate = TestCertificate.make();
        nginx = Proxy.nginx(NGINX, server.port(), certificate);
        haproxy = Proxy.haproxy(HAPROXY, server.port(), certificate);
        apache = Proxy.apache(APACHE, server.port(), certificate);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            nginx.close();
            haproxy.close();
            apache.close();
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"nginx,''", "nginx,/clda", "haproxy,''", "haproxy,/clda", "apache,''", "apache,/clda"})
    void pageSocketStreamAndApprovalsWork(String proxy, String prefix) {
        String origin = "https://chat.localhost:" + PORTS.get(proxy);
        try (People people = new People(URI.create(origin + prefix + "/"))) {
            Page page = people.signIn("alice", Look.DESKTOP);
            assertThat(page.url()).startsWith(origin + prefix + "/index.xhtml");
            assertThat(page.context().cookies())
                    .filteredOn(cookie -> cookie.name.equals("clda-token"))
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.secure).isTrue())
                    .satisfies(cookie -> assertThat(cookie.path).isEqualTo(prefix + "/"))
                    .extracting((Cookie cookie) -> cookie.httpOnly)
                    .isEqualTo(true);

            say(page, "where is order A-1001?");
            assertThat(lastTurn(page).locator(".markdown")).containsText("shipped");
            say(page, "email bob@example.com that the meeting moved to 3 pm tomorrow");
            Locator mail = lastTurn(page).locator(".card[data-tool=send_email]");
            assertThat(mail).hasAttribute("data-state", "awaiting_approval");
            mail.locator(".approve").click();
            assertThat(lastTurn(page).locator(".markdown")).containsText("has been sent");

            assertThat(String.valueOf(page.evaluate(STREAM)))
                    .contains("turn.completed")
                    .contains(": beat");
            isNotFooledByTheClient(page, origin, prefix);

            page.locator("#person summary").click();
            page.locator("[id='leave'] button").click();
            page.waitForURL(origin + prefix + "/login.xhtml**");
            people.leave();
        }
    }

    @Test
    void anAddressHasNoMoreThanSoManyConnections() throws IOException {
        List<java.net.Socket> opened = new ArrayList<>();
        try {
            for (int i = 0; i < 150; i++) {
                opened.add(new java.net.Socket("127.0.0.1", HAPROXY));
            }

            long ended = opened.stream().filter(ProxyIT::isEnded).count();

            assertThat(ended).isBetween(50L, 60L);
        } finally {
            for (java.net.Socket socket : opened) {
                socket.close();
            }
        }
    }

    /** An open connection says nothing: it waits for the client. */
    private static boolean isEnded(java.net.Socket connection) {
        try {
            connection.setSoTimeout(100);
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Reads the conversation's event stream until it has beaten once. */
    private static final String STREAM =
            """
            async () => {
              const id = new URLSearchParams(location.search).get('c');
              const response = await fetch(`api/v1/conversations/${id}/events`, {headers: {Accept: 'text/event-stream'}});
              const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
              let read = '';
              while (!read.includes(': beat')) {
                const {value, done} = await reader.read();
                if (done) break;
                read += value;
              }
              await reader.cancel();
              return read;
            }
            """;

    private static void isNotFooledByTheClient(Page page, String origin, String prefix) {
        String address = origin + prefix + "/api/v1/conversations";
        // Browsers know where names below localhost are; other clients ask the machine, which need not know.
        String reached = address.replace("//chat.localhost:", "//127.0.0.1:");
        RequestOptions made = signedIn(page, origin)
                .setHeader("Origin", origin)
                .setHeader("X-Forwarded-Host", "evil.example")
                .setHeader("X-Forwarded-Prefix", "/evil")
                .setHeader("X-Forwarded-For", "127.0.0.1")
                .setHeader("Forwarded", "for=127.0.0.1;host=evil.example;proto=http");
        APIResponse created = page.request().post(reached, made);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers().get("location")).startsWith(address + "/");
        assertThat(created.headers().get("strict-transport-security")).isEqualTo("max-age=31536000");

        APIResponse foreign = page.request()
                .post(reached, signedIn(page, origin).setHeader("Origin", origin.replace("https", "http")));
        assertThat(foreign.status()).as("from a page without TLS").isEqualTo(401);
    }

    private static RequestOptions signedIn(Page page, String origin) {
        String token = page.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("clda-token"))
                .map(cookie -> cookie.value)
                .findFirst()
                .orElseThrow();
        return RequestOptions.create()
                .setHeader("Host", URI.create(origin).getAuthority())
                .setHeader("Cookie", "clda-token=" + token)
                .setHeader("Content-Type", "application/json")
                .setData("{}");
    }
}
