package clda.campaign;

import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.dialogue.Approvals;
import clda.dialogue.Conversations;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.jpa.JpaWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What everyday acts cost while there are more and more conversations: they are to cost what they show. A store that grows is
 * measured beside one that stays small, each act in turn on both, so that whatever else the machine does slows both.
 */
final class Growth {

    private static final Caller ALICE = new Caller("alice", "default", Set.of(Role.USER));
    private static final Caller CAROL = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));
    private static final int WARM_UP = 100;
    private static final int TIMES = 300;
    private static final int LONG_TALK = 5_000;
    private static final int RAREST = 4_900;
    private static final int FOUND = 30;
    private static final double MILLION = 1e6;
    private static final int MEGABYTE = 1_048_576;

    /** A store with what is in it. */
    private static final class Filled implements AutoCloseable {
        private final Path place;
        private final Supplier<TestDatabase> database;
        private SeEngine engine;
        private Filler filler;
        private String longTalk = "";
        private Position middle = Position.FIRST;

        Filled(Path place, Supplier<TestDatabase> database) {
            this.place = place;
            this.database = database;
            this.engine = SeEngine.on(place, database.get());
            this.filler = new Filler(engine);
        }

        void fillUpTo(int conversations) throws Exception {
            filler.fillUpTo(conversations);
            if (longTalk.isEmpty()) {
                longTalk = "long";
                filler.longTalk(longTalk, "alice", LONG_TALK);
            }
            // As PostgreSQL does by itself within a minute or two; SQLite has the same word for it.
            engine.store().write((JpaWrite)
                    entities -> entities.createNativeQuery("analyze").executeUpdate());
            middle = middle(conversations / 5);
        }

        private Position middle(int alices) {
            Position position = null;
            for (int seen = 0; seen < alices / 2; seen += 100) {
                position = conversations().list(ALICE, position, false, 100).next();
            }
            return position == null ? Position.FIRST : position;
        }

        private Conversations conversations() {
            return engine.engine().conversations();
        }

        private ConversationLog log() {
            return engine.engine().log();
        }

        private Map<String, Runnable> acts() {
            Map<String, Runnable> acts = new LinkedHashMap<>();
            acts.put("list, the first page of 50", () -> conversations().list(ALICE, null, false, 50));
            acts.put("list, a page in the middle", () -> conversations().list(ALICE, middle, false, 50));
            acts.put("list what is archived", () -> conversations().list(ALICE, null, true, 20));
            acts.put("search a word that is nearly everywhere", () -> search("word0"));
            acts.put("search a rare word", () -> search("word" + RAREST));
            String rare = rarestThatFillsAPage();
            acts.put("search the rarest word that fills a page", () -> search(rare));
            acts.put("search a common and a rare word", () -> search("word1 word4000"));
            acts.put("search Chinese", () -> search("订单"));
            acts.put(
                    "open a talk of 5,000 turns", () -> conversations().lastTurns(ALICE, longTalk, 30, Long.MAX_VALUE));
            acts.put("inbox, the first page of 50", this::inbox);
            acts.put("one append", () -> {
                String id = conversations()
                        .list(ALICE, null, false, 1)
                        .items()
                        .getFirst()
                        .id();
                log().append(id, Append.of(null, new ConversationRenamed("again")));
            });
            return acts;
        }

        /** What a search costs depends on what it shows, and the rarest words of a small store are found hardly once in it. */
        private String rarestThatFillsAPage() {
            int word = RAREST;
            while (word > 0 && search("word" + word) < FOUND) {
                word -= Math.max(1, word / 20);
            }
            return "word" + word;
        }

        private int search(String query) {
            return conversations()
                    .search(ALICE, query, null, false, FOUND)
                    .items()
                    .size();
        }

        private void inbox() {
            Page<Listed<Approvals.WaitingCall>> page =
                    engine.engine().approvals().waitingFor(CAROL, null, null, 50);
            if (page.items().isEmpty() || page.items().stream().anyMatch(Listed::isDamaged)) {
                throw new IllegalStateException("the inbox is not what was filled in");
            }
        }

        /** Every conversation of alice is on one page, and on no other. */
        int pagedThrough() {
            Set<String> seen = new HashSet<>();
            int rows = 0;
            for (boolean archived : new boolean[] {false, true}) {
                Position position = null;
                do {
                    Page<ConversationHead> page = conversations().list(ALICE, position, archived, 100);
                    rows += page.items().size();
                    page.items().forEach(head -> seen.add(head.id()));
                    position = page.next();
                } while (position != null);
            }
            if (seen.size() != rows) {
                throw new IllegalStateException(rows + " rows of " + seen.size() + " conversations");
            }
            return rows;
        }

        /** Milliseconds until it answers, and megabytes that the process holds then. */
        long[] startsAgain() {
            engine.close();
            long begin = System.nanoTime();
            engine = SeEngine.on(place, database.get());
            engine.start();
            conversations().list(ALICE, null, false, 50);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            filler = filler.by(engine);
            return new long[] {millis, heldBytes() / MEGABYTE};
        }

        private static long heldBytes() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private Growth() {}

    /** @param arguments the numbers of conversations, ascending, with commas between; where the report goes */
    public static void main(String[] arguments) throws Exception {
        int[] sizes = Arrays.stream(arguments[0].split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        Path report = Path.of(arguments[1]);
        StringBuilder text = new StringBuilder(head(sizes));
        for (String store : List.of("SQLite", "PostgreSQL")) {
            try (Filled small = filled(store);
                    Filled growing = filled(store)) {
                text.append(measure(store, small, growing, sizes, report));
            }
            Files.writeString(report, text);
        }
        System.out.println(text);
        System.exit(0);
    }

    private static Filled filled(String store) throws IOException {
        Path place = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "growth-");
        if (store.equals("SQLite")) {
            return new Filled(place, () -> TestDatabase.embedded(place));
        }
        String url = Postgres.shared().url(Postgres.shared().newDatabase());
        return new Filled(place, () -> TestDatabase.postgres(url));
    }

    private static String head(int[] sizes) {
        int max = sizes[sizes.length - 1];
        return String.format(
                Locale.ROOT,
                """
                # What everyday acts cost as conversations grow

                %s, Java %d, %d processors. Repeat: `%s`.

                At the largest size %,d conversations with %,d events, %,d of them one person's, %,d approvals that wait, and talks \
                of %,d turns; fifty conversations are always of the same millisecond. A second store stays at %,d: each act is done \
                in turn on both, %d times, and beside its milliseconds (p50 / p95) stands how many times those of the small store \
                at the same moment they are.
                """,
                LocalDate.now(Clock.systemUTC()),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                Campaigns.command(),
                max,
                (long) max * Filler.EVENTS + max / 20 * 3L + LONG_TALK * 3L,
                max / 5,
                max / 20,
                LONG_TALK,
                sizes[0],
                TIMES);
    }

    private static String measure(String store, Filled small, Filled growing, int[] sizes, Path report)
            throws Exception {
        small.fillUpTo(sizes[0]);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Map<String, double[]> curves = new LinkedHashMap<>();
        for (int at = 0; at < sizes.length; at++) {
            long begin = System.nanoTime();
            growing.fillUpTo(sizes[at]);
            System.out.printf(
                    Locale.ROOT,
                    "%s: filled up to %,d in %d s%n",
                    store,
                    sizes[at],
                    (System.nanoTime() - begin) / 1_000_000_000);
            Map<String, Runnable> beside = small.acts();
            for (Map.Entry<String, Runnable> act : growing.acts().entrySet()) {
                double[][] times = inTurn(beside.get(act.getKey()), act.getValue());
                curves.computeIfAbsent(act.getKey(), any -> new double[sizes.length])[at] = times[1][1];
                rows.computeIfAbsent(act.getKey(), any -> new ArrayList<>())
                        .add(String.format(
                                Locale.ROOT,
                                "%.1f / %.1f (%.2f / %.2f)",
                                times[1][0],
                                times[1][1],
                                times[1][0] / times[0][0],
                                times[1][1] / times[0][1]));
            }
            rows.computeIfAbsent("found once each by paging", any -> new ArrayList<>())
                    .add(String.format(Locale.ROOT, "%,d", growing.pagedThrough()));
            long[] start = growing.startsAgain();
            long[] smallStart = small.startsAgain();
            rows.computeIfAbsent("start until the first list", any -> new ArrayList<>())
                    .add(start[0] + " ms (small: " + smallStart[0] + ")");
            rows.computeIfAbsent("heap held by both then", any -> new ArrayList<>())
                    .add(smallStart[1] + " MB");
        }
        String picture = "growth-" + store.toLowerCase(Locale.ROOT) + ".svg";
        Files.writeString(
                report.resolveSibling(picture),
                Curves.svg(store + ": p95 of everyday acts; the red line is the goal", sizes, curves));
        return table(store, picture, sizes, rows);
    }

    private static String table(String store, String picture, int[] sizes, Map<String, List<String>> rows) {
        StringBuilder table = new StringBuilder("\n## " + store + "\n\n![Curves](" + picture + ")\n\n| |");
        Arrays.stream(sizes).forEach(size -> table.append(String.format(Locale.ROOT, " %,d |", size)));
        table.append("\n|---|").append("---:|".repeat(sizes.length)).append('\n');
        rows.forEach((name, cells) -> table.append(String.join(
                        " | ",
                        Stream.concat(Stream.of("| " + name), cells.stream()).toList()))
                .append(" |\n"));
        return table.toString();
    }

    /** Both, one after the other, again and again: p50 and p95 of each in milliseconds. */
    private static double[][] inTurn(Runnable one, Runnable other) {
        for (int i = 0; i < WARM_UP; i++) {
            one.run();
            other.run();
        }
        long[][] nanos = new long[2][TIMES];
        for (int i = 0; i < TIMES; i++) {
            nanos[0][i] = nanos(one);
            nanos[1][i] = nanos(other);
        }
        return new double[][] {spread(nanos[0]), spread(nanos[1])};
    }

    private static long nanos(Runnable act) {
        long begin = System.nanoTime();
        act.run();
        return System.nanoTime() - begin;
    }

    private static double[] spread(long[] nanos) {
        Arrays.sort(nanos);
        return new double[] {nanos[TIMES / 2] / MILLION, nanos[TIMES * 95 / 100] / MILLION};
    }
}
