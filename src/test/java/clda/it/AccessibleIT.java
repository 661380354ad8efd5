package clda.it;

import static clda.it.People.lastTurn;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.ScriptedModelServer;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in each of its states, judged by axe, in light and dark, both languages, wide and narrow; and pictures of them. */
class AccessibleIT {

    private static final Path PICTURES = Path.of(System.getProperty("clda.build", "target"), "pictures");
    private static final String JUDGE =
            """
            async () => {
              const found = await axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
                'wcag21aa', 'wcag22aa', 'best-practice'] });
              return found.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)
                + ' ' + (node.any[0]?.message ?? '')).join(' | '));
            }
            """;
    private static final String ANSWER =
            """
            # Summary

            The order **A-1001** is on its way. Details:

            - [x] paid
            - [ ] delivered

            ### Prices

            | Product | Pieces | Price | Tax | Total | Warehouse | Delivered by |
            |:--|--:|--:|--:|--:|:--|:--|
            | Lamp | 2 | 24.90 | 4.73 | 54.53 | Hamburg-Wilhelmsburg | DHL-Express |
            | Desk | 1 | 180.00 | 34.20 | 214.20 | Hamburg-Wilhelmsburg | DHL-Express |

            ```java
            int total = lines.stream().mapToInt(line -> line.price() * line.pieces()).sum(); // in cents, with tax and all discounts
            String name = "Lamp";
            ```

            > Quoted: see [the guide](https://example.com/guide).[^1]

            The area is \\(a^2 + b^2\\). **注意：**请先备份。

            [^1]: As of today.
            """;

    private static ScriptedModelServer model;
    private static RunningServer server;
    private static Playwright playwright;
    private static Browser browser;
    private static final Map<String, List<Cookie>> SIGNED_IN = new HashMap<>();
    private static String conversation;

    /** How somebody looks at the pages. */
    record Variant(String language, ColorScheme scheme, int width) {
        @Override
        public String toString() {
            return language + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
        }
    }

    static Stream<Variant> variants() {
        return Stream.of("en", "zh-CN").flatMap(language -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .flatMap(scheme -> Stream.of(1280, 360).map(width -> new Variant(language, scheme, width))));
    }

