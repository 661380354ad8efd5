package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * The page folds the events of a conversation by itself. What it makes of them has to be what the server makes of them, behind
 * each transaction of journals that were made by chance. Language plays no part in it.
 */
class TranscriptIT {

    private static final int JOURNALS = 60;

    private static final String DIFFERENCES =
            """
            async ([source, text]) => {
              const { Transcript } = await import(`data:text/javascript;base64,${source}`);
              const { events, states } = JSON.parse(text);
              const transcript = new Transcript();
              const wrong = [];
              let next = 0;
              for (const { seq, turns } of states) {
                while (next < events.length && events[next].seq <= seq) {
                  transcript.apply(events[next++]);
                }
                for (const turn of turns) {
                  const here = transcript.turns.get(turn.id);
                  const compare = (what, page, server) => {
                    const [one, other] = [page, server].map((value) => JSON.stringify(value ?? null));
                    if (one !== other) {
                      wrong.push(`${what} is ${one} on the page and ${other} on the server`);
                    }
                  };
                  compare('a turn', here?.state, turn.state);
                  compare('the partial answer', here?.partial, turn.partial);
                  compare('the problem', here?.problem?.type, turn.problem?.type);
                  compare('the calls', [...here.calls.keys()], turn.toolCalls.map((call) => call.callId));
                  for (const call of turn.toolCalls) {
                    const shown = here.calls.get(call.callId);
                    compare('a call', shown.state, call.state);
                    compare('its error', shown.error?.code, call.error?.code);
                    compare('its task', shown.task?.state, call.task?.state);
                    compare('its result', shown.result, call.result);
                    compare('what takes it back', shown.undoneBy, call.undoneBy);
                  }
                }
              }
              return wrong;
            }
            """;

    /** A conversation is read from its end: in parts that begin with a turn, here each with one. */
    private static final String DIFFERENCES_IN_PARTS =
            """
            async ([source, text]) => {
              const { Transcript } = await import(`data:text/javascript;base64,${source}`);
              const { events } = JSON.parse(text);
              const known = new Set();
              const begins = [];
              events.forEach(({ turnId }, at) => {
                if (turnId && !known.has(turnId)) {
                  known.add(turnId);
                  begins.push(at);
                }
              });
              begins[0] = 0;
              const whole = new Transcript();
              events.forEach((event) => whole.apply(event));
              const parts = new Transcript();
              let end = events.length;
              for (const begin of begins.reverse()) {
                const part = events.slice(begin, end);
                end === events.length ? part.forEach((event) => parts.apply(event)) : parts.putBefore(part);
                end = begin;
              }
              const state = (transcript) => JSON.stringify({
                turns: [...transcript.turns.values()].map((turn) => ({ ...turn, calls: [...turn.calls.values()] })),
                last: transcript.last?.id,
                lastSeq: transcript.lastSeq,
                title: transcript.title,
                recorded: transcript.recorded,
                branch: transcript.branch().map(({ id }) => id),
                running: transcript.running()?.id,
                unsettled: [...transcript.unsettled].map(({ id }) => id).sort(),
              });
              return { parts: begins.length, wrong: state(whole) === state(parts) ? [] : [`${state(parts)} is not ${state(whole)}`] };
            }
            """;

    @Test
    void whatIsReadInPartsFromTheEndIsTheSame() throws IOException {
        AtomicInteger parts = new AtomicInteger();
        TreeSet<String> wrong = new TreeSet<>();
        inTheBrowser((page, source) -> {
            for (int seed = 1; seed <= JOURNALS; seed++) {
                ObjectNode journal = JournalPrefixTest.journal(seed);
                Map<?, ?> found = (Map<?, ?>) page.evaluate(DIFFERENCES_IN_PARTS, List.of(source, journal.toString()));
                parts.addAndGet(((Number) found.get("parts")).intValue());
                ((List<?>) found.get("wrong")).forEach(difference -> wrong.add(difference.toString()));
            }
        });
        System.out.println(JOURNALS + " journals, " + parts + " parts");
        assertThat(parts.get()).isGreaterThan(2 * JOURNALS);
        assertThat(wrong).isEmpty();
    }

    @Test
    void thePageMakesOfEveryJournalWhatTheServerMakesOfIt() throws IOException {
        TreeSet<String> wrong = new TreeSet<>();
        AtomicInteger states = new AtomicInteger();
        inTheBrowser((page, source) -> {
            for (int seed = 1; seed <= JOURNALS; seed++) {
                ObjectNode journal = JournalPrefixTest.journal(seed);
                states.addAndGet(journal.path("states").size());
                Object differences = page.evaluate(DIFFERENCES, List.of(source, journal.toString()));
                ((List<?>) differences).forEach(difference -> wrong.add(difference.toString()));
            }
        });
        System.out.println(JOURNALS + " journals, " + states + " states");
        assertThat(states.get()).isGreaterThan(1_000);
        assertThat(wrong).isEmpty();
    }

    private static void inTheBrowser(BiConsumer<Page, String> test) throws IOException {
        String source =
                Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of("src/main/webapp/assets/transcript.js")));
        try (Playwright playwright = Playwright.create();
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(
                                        Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
            test.accept(browser.newPage(), source);
        }
    }
}
