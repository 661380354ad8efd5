package clda.it;

import clda.campaign.Campaigns;
import clda.kit.ScriptedModelServer;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How fluent the chat is in a real browser: with long answers, and in long conversations. */
public final class FluentPages {

    private static final int LENGTH = 50_000;
    private static final int PIECE = 25;
    private static final long PACE_NANOS = 6_000_000;
    /** Nobody goes further back than so many turns. */
    private static final int MOST_SHOWN = 500;

    private static final double WAIT = 120_000;

    private final ScriptedModelServer model = new ScriptedModelServer();
    private final StringBuilder report = new StringBuilder();
    private final RunningServer server;
    private final Page page;
    private final CDPSession cdp;

    private FluentPages(Browser browser) {
        server = RunningServer.start(
                "fluent",
                Map.of(
                        "clda.llm.base-url", model.baseUrl(),
                        "clda.llm.model", "scripted-1",
                        "clda.limits.time", "PT10M"));
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1280, 860));
        context.addInitScript(
                """
                window.frames_ = [];
                window.watching = false;
                let last = null;
                const frame = (now) => {
                  if (last !== null && watching) {
                    frames_.push(now - last);
                  }
                  last = now;
                  requestAnimationFrame(frame);
                };
                requestAnimationFrame(frame);
                """);
        page = context.newPage();
        page.setDefaultTimeout(WAIT);
        cdp = context.newCDPSession(page);
        JsonObject domain = new JsonObject();
        domain.addProperty("timeDomain", "threadTicks");
        cdp.send("Performance.enable", domain);
    }

    /** @param arguments the numbers of turns, with commas between; where the report goes */
    public static void main(String[] arguments) throws IOException {
        try (Playwright playwright = Playwright.create();
                Browser browser = People.launch(playwright)) {
            FluentPages pages = new FluentPages(browser);
            try {
                pages.measure(Arrays.stream(arguments[0].split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray());
                Files.writeString(Path.of(arguments[1]), pages.report);
            } finally {
                pages.server.close();
                pages.model.close();
            }
        }
    }

    private void measure(int[] turns) {
        report.append("# How fluent the chat is\n\n")
                .append(LocalDate.now(Clock.systemUTC()))
                .append(", ")
                .append(page.context().browser().version())
                .append(" (Chromium), Java ")
                .append(Runtime.version().feature())
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, which server and browser share. Repeat: `" + Campaigns.command() + "`.\n\n")
                .append(
                        "Frames are the times between two of the page's animation frames while the answer comes and for a second after;")
                .append(" CPU is the time of the page's main thread.\n\n")
                .append(
                        "## Answers of 50 KB\n\n| answer | seconds | CPU, s | frames p50 / p95 / max, ms | above 100 ms |\n|---|---:|---:|---:|---:|\n");
        signIn();
        stream("short text (to warm up)", text(2_000), 100);
        stream("one code block", code(), 100);
        stream("one list", list(), 100);
        stream("one table", table(), 100);
        stream("mixed", mixed(), 100);
        report.append(
                "\n## Long conversations\n\n| turns | act | seconds | CPU, s | frames p50 / p95 / max, ms | above 50 ms |\n|---|---|---:|---:|---:|---:|\n");
        for (int count : turns) {
            conversation(count);
        }
    }

    private void row(String... cells) {
        String row = "| " + String.join(" | ", cells) + " |\n";
        report.append(row);
        System.out.print(row);
    }

    private void signIn() {
        page.navigate(server.uri("/").toString());
        page.locator("[id='login:user']").fill("alice");
        page.locator("[id='login:password']").fill("alice-demo");
        page.locator("[id='login:enter']").click();
        page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
    }

    private void stream(String name, String text, int limit) {
        page.navigate(server.uri("/index.xhtml").toString());
        page.locator("#text").waitFor();
        row(name, answered(text, limit));
    }

    /** Asks, waits for the whole answer, and tells what it cost. */
    private String answered(String text, int limit) {
        model.then(wire -> {
            wire.begin();
            wire.role();
            long next = System.nanoTime();
            for (int at = 0; at < text.length(); at += PIECE) {
                wire.text(text.substring(at, Math.min(text.length(), at + PIECE)));
                next += PACE_NANOS;
                while (System.nanoTime() < next) {
                    Thread.sleep(1);
                }
            }
            wire.finish("stop");
            wire.usage(20, 1_000);
            wire.done();
        });
        page.locator("#text").fill("write");
        double before = cpu();
        long begun = System.nanoTime();
        page.evaluate("() => { frames_.length = 0; watching = true; }");
        page.locator("#text").press("Enter");
        page.waitForFunction(
                "() => document.querySelector('li.turn:last-child')?.dataset.state === 'completed'", null, waiting());
        double seconds = (System.nanoTime() - begun) / 1e9;
        page.waitForTimeout(1_000);
        return String.format(Locale.ROOT, "%.1f | %.1f | %s", seconds, cpu() - before, frames(limit));
    }

    private static Page.WaitForFunctionOptions waiting() {
        return new Page.WaitForFunctionOptions().setTimeout(WAIT);
    }

    private String frames(int limit) {
        List<?> seen = (List<?>)
                page.evaluate(
                        "() => { watching = false; return frames_.map((one) => Math.round(one * 10) / 10).sort((a, b) => a - b); }");
        double[] sorted =
                seen.stream().mapToDouble(one -> ((Number) one).doubleValue()).toArray();
        if (sorted.length == 0) {
            return "none | 0";
        }
        long over = Arrays.stream(sorted).filter(one -> one > limit).count();
        return String.format(
                Locale.ROOT,
                "%.0f / %.0f / %.0f | %d of %d",
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.95)],
                sorted[sorted.length - 1],
                over,
                sorted.length);
    }

    private double cpu() {
        for (var metric : cdp.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("the browser does not tell its times");
    }

    private void conversation(int count) {
        Client alice = Client.signedIn(server, "alice");
        String id = alice.opensConversation(count + " turns");
        model.answering(request -> ScriptedModelServer.text(text(300)));
        for (int turn = 0; turn < count; turn++) {
            alice.says(id, "Tell me something about number " + turn + ".");
        }
        model.answering(request -> wire -> wire.status(500, "Internal Server Error", ""));
        String name = String.format(Locale.ROOT, "%,d", count);
        double before = cpu();
        page.navigate(server.uri("/index.xhtml").toString());
        page.locator("#text").waitFor();
        page.evaluate("() => { frames_.length = 0; watching = true; }");
        double opened = ((Number) page.evaluate(
                        """
                        async (id) => {
                          const begun = performance.now();
                          const row = [...document.querySelectorAll('#conversations li')].find((one) => one.dataset.id === id);
                          (row ?? (await new Promise((found) => {
                            const look = setInterval(() => {
                              const there = document.querySelector(`#conversations li[data-id="${id}"]`);
                              if (there) { clearInterval(look); found(there); }
                            }, 5);
                          }))).querySelector('a').click();
                          const clicked = performance.now();
                          while (document.querySelectorAll('li.turn').length < 30) {
                            await new Promise(requestAnimationFrame);
                          }
                          await new Promise(requestAnimationFrame);
                          return performance.now() - clicked;
                        }
                        """,
                        id))
                .doubleValue();
        page.waitForTimeout(500);
        row(
                name,
                "open, until it can be used",
                String.format(Locale.ROOT, "%.2f | %.1f | %s", opened / 1000, cpu() - before, frames(50)));
        row(name, "an answer of 3 KB", answered(text(3_000), 50));
        if (count > MOST_SHOWN) {
            return;
        }
        while (page.locator("#earlier").isVisible()) {
            page.locator("#earlier").click();
            page.waitForFunction("() => !document.getElementById('earlier').disabled", null, waiting());
        }
        row(name, "the same with all turns shown", answered(text(3_000), 50));
    }

    private static String text(int length) {
        return "The quick brown fox jumps over the lazy dog, and **then** it rests. ".repeat(length / 66 + 1);
    }

    private static String code() {
        StringBuilder code = new StringBuilder("```java\n");
        for (int line = 0; code.length() < LENGTH; line++) {
            code.append("    private final Map<String, List<Integer>> values")
                    .append(line)
                    .append(" = new HashMap<>(")
                    .append(line)
                    .append("); // line ")
                    .append(line)
                    .append('\n');
        }
        return code.append("```\n").toString();
    }

    private static String list() {
        StringBuilder list = new StringBuilder();
        for (int item = 1; list.length() < LENGTH; item++) {
            list.append("- **Item ")
                    .append(item)
                    .append("**: some words about it, with `code` and a [link](https://example.com/")
                    .append(item)
                    .append(")\n");
        }
        return list.toString();
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| Name | Pieces | Price |\n|:--|--:|--:|\n");
        for (int row = 1; table.length() < LENGTH; row++) {
            table.append("| Product ")
                    .append(row)
                    .append(" | ")
                    .append(row % 7)
                    .append(" | ")
                    .append(row)
                    .append(".00 |\n");
        }
        return table.toString();
    }

    private static String mixed() {
        StringBuilder mixed = new StringBuilder();
        for (int part = 1; mixed.length() < LENGTH; part++) {
            mixed.append("## Part ")
                    .append(part)
                    .append("\n\n")
                    .append(text(400))
                    .append("\n\n- one\n- two\n- three\n\n")
                    .append("```python\n")
                    .append("for i in range(10):\n    print(i, 'text')\n".repeat(6))
                    .append("```\n\n")
                    .append("| a | b |\n|---|--:|\n")
                    .append("| word | 12 |\n".repeat(5))
                    .append('\n');
        }
        return mixed.toString();
    }
}
