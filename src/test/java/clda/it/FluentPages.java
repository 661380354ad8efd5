package clda.it;

import clda.campaign.Campaigns;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;

/** Measures how fluent the chat is in a real browser: with long answers, and in long conversations. */
public final class FluentPages {

    private static final int LENGTH = 50_000;
    private static final long PACE_NANOS = 6_000_000;
    private static final int FIRST_SHOWN = 30;
    /** Nobody goes further back than so many turns. */
    private static final int MAX_SHOWN = 500;

    private final FluentChat chat;
    private final double before = load();
    private final StringBuilder answers = table("answer", 100, true);
    private final StringBuilder conversations = table("turns and act", 50, false);

    private FluentPages(FluentChat chat) {
        this.chat = chat;
    }

    /** @param arguments the numbers of turns, with commas between; where the report goes */
    public static void main(String[] arguments) throws IOException {
        try (Playwright playwright = Playwright.create();
                Browser browser = People.launch(playwright);
                FluentChat chat = new FluentChat(browser)) {
            FluentPages pages = new FluentPages(chat);
            pages.measureAnswers();
            // What has been measured is kept, whatever becomes of the rest.
            for (String turns : arguments[0].split(",")) {
                pages.conversation(Integer.parseInt(turns));
                Files.writeString(Path.of(arguments[1]), pages.report());
            }
        }
    }

    private void measureAnswers() {
        answered("(2 KB of text, to warm up)", LongAnswers.text(2_000));
        answered("one code block", LongAnswers.code(LENGTH));
        answered("one list", LongAnswers.list(LENGTH));
        answered("one table", LongAnswers.table(LENGTH));
        answered("mixed", LongAnswers.mixed(LENGTH));
    }

    private String report() throws IOException {
        return String.format(
                Locale.ROOT,
                """
                # How fluent the chat is

                %s. Chromium %s, %s %s, Java %s, %d processors (%s), which server, model and browser share; load %.1f before and %.1f after. Repeat: `%s`.

                A model writes 25 characters every 6 ms. The browser's own trace tells what its main thread did until a second after the answer was whole. *Work* is time of the thread: in all, and the most that one of its tasks took; to make a frame, with script, layout and painting, is one. Each answer is given a second time without the trace, which costs time of the thread itself. *Frames* are times of the clock, from what made a frame necessary until it was painted; they grow with the load of the machine.

                ## Answers of 50 KB

                %s
                ## Long conversations

                A conversation opens with its last 30 turns.

                %s""",
                LocalDate.now(Clock.systemUTC()),
                chat.page().context().browser().version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                before,
                load(),
                Campaigns.command(),
                answers,
                conversations);
    }

    private static StringBuilder table(String first, int limit, boolean untraced) {
        return new StringBuilder("| " + first
                + " | seconds | " + (untraced ? "work, s | " : "") + "work with the trace, s | longest task, ms of work"
                + " | frames p50 / p95 / max, ms | frames above " + limit + " ms |\n|---|---:|"
                + (untraced ? "---:|" : "")
                + "---:|---:|---:|---:|\n");
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return Files.isReadable(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"))
                : System.getProperty("os.arch");
    }

    private void answered(String name, String text) {
        chat.beginsAnew();
        FluentChat.Watched watched = chat.isAnswered(text, PACE_NANOS);
        chat.beginsAnew();
        double work = chat.worksForAnswer(text, PACE_NANOS);
        row(answers, name, String.format(Locale.ROOT, "%.1f | %.2f", watched.seconds(), work), watched.seen(), 100);
    }

    private void conversation(int count) {
        String id = chat.conversation(count);
        String name = String.format(Locale.ROOT, "%,d: ", count);
        FluentChat.Opened opened = chat.opens(id, Math.min(FIRST_SHOWN, count));
        row(
                conversations,
                name + "open (its last answer, all it begins with)",
                String.format(Locale.ROOT, "%.2f, %.2f", opened.last(), opened.all()),
                opened.seen(),
                50);
        row(name + "an answer of 3 KB", chat.isAnswered(LongAnswers.text(3_000), PACE_NANOS));
        int shown = Math.min(count, MAX_SHOWN);
        row(name + "go back through " + shown, chat.goesBack((shown - 1) / FIRST_SHOWN));
        row(name + "an answer of 3 KB with these shown", chat.isAnswered(LongAnswers.text(3_000), PACE_NANOS));
    }

    private void row(String name, FluentChat.Watched watched) {
        row(conversations, name, String.format(Locale.ROOT, "%.1f", watched.seconds()), watched.seen(), 50);
    }

    private static void row(StringBuilder table, String name, String seconds, MainThread.Seen seen, int limit) {
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.0f | %.0f / %.0f / %.0f | %d of %d |%n",
                name,
                seconds,
                seen.busy(),
                seen.max(),
                seen.frame(0.5),
                seen.frame(0.95),
                seen.frame(1),
                seen.framesAbove(limit),
                seen.frames().length);
        table.append(row);
        System.out.print(row);
    }
}
