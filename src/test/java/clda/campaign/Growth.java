package clda.campaign;

import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.Requester;
import clda.conversation.ConversationEvent.TurnCompleted;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.dialogue.Conversations;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Position;
import clda.store.jpa.JpaWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a person's everyday acts cost while there are more and more conversations: they are to cost what they show. */
final class Growth {

    private static final Caller ALICE = new Caller("alice", "default", Set.of(Role.user));
    private static final Caller BOB = new Caller("bob", "default", Set.of(Role.user));
    private static final int WRITERS = 32;
    private static final int WARM_UP = 100;
    private static final int TIMES = 300;
    private static final int LONG_TALK = 2_000;
    private static final int VOCABULARY = 5_000;
    private static final int WORDS = 20;
    private static final double MILLION = 1e6;

    private final SeEngine engine;
    private final ConversationLog log;
    private final Conversations conversations;
    private final Random random = new Random(1);
    private String longTalk = "";
    private Position middle = Position.FIRST;

    private Growth(SeEngine engine) {
        this.engine = engine;
        this.log = engine.engine().log();
        this.conversations = engine.engine().conversations();
    }

    /** @param arguments the numbers of conversations of a person, with commas between; where the report goes */
    public static void main(String[] arguments) throws Exception {
        int[] sizes = Arrays.stream(arguments[0].split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        StringBuilder report = new StringBuilder(head());
        for (String store : List.of("SQLite", "PostgreSQL")) {
            Path place = Files.createTempDirectory("growth");
            TestDatabase database = store.equals("SQLite")
                    ? TestDatabase.embedded(place)
                    : TestDatabase.postgres("jdbc:postgresql://127.0.0.1:"
                            + Postgres.shared().port() + "/" + Postgres.shared().newDatabase() + "?user=postgres");
            try (SeEngine engine = SeEngine.on(place, database)) {
                report.append(new Growth(engine).measure(store, sizes));
            }
        }
        Files.writeString(Path.of(arguments[1]), report);
        System.out.println(report);
    }

    private static String head() {
        return "# What everyday acts cost as conversations grow\n\n" + LocalDate.now(Clock.systemUTC()) + ", Java "
                + Runtime.version().feature() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors. Repeat: `mvn -Pgrowth verify`.\n\n"
                + "One person has so many conversations, another as many; each has two turns of " + WORDS
                + " words a message, and one of the person's has " + String.format(Locale.ROOT, "%,d", LONG_TALK)
                + " turns. Milliseconds, p50 / p95 of " + TIMES + " times each.\n";
    }

    private String measure(String store, int[] sizes) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        int there = 0;
        for (int size : sizes) {
            fill(size - there);
            there = size;
            if (longTalk.isEmpty()) {
                longTalk = talk(LONG_TALK);
            }
            engine.takeUpForSearch();
            // As PostgreSQL does by itself within a minute or two; SQLite has the same word for it.
            engine.store().write((JpaWrite)
                    entities -> entities.createNativeQuery("analyze").executeUpdate());
            middle = middle(size);
            acts().forEach((name, act) ->
                    rows.computeIfAbsent(name, key -> new ArrayList<>()).add(time(act)));
        }
        StringBuilder table = new StringBuilder("\n## " + store + "\n\n| |");
        Arrays.stream(sizes).forEach(size -> table.append(String.format(Locale.ROOT, " %,d |", size)));
        table.append("\n|---|").append("---:|".repeat(sizes.length)).append('\n');
        rows.forEach((name, times) -> table.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(" | ", times))
                .append(" |\n"));
        return table.toString();
    }

    private Map<String, Runnable> acts() {
        Map<String, Runnable> acts = new LinkedHashMap<>();
        acts.put("list, the first page of 50", () -> conversations.list(ALICE, null, false, 50));
        acts.put("list, a page in the middle", () -> conversations.list(ALICE, middle, false, 50));
        acts.put("search a word that is nearly everywhere", () -> search("word0"));
        acts.put("search a rare word", () -> search("word4900"));
        acts.put("search a common and a rare word", () -> search("word1 word4000"));
        acts.put("search Chinese", () -> search("订单"));
        acts.put("search what is nowhere", () -> search("nowhere"));
        acts.put("open the long talk", () -> conversations.lastTurns(ALICE, longTalk, 30, Long.MAX_VALUE));
        acts.put("one append", () -> {
            String id =
                    conversations.list(ALICE, null, false, 1).items().getFirst().id();
            log.append(id, Append.of(null, new ConversationRenamed("again")));
        });
        return acts;
    }

    private void search(String query) {
        conversations.search(ALICE, query, null, false, 30);
    }

    private Position middle(int size) {
        Position position = null;
        for (int seen = 0; seen < size / 2; seen += 100) {
            position = conversations.list(ALICE, position, false, 100).next();
        }
        return position == null ? Position.FIRST : position;
    }

    private static String time(Runnable act) {
        for (int i = 0; i < WARM_UP; i++) {
            act.run();
        }
        long[] times = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            act.run();
            times[i] = System.nanoTime() - begin;
        }
        Arrays.sort(times);
        return String.format(Locale.ROOT, "%.1f / %.1f", times[TIMES / 2] / MILLION, times[TIMES * 95 / 100] / MILLION);
    }

    private void fill(int more) {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < more; i++) {
                String said = sentence();
                String asked = sentence();
                writers.submit(() -> {
                    two(ALICE, said, asked);
                    two(BOB, said, asked);
                });
            }
        }
    }

    private void two(Caller who, String said, String asked) {
        String id = conversations.create(who, said.substring(0, 20)).id();
        log.append(id, Append.of("t1", turn(who, said)));
        log.append(id, Append.of("t2", turn(who, asked)));
    }

    private String talk(int turns) {
        String id = conversations.create(ALICE, "A long talk").id();
        for (int i = 1; i <= turns; i++) {
            log.append(id, Append.of("t" + i, turn(ALICE, sentence())));
        }
        return id;
    }

    private static ConversationEvent[] turn(Caller who, String said) {
        return new ConversationEvent[] {
            new TurnStarted(said, new Requester(who.user(), List.of("user")), null, null),
            new MessageCompleted("m", ConversationEvent.Role.assistant, said, "m", null, null, null, null, null),
            new TurnCompleted(said, null, null)
        };
    }

    /** Few words often and many rarely, as in what people say. */
    private String sentence() {
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            int word = (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
            sentence.append("word").append(word).append(' ');
        }
        return sentence.append("我的订单")
                .append(random.nextInt(VOCABULARY))
                .append("在哪里")
                .toString();
    }
}
