package clda.campaign;

import clda.boot.RandomIds;
import clda.conversation.Requester;
import clda.conversation.Turn;
import clda.demo.DemoSkills;
import clda.dialogue.Schedule;
import clda.dialogue.ScheduleBook;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.kit.Clda;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.security.Caller;
import clda.security.Role;
import clda.skills.BuiltInSkills;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import clda.store.jpa.JpaWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Many reminders that are due at one moment, while other people talk. */
final class RemindersAtOnce {

    private static final int OTHERS = 4;
    private static final Duration SAID_EVERY = Duration.ofMillis(250);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int WARM_UP_REMINDERS = 500;
    private static final Duration WATCHED = Duration.ofSeconds(12);
    private static final Duration BEFORE = Duration.ofSeconds(8);

    /** Milliseconds. */
    private record Spread(List<Long> sorted) {
        static Spread of(List<Long> some) {
            return new Spread(some.stream().sorted().toList());
        }

        long at(double share) {
            return sorted.isEmpty()
                    ? -1
                    : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "n %d, p50 %d ms, p99 %d ms, most %d ms", sorted.size(), at(0.5), at(0.99), at(1));
        }
    }

    private RemindersAtOnce() {}

    /** What other people do: each asks a question that takes a tool, again and again. When each began, and how long it took. */
    private static List<long[]> talk(SeEngine engine, Clock clock, Duration time) throws InterruptedException {
        Queue<long[]> turns = new ConcurrentLinkedQueue<>();
        Instant end = clock.instant().plus(time);
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; clock.instant().isBefore(end); n++) {
                    Clda talk = Clda.begins(engine);
                    for (int turn = 0; turn < 10 && clock.instant().isBefore(end); turn++) {
                        long began = clock.millis();
                        talk.says("where is order A-1001?");
                        turns.add(new long[] {began, clock.millis() - began});
                        LockSupport.parkNanos(SAID_EVERY.toNanos());
                    }
                }
            }));
        }
        for (Thread other : others) {
            other.join();
        }
        return List.copyOf(turns);
    }

    private static SkillResponder understanding() {
        List<Skill> skills = new ArrayList<>(BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC));
        skills.addAll(DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC));
        return new SkillResponder(
                skills,
                new LocalInterpreter(
                        SkillResponder.intents(skills), BuiltInData.talk().and(DemoSkills.examples())));
    }

    /** Conversations, each of another person. */
    private static List<String> begin(SeEngine engine, int count) {
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Caller person = new Caller("person" + i, "default", Set.of(Role.USER));
            conversations.add(
                    engine.engine().conversations().create(person, "Plans").id());
        }
        return conversations;
    }

    /** Schedules a reminder in each conversation; says when all of them are due. */
    private static Instant remind(SeEngine engine, Clock clock, List<String> conversations) {
        Instant due = clock.instant().plus(BEFORE).plus(Duration.ofSeconds(2)).truncatedTo(ChronoUnit.SECONDS);
        ScheduleBook book = new JpaScheduleBook(engine.store(), engine.keyRing(), engine.seals());
        for (int from = 0; from < conversations.size(); from += 100) {
            int first = from;
            engine.store().write((JpaWrite) entities -> {
                for (int i = first; i < Math.min(conversations.size(), first + 100); i++) {
                    book.addNow(new Schedule(
                            new RandomIds().get(),
                            "default",
                            conversations.get(i),
                            0,
                            new Requester("person" + i, List.of("user")),
                            "drink water",
                            false,
                            null,
                            due,
                            false));
                }
            });
        }
        return due;
    }

    private static void run(int reminders, TestDatabase database, Path dir) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        try (SeEngine engine = new SeEngine.Options(dir, understanding())
                .database(database)
                .open()
                .start()) {
            // A server has been up for a while: what it does often is compiled.
            remind(engine, clock, begin(engine, WARM_UP_REMINDERS));
            talk(engine, clock, WARM_UP);
            List<String> conversations = begin(engine, reminders);
            Instant due = remind(engine, clock, conversations);
            System.out.println(
                    "filled, due in " + Duration.between(clock.instant(), due).toMillis() + " ms");
            List<long[]> turns = talk(engine, clock, Duration.between(clock.instant(), due.plus(WATCHED)));
            List<Long> opened = new ArrayList<>();
            List<Long> told = new ArrayList<>();
            for (int i = 0; i < reminders; i++) {
                Caller person = new Caller("person" + i, "default", Set.of(Role.USER));
                engine.engine().conversations().view(person, conversations.get(i), conversation -> {
                    for (Turn turn : conversation.turns()) {
                        opened.add(Duration.between(due, turn.startedAt()).toMillis());
                        if (turn.settledAt() != null) {
                            told.add(Duration.between(due, turn.settledAt()).toMillis());
                        }
                    }
                    return true;
                });
            }
            long from = due.toEpochMilli();
            long until = from + Math.max(1_000, Spread.of(told).at(1));
            System.out.println("opened after: " + Spread.of(opened));
            System.out.println("told after:   " + Spread.of(told));
            System.out.println("others before: "
                    + Spread.of(turns.stream()
                            .filter(t -> t[0] + t[1] < from)
                            .map(t -> t[1])
                            .toList()));
            System.out.println("others during: "
                    + Spread.of(turns.stream()
                            .filter(t -> t[0] + t[1] >= from && t[0] <= until)
                            .map(t -> t[1])
                            .toList()));
        }
    }

    /** @param args how many reminders, and {@code postgresql} for the store on PostgreSQL */
    public static void main(String[] args) throws Exception {
        int reminders = Integer.parseInt(args[0]);
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "reminders-");
        TestDatabase database = args.length > 1 && args[1].equals("postgresql")
                ? TestDatabase.postgres(Postgres.shared().url(Postgres.shared().newDatabase()))
                : TestDatabase.embedded(dir);
        run(reminders, database, dir);
        System.exit(0);
    }
}
