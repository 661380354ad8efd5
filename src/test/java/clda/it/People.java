package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** People in front of a real browser. What the browser complains of is remembered. */
final class People implements AutoCloseable {

    static {
        // Servers, browsers and other tests share a machine: what takes long is not wrong yet.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    private static final Path SCREENSHOTS = Path.of(System.getProperty("clda.build", "target"), "screenshots");

    private final URI door;
    private final Playwright playwright = Playwright.create();
    private final Browser browser = launch(playwright);
    private final List<String> complaints = new ArrayList<>();
    private final List<BrowserContext> contexts = new ArrayList<>();

    People(RunningServer server) {
        this(server.uri("/"));
    }

    /** @param door where the pages are, with a slash at the end */
    People(URI door) {
        this.door = door;
    }

    /** Language, size and colours of a browser. */
    record Look(String language, int width, int height, ColorScheme scheme) {
        static final Look DESKTOP = new Look("en-US", 1280, 860, ColorScheme.LIGHT);
        static final Look DARK = new Look("en-US", 1280, 860, ColorScheme.DARK);
        static final Look CHINESE = new Look("zh-CN", 1280, 860, ColorScheme.LIGHT);
        static final Look PHONE = new Look("zh-CN", 360, 740, ColorScheme.LIGHT);
    }

    static Browser launch(Playwright playwright) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    Page atTheDoor(Look look) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(look.language())
                .setIgnoreHTTPSErrors(true)
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.scheme())
                .setReducedMotion(ReducedMotion.REDUCE));
        contexts.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.status() >= 500) {
                complaints.add(response.request().method() + " " + response.url() + ": " + response.status());
            }
        });
        page.navigate(door.toString());
        return page;
    }

    Page signIn(String user, Look look) {
        Page page = atTheDoor(look);
        page.locator("[id='login:user']").fill(user);
        page.locator("[id='login:password']").fill(user + "-demo");
        page.locator("[id='login:enter']").click();
        page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
        return page;
    }

    static void say(Page page, String text) {
        page.locator("#text").fill(text);
        page.locator("#text").press("Enter");
    }

    /** By the menu under the person's name. */
    static void goTo(Page page, String entry) {
        page.locator("#person summary").click();
        page.locator(".person-menu a", new Page.LocatorOptions().setHasText(entry))
                .click();
    }

    static Locator lastTurn(Page page) {
        return page.locator("li.turn").last();
    }

    static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** By how many pixels the page is wider than its window. */
    static int overflow(Page page) {
        return (int) page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** Complaints about a server or a network that a test has taken away on purpose. */
    void expectBrokenConnections() {
        complaints.removeIf(
                text -> text.contains("WebSocket") || text.contains("ERR_CONNECTION") || text.contains("ERR_FAILED"));
    }

    /** Everybody goes home; nothing may have gone wrong in their browsers. */
    void leave() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        assertThat(heard).isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
