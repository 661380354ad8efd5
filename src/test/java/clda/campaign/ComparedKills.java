package clda.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kills the two agents of {@link Compared} alike, and counts what each of them has done. */
final class ComparedKills {

    private static final int CONVERSATIONS = 4;
    private static final Pattern REF = Pattern.compile("(keyed|once)-(m\\d+)");

    private record Counted(
            int messages, int answered, int givenUp, int paidTwice, int notifiedTwice, int notPaid, int refused) {}

    private final JavaProcess processes;
    private final Path dir;
    private final long seed;

    private ComparedKills(JavaProcess processes, Path dir, long seed) {
        this.processes = processes;
        this.dir = dir;
        this.seed = seed;
    }

    private Counted run(String engine, int kills) throws IOException, InterruptedException {
        Path place = Files.createDirectories(dir.resolve(engine));
        Random random = new Random(seed);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Set<String> waiting = ConcurrentHashMap.newKeySet();
        Set<String> answered = ConcurrentHashMap.newKeySet();
        AtomicInteger givenUp = new AtomicInteger();
        try (Sinks sinks = new Sinks(place.resolve("sink.db"), seed)) {
            for (int kill = 0; kill <= kills; kill++) {
                boolean last = kill == kills;
                Process process = processes.start(
                        Compared.class,
                        List.of(
                                engine,
                                place.toString(),
                                String.valueOf(sinks.httpPort()),
                                sinks.database().toString(),
                                String.valueOf(kill > 0)),
                        place.resolve("engine.log"));
                PrintWriter in = new PrintWriter(process.outputWriter(), true);
                BufferedReader out = process.inputReader();
                for (String line = out.readLine(); !"UP".equals(line); line = out.readLine()) {
                    if (line == null) {
                        throw new IllegalStateException("it did not come up; see " + place.resolve("engine.log"));
                    }
                }
                // Who got no answer asks again.
                new ArrayList<>(waiting).forEach(message -> in.println(conversationOf(message) + " " + message));
                Thread reading =
                        Thread.ofVirtual().start(() -> read(out, in, waiting, answered, givenUp, next, refused, last));
                if (!last) {
                    for (int i = 0; i < CONVERSATIONS; i++) {
                        speak(in, waiting, next);
                    }
                    Thread.sleep(60L + random.nextInt(500));
                } else {
                    Instant end = Instant.now().plus(Duration.ofSeconds(30));
                    while (!waiting.isEmpty() && Instant.now().isBefore(end)) {
                        Thread.sleep(50);
                    }
                }
                process.destroyForcibly();
                process.waitFor(10, TimeUnit.SECONDS);
                reading.join();
            }
            return count(sinks.counted(), next.get(), answered, givenUp.get(), refused.get());
        }
    }

    private static String conversationOf(String message) {
        return "c" + Integer.parseInt(message.substring(1)) % CONVERSATIONS;
    }

    private static void speak(PrintWriter in, Set<String> waiting, AtomicInteger next) {
        String message = "m" + next.getAndIncrement();
        waiting.add(message);
        in.println(conversationOf(message) + " " + message);
    }

    private static void read(
            BufferedReader out,
            PrintWriter in,
            Set<String> waiting,
            Set<String> answered,
            AtomicInteger givenUp,
            AtomicInteger next,
            AtomicInteger refused,
            boolean last) {
        try (out) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                boolean gaveUp = line.startsWith("GIVEN_UP ");
                if (gaveUp || line.startsWith("ANSWERED ")) {
                    String message = line.substring(9);
                    waiting.remove(message);
                    if (gaveUp) {
                        givenUp.incrementAndGet();
                    } else {
                        answered.add(message);
                    }
                    if (!last) {
                        speak(in, waiting, next);
                    }
                } else if (line.startsWith("INVALID ")) {
                    refused.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // It was killed in the middle of a line.
        }
    }

    private static Counted count(
            Map<String, Integer> done, int messages, Set<String> answered, int givenUp, int refused) {
        int paidTwice = 0;
        int notifiedTwice = 0;
        Set<String> paid = ConcurrentHashMap.newKeySet();
        for (Map.Entry<String, Integer> entry : done.entrySet()) {
            Matcher ref = REF.matcher(entry.getKey());
            if (!ref.matches()) {
                continue;
            }
            boolean payment = ref.group(1).equals("keyed");
            paidTwice += payment && entry.getValue() > 1 ? 1 : 0;
            notifiedTwice += !payment && entry.getValue() > 1 ? 1 : 0;
            if (payment) {
                paid.add(ref.group(2));
            }
        }
        int notPaid = (int)
                answered.stream().filter(message -> !paid.contains(message)).count();
        return new Counted(messages, answered.size(), givenUp, paidTwice, notifiedTwice, notPaid, refused);
    }

    /** {@code ComparedKills KILLS SEED REPORT}. */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "compared-");
        ComparedKills campaign = new ComparedKills(new JavaProcess(dir.resolve("java")), dir, seed);
        Counted ours = campaign.run("clda", kills);
        Counted theirs = campaign.run("langchain4j", kills);
        String report =
                """
                # The same agent, killed in the same way, %s

                Java %s, %d processors, %d kills of each. Both keep their state in SQLite with synchronous=FULL; whoever gets no answer sends the message again. For each message the model asks for a payment (its service knows keys) and a notification (its service does not). LangChain4j 1.11.0: AI services with a `ChatMemoryStore`, as its documentation shows; it promises nothing else. Command: `%s`

                | | CLDA | LangChain4j |
                |---|---|---|
                | messages | %d | %d |
                | of them answered | %d | %d |
                | of them given up after four crashes, and said so | %d | %d |
                | messages paid for twice or more | %d | %d |
                | messages notified of twice or more | %d | %d |
                | messages answered and not paid for | %d | %d |
                | requests with a history that a strict provider refuses | %d | %d |
                """
                        .formatted(
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                kills,
                                Campaigns.command(),
                                ours.messages(),
                                theirs.messages(),
                                ours.answered(),
                                theirs.answered(),
                                ours.givenUp(),
                                theirs.givenUp(),
                                ours.paidTwice(),
                                theirs.paidTwice(),
                                ours.notifiedTwice(),
                                theirs.notifiedTwice(),
                                ours.notPaid(),
                                theirs.notPaid(),
                                ours.refused(),
                                theirs.refused());
        System.out.println(report);
        Files.writeString(Path.of(arguments[2]), report);
        System.exit(ours.paidTwice() + ours.notifiedTwice() + ours.notPaid() + ours.refused() == 0 ? 0 : 1);
    }
}