    @BeforeAll
    static void start() {
        model = new ScriptedModelServer();
        server = RunningServer.start(
                "accessible",
                Map.of(
                        "clda.llm.base-url", model.baseUrl(),
                        "clda.llm.model", "scripted-1",
                        "clda.demo.statement-step", "PT30S",
                        "clda.budget.person-day.tokens", "1000000"));
        playwright = Playwright.create();
        browser = People.launch(playwright);
        model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}"))
                .then(ScriptedModelServer.text(ANSWER))
                .then(ScriptedModelServer.calls("sales_report", "{\"period\":\"last_month\",\"groupBy\":\"region\"}"))
                .then(ScriptedModelServer.text("There it is."))
                .then(ScriptedModelServer.calls("prepare_statement", "{\"month\":\"2026-01\"}"))
                .then(ScriptedModelServer.text("It is being prepared."))
                .then(ScriptedModelServer.calls(
                        "refund_order", "{\"orderNumber\":\"A-9999\",\"amount\":5,\"reason\":\"late\"}"))
                .then(ScriptedModelServer.text("That was not possible."))
                .then(ScriptedModelServer.calls(
                        "refund_order", "{\"orderNumber\":\"A-1003\",\"amount\":250,\"reason\":\"arrived broken\"}"));
        Client alice = Client.signedIn(server, "alice");
        conversation = alice.opensConversation("Order A-1001");
        for (String text : List.of(
                "where is my order?", "show the sales", "prepare the statement", "refund", "refund 250 for A-1003")) {
            alice.says(conversation, text);
        }
        model.then(
                ScriptedModelServer.calls(
                        "send_email",
                        "{\"to\":\"bob@example.com\",\"subject\":\"Lunch\",\"body\":\"Dear Bob,\\n\\nlunch is at 1.\\n\\nBest\\nAlice\"}"));
        alice.says(alice.opensConversation("Mail to Bob"), "mail bob");
        alice.send("POST", "/api/v1/memory", "{\"text\":\"my desk is B-12\"}");
        Client carol = Client.signedIn(server, "carol");
        model.then(ScriptedModelServer.calls(
                        "send_email", "{\"to\":\"dave@example.com\",\"subject\":\"Hello\",\"body\":\"Good morning.\"}"))
                .then(ScriptedModelServer.text("Sent."))
                .then(ScriptedModelServer.calls(
                        "send_email",
                        "{\"to\":\"erin@example.com\",\"subject\":\"Hello\",\"body\":\"Good evening.\"}"));
        String mails = carol.opensConversation("Mails");
        carol.says(mails, "mail dave");
        carol.send("GET", "/api/v1/approvals?role=requester", null)
                .json()
                .path("items")
                .forEach(item -> carol.send(
                        "POST",
                        "/api/v1/approvals/" + item.path("approvalId").asText() + "/decision",
                        "{\"decision\":\"approve\",\"hash\":\""
                                + item.path("hash").asText() + "\"}"));
        carol.says(carol.opensConversation("Another mail"), "mail erin");
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        server.close();
        model.close();
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(AccessibleIT.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A look at the pages, and what axe found. */
    private static final class Looking implements AutoCloseable {

        private final Variant variant;
        private final BrowserContext context;
        private final Page page;
        private final List<String> found = new ArrayList<>();

        Looking(Variant variant) {
            this.variant = variant;
            context = browser.newContext(new Browser.NewContextOptions()
                    .setLocale(variant.language())
                    .setViewportSize(variant.width(), variant.width() > 800 ? 860 : 740)
                    .setColorScheme(variant.scheme())
                    .setReducedMotion(ReducedMotion.REDUCE));
            context.addInitScript(axe());
            page = context.newPage();
        }

        private boolean narrow() {
            return variant.width() < 761;
        }

        Page as(String user, String path) {
            context.clearCookies();
            if (!SIGNED_IN.containsKey(user)) {
                page.navigate(server.uri("/login.xhtml").toString());
                page.locator("[id='login:user']").fill(user);
                page.locator("[id='login:password']").fill(user + "-demo");
                page.locator("[id='login:enter']").click();
                page.waitForURL(java.util.regex.Pattern.compile(".*/index\\.xhtml.*"));
                SIGNED_IN.put(user, List.copyOf(context.cookies()));
            } else {
                context.addCookies(SIGNED_IN.get(user));
            }
            page.navigate(server.uri(path).toString());
            return page;
        }

        void judge(String state) {
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(state + "-" + variant + ".png")));
            ((List<?>) page.evaluate(JUDGE)).forEach(violation -> found.add(state + ": " + violation));
            if (People.overflow(page) > 0) {
                found.add(state + ": the page scrolls sideways");
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void axeFindsNothingInAnyState(Variant variant) {
        try (Looking looking = new Looking(variant)) {
            Page page = looking.page;
            page.navigate(server.uri("/login.xhtml").toString());
            looking.judge("login");
            page.locator("[id='login:user']").fill("alice");
            page.locator("[id='login:password']").fill("wrong");
            page.locator("[id='login:enter']").click();
            assertThat(page.locator(".form-error")).isVisible();
            looking.judge("login-wrong");

            looking.as("alice", "/index.xhtml");
            assertThat(page.locator("#conversations li").first()).isAttached();
            looking.judge("chat-empty");
            page.locator("#person summary").click();
            looking.judge("person-menu");
            looking.as("alice", "/index.xhtml?c=" + conversation);
            assertThat(page.locator(".card[data-tool=sales_report] canvas")).isVisible();
            assertThat(lastTurn(page).locator(".card")).hasAttribute("data-state", "awaiting_approval");
            looking.judge("chat-end");
            page.evaluate(
                    "() => { document.querySelectorAll('details').forEach((one) => { one.open = one.id !== 'person'; });"
                            + " document.getElementById('scroll').scrollTop = 0; }");
            assertThat(page.locator("math")).isAttached();
            looking.judge("chat-full");
            if (looking.narrow()) {
                page.locator("#menu").click();
                assertThat(page.locator("#conversations a").first()).isVisible();
                looking.judge("drawer");
            }
            Locator row = page.locator("#conversations li").first();
            row.hover();
            row.locator("button").nth(1).click();
            assertThat(page.locator("dialog")).isVisible();
            looking.judge("dialog-delete");

            looking.as("carol", "/approvals.xhtml");
            assertThat(page.locator("[data-approval]")).hasCount(2);
            page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })");
            looking.judge("inbox");
            looking.as("alice", "/approvals.xhtml");
            assertThat(page.locator("[data-approval]")).hasCount(2);
            looking.judge("inbox-requester");
            looking.as("carol", "/mailbox.xhtml");
            looking.judge("mailbox");
            looking.as("alice", "/memory.xhtml");
            assertThat(page.locator(".fact")).hasCount(1);
            looking.judge("memory");
            looking.as("alice", "/usage.xhtml");
            assertThat(page.locator(".usage tbody tr")).hasCount(1);
            looking.judge("usage");
            looking.as("admin", "/workbench.xhtml");
            assertThat(page.locator("#learned table")).isVisible();
            page.locator("#sentence").fill("where is order A-1001?");
            page.locator("#trying button").click();
            assertThat(page.locator(".ranking li").first()).isVisible();
            looking.judge("workbench");
            page.navigate(server.uri("/nothing-here").toString());
            looking.judge("gone");
            assertThat(looking.found).isEmpty();
        }
    }
}
