package clda.it;

import clda.json.Json;
import clda.web.HeadersFilter;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The scripts and styles of the pages in a real browser, under the pages' content policy, without a server behind them: for all tests of a class. */
final class PageParts implements AfterEachCallback, AfterAllCallback, AutoCloseable {

    private static final Path WEBAPP = Path.of("src/main/webapp");
    private static final String PLACE = "https://parts.test/";
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final Playwright playwright = Playwright.create();
    private final Browser browser = People.launch(playwright);
    private final List<String> complaints = new ArrayList<>();

    /**
     * A page with this body.
     *
     * @param module a script that runs in it and may import from {@code ./assets/}
     */
    Page page(Locale language, String body, String module) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(language.toLanguageTag())
                .setViewportSize(1280, 860));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        String html = "<!DOCTYPE html><html lang=\"" + language.toLanguageTag() + "\"><head><meta charset=\"UTF-8\">"
                + "<title>parts</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"assets/clda.css\">"
                + scriptsOfTheChat() + "</head><body><main>" + body + "</main>"
                + "<script type=\"application/json\" id=\"texts\">" + texts(language) + "</script>"
                + "<script type=\"module\" src=\"test.js\"></script></body></html>";
        page.route(PLACE + "**", route -> answer(route, html, module));
        page.navigate(PLACE);
        page.waitForFunction("() => window.ready");
        return page;
    }

    /** As the page of the chat names them, so that their versions are those of the page. */
    private static String scriptsOfTheChat() {
        Matcher scripts = Pattern.compile("<script defer=\"defer\" src=\"webjars/[^\"]+\"></script>")
                .matcher(file(WEBAPP.resolve("index.xhtml")));
        StringBuilder found = new StringBuilder();
        while (scripts.find()) {
            found.append(scripts.group());
        }
        return found.toString();
    }

    private static String policy() {
        Matcher policy = Pattern.compile("<param-value>(default-src[^<]+)</param-value>")
                .matcher(file(WEBAPP.resolve("WEB-INF/web.xml")));
        Assertions.assertThat(policy.find()).isTrue();
        return policy.group(1);
    }

    private static String texts(Locale language) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : List.of("clda.web.faces.texts", "clda.demo.texts")) {
            ResourceBundle bundle = ResourceBundle.getBundle(
                    name,
                    language,
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
        }
        try {
            return Json.MAPPER.writeValueAsString(texts).replace("<", "\\u003c");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Route route, String html, String module) {
        String path = route.request().url().substring(PLACE.length());
        Route.FulfillOptions answer = new Route.FulfillOptions();
        if (path.isEmpty()) {
            answer.setBody(html)
                    .setContentType("text/html")
                    .setHeaders(Map.of("Content-Security-Policy", policy(), "Content-Type", "text/html"));
        } else if (path.equals("test.js")) {
            answer.setBody(module).setContentType("text/javascript");
        } else {
            byte[] bytes = bytes(path);
            answer.setStatus(bytes == null ? 404 : 200)
                    .setBodyBytes(bytes == null ? new byte[0] : bytes)
                    .setHeaders(Map.of("Content-Security-Policy", HeadersFilter.policy("/" + path)))
                    .setContentType(TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain"));
        }
        route.fulfill(answer);
    }

    private static byte @Nullable [] bytes(String path) {
        try {
            if (!path.startsWith("webjars/")) {
                Path file = WEBAPP.resolve(path);
                return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
            }
            try (InputStream in = PageParts.class.getResourceAsStream("/META-INF/resources/" + path)) {
                return in == null ? null : in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing may have gone wrong in the browser. */
    @Override
    public void afterEach(ExtensionContext context) {
        browser.contexts().forEach(BrowserContext::close);
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        Assertions.assertThat(heard).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
