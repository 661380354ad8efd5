package clda.it;

import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A person in front of the chat, whose page is watched at work: a server, a model that writes at a fixed pace, a browser. */
final class FluentChat implements AutoCloseable {

    private static final int PIECE = 25;
    private static final double LONGEST = 240_000;
    /** Not with every frame, which would be work of its own. */
    private static final Page.WaitForFunctionOptions SELDOM = new Page.WaitForFunctionOptions().setPollingInterval(100);

    private final ScriptedModelServer model = new ScriptedModelServer();
    private final RunningServer server;
    private final Page page;
    private final MainThread thread;

    FluentChat(Browser browser) {
        server = RunningServer.start(
                "fluent",
                Map.of(
                        "clda.llm.base-url", model.baseUrl(),
                        "clda.llm.model", "scripted-1",
                        "clda.limits.time", "PT10M"),
                ServerStore.chosen(),
                List.of());
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1280, 860));
        page = context.newPage();
        page.setDefaultTimeout(LONGEST);
        thread = new MainThread(page);
        page.navigate(server.uri("/").toString());
        page.locator("[id='login:user']").fill("alice");
        page.locator("[id='login:password']").fill("alice-demo");
        page.locator("[id='login:enter']").click();
        page.waitForURL(Pattern.compile(".*/index\\.xhtml.*"));
    }

    /** @param seconds from the act until what it was for is there */
    record Watched(double seconds, MainThread.Seen seen) {}

    Page page() {
        return page;
    }

    void beginsAnew() {
        page.navigate(server.uri("/index.xhtml").toString());
        page.locator("#text").waitFor();
    }

    /**
     * Asks, and watches until a second after the whole answer is there.
     *
     * @param paceNanos between two pieces of the answer
     */
    Watched isAnswered(String text, long paceNanos) {
        return watched(asked(text, paceNanos));
    }

    /** The same without a trace: the seconds that the page's main thread works. */
    double worksForAnswer(String text, long paceNanos) {
        Runnable asked = asked(text, paceNanos);
        return thread.worksDuring(() -> {
            asked.run();
            page.waitForTimeout(1_000);
        });
    }

    private Runnable asked(String text, long paceNanos) {
        model.then(wire -> {
            wire.begin();
            wire.role();
            long next = System.nanoTime();
            for (int at = 0; at < text.length(); at += PIECE) {
                wire.text(text.substring(at, Math.min(text.length(), at + PIECE)));
                next += paceNanos;
                while (System.nanoTime() < next) {
                    Thread.sleep(1);
                }
            }
            wire.finish("stop");
            wire.usage(20, 1_000);
            wire.done();
        });
        page.locator("#text").fill("write");
        int before = page.locator("li.turn").count();
        return () -> {
            page.locator("#text").press("Enter");
            page.waitForFunction(
                    "(before) => document.querySelectorAll('li.turn').length > before"
                            + " && document.querySelector('li.turn:last-child').dataset.state === 'completed'",
                    before,
                    SELDOM);
        };
    }

    /**
     * @param last seconds until the last answer is there
     * @param all seconds until all are there that are shown at first
     */
    record Opened(double last, double all, MainThread.Seen seen) {}

    /** Opens one of the conversations in the list, and watches until a second after its last turns are there. */
    Opened opens(String id, int turns) {
        beginsAnew();
        page.locator("#conversations li[data-id='" + id + "']").waitFor();
        double[] seconds = new double[2];
        MainThread.Seen seen = thread.during(() -> {
            Map<?, ?> taken = (Map<?, ?>) page.evaluate(
                    """
                    async ([id, turns]) => {
                      const begun = performance.now();
                      const taken = async (there) => {
                        while (!there()) {
                          await new Promise(requestAnimationFrame);
                        }
                        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
                        return (performance.now() - begun) / 1000;
                      };
                      document.querySelector(`#conversations li[data-id="${id}"] a`).click();
                      const last = await taken(() => document.querySelector('li.turn:last-child .answer > *'));
                      const all = await taken(() => document.querySelectorAll('li.turn .answer > :first-child').length >= turns);
                      return { last, all };
                    }
                    """,
                    new Object[] {id, turns});
            seconds[0] = ((Number) taken.get("last")).doubleValue();
            seconds[1] = ((Number) taken.get("all")).doubleValue();
            page.waitForTimeout(1_000);
        });
        return new Opened(seconds[0], seconds[1], seen);
    }

    /** Goes back until there is nothing earlier, or so many times, and watches. */
    Watched goesBack(int times) {
        return watched(() -> {
            for (int time = 0; time < times && page.locator("#earlier").isVisible(); time++) {
                page.locator("#earlier").click();
                page.waitForFunction("() => !document.getElementById('earlier').disabled", null, SELDOM);
            }
        });
    }

    private Watched watched(Runnable act) {
        double[] seconds = new double[1];
        MainThread.Seen seen = thread.during(() -> {
            long begun = System.nanoTime();
            act.run();
            seconds[0] = (System.nanoTime() - begun) / 1e9;
            page.waitForTimeout(1_000);
        });
        return new Watched(seconds[0], seen);
    }

    /** A conversation with so many turns, of all kinds of answers. */
    String conversation(int turns) {
        Client alice = Client.signedIn(server, "alice");
        String id = alice.opensConversation(turns + " turns");
        int[] turn = {0};
        model.answering(request -> ScriptedModelServer.text(LongAnswers.ofTurn(turn[0])));
        for (; turn[0] < turns; turn[0]++) {
            JsonNode answer = alice.says(id, "Tell me something about number " + turn[0] + ".");
            if (!answer.path("state").asText().equals("completed")) {
                throw new IllegalStateException("a turn was not answered: " + answer);
            }
        }
        model.answering(request -> wire -> wire.status(500, "Internal Server Error", ""));
        return id;
    }

    @Override
    public void close() {
        server.close();
        model.close();
    }
}
