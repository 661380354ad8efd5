package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.campaign.Filler;
import clda.kit.Postgres;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many people page through their lists, search, and read, and sometimes go on with, talks of 2,000 turns, at a server with 512 MB
 * of heap: some hundred megabytes of talks, if all were unfolded whole.
 */
class CrowdIT {

    private static final int PEOPLE = Integer.getInteger("clda.crowd.people", 40);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("clda.crowd.seconds", 60));
    private static final int TALKS = 60;
    private static final int TURNS = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(1_500);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final List<String> ACCOUNTS = List.of("alice", "bob", "carol");

    /** Milliseconds since the beginning, who, what, and how many milliseconds it took. */
    private record Done(long at, int person, String what, long millis, int status) {}

    @TempDir
    Path keys;

    @Test
    void aCrowdThatReadsLongTalksFillsNoHeapAndSlowsNobody() throws InterruptedException {
        // Given long talks
        Path keyFile = keys.resolve("master-key.json");
        String database = Postgres.shared().newDatabase();
        try (SeEngine engine = new SeEngine.Options(keys, new ScriptedModel())
                .database(TestDatabase.postgres(Postgres.shared().url(database)))
                .keyFile(keyFile)
                .open()) {
            Filler filler = new Filler(engine);
            for (int talk = 0; talk < TALKS; talk++) {
                filler.longTalk("talk" + talk, ACCOUNTS.get(talk % ACCOUNTS.size()), TURNS);
            }
        }
        try (RunningServer server = RunningServer.start(
                "crowd",
                Map.of("clda.security.key-file", keyFile.toString()),
                ServerStore.on(Postgres.shared(), database),
                List.of())) {
            warmsUp(server);

            // When everybody is there
            List<Done> done = crowd(server);

            // Then nobody was refused, the server has never been out of memory, and nobody was slower than twice the
            // others
            assertThat(done).extracting(Done::status).containsOnly(200);
            assertThat(server.isReady()).isTrue();
            report(done);
            assertThat(worst(done)).as("the slowest person beside all").isLessThan(2);
        }
    }

    private static void warmsUp(RunningServer server) {
        Client alice = Client.signedIn(server, "alice");
        assertThat(alice.says(alice.opensConversation(), "hello").path("state").asText())
                .isEqualTo("completed");
    }

    private static List<Done> crowd(RunningServer server) throws InterruptedException {
        List<Client> accounts =
                ACCOUNTS.stream().map(name -> Client.signedIn(server, name)).toList();
        Queue<Done> done = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            int person = i;
            people.add(Thread.ofVirtual()
                    .start(() -> new Person(person, accounts.get(person % accounts.size()), begin, done).lives()));
        }
        for (Thread person : people) {
            person.join();
        }
        return List.copyOf(done);
    }

    private record Person(int number, Client client, long begin, Queue<Done> done) {
        void lives() {
            Random random = new Random(number);
            while (System.nanoTime() - begin < TIME.toNanos()) {
                String next = "";
                List<String> talks = new ArrayList<>();
                for (int page = 0; page < 2; page++) {
                    JsonNode list = does("list", "/api/v1/conversations?limit=20" + next);
                    list.path("items").forEach(item -> talks.add(item.path("id").asText()));
                    next = list.hasNonNull("next")
                            ? "&before=" + list.path("next").asText()
                            : next;
                }
                does("search", "/api/v1/conversations?q=word" + random.nextInt(60));
                String talk = talks.get(random.nextInt(talks.size()));
                JsonNode opened = does("open", "/api/v1/conversations/" + talk + "/events?turns=30");
                if (opened.hasNonNull("earlier")) {
                    does(
                            "go back",
                            "/api/v1/conversations/" + talk + "/events?turns=30&before="
                                    + opened.path("earlier").asText());
                }
                if (random.nextInt(10) == 0) {
                    // What needs all of the talk
                    does("unfold", "/api/v1/conversations/" + talk + "/messages", false);
                }
            }
        }

        private JsonNode does(String what, String path) {
            return does(what, path, true);
        }

        private JsonNode does(String what, String path, boolean counts) {
            LockSupport.parkNanos(PAUSE.toNanos());
            long from = System.nanoTime();
            Client.Answer answer = client.get(path);
            long millis = (System.nanoTime() - from) / 1_000_000;
            done.add(new Done((from - begin) / 1_000_000, number, what, millis, answer.status()));
            return answer.json();
        }
    }

    private static double worst(List<Done> done) {
        List<Done> warm = done.stream()
                .filter(each -> each.at > WARM_UP.toMillis() && !each.what.equals("unfold"))
                .toList();
        double all = percentile(warm, 0.95);
        double worst = 0;
        for (int person = 0; person < PEOPLE; person++) {
            int who = person;
            List<Done> own = warm.stream().filter(each -> each.person == who).toList();
            worst = Math.max(worst, percentile(own, 0.95) / all);
        }
        return worst;
    }

    private static void report(List<Done> done) {
        System.out.printf(Locale.ROOT, "crowd: %d people, %d s, %d requests%n", PEOPLE, TIME.toSeconds(), done.size());
        for (String what : List.of("list", "search", "open", "go back", "unfold")) {
            List<Done> of = done.stream().filter(each -> each.what.equals(what)).toList();
            System.out.printf(
                    Locale.ROOT,
                    "crowd: %s: %d, p50 %.0f ms, p95 %.0f ms, p99 %.0f ms%n",
                    what,
                    of.size(),
                    percentile(of, 0.5),
                    percentile(of, 0.95),
                    percentile(of, 0.99));
        }
        for (long minute = 0; minute * 60 < TIME.toSeconds(); minute++) {
            long of = minute;
            List<Done> then =
                    done.stream().filter(each -> each.at / 60_000 == of).toList();
            System.out.printf(
                    Locale.ROOT,
                    "crowd: minute %d: %d, p50 %.0f ms, p95 %.0f ms%n",
                    minute + 1,
                    then.size(),
                    percentile(then, 0.5),
                    percentile(then, 0.95));
        }
        System.out.printf(Locale.ROOT, "crowd: the slowest person: %.2f times all%n", worst(done));
    }

    private static double percentile(List<Done> of, double share) {
        long[] sorted = of.stream().mapToLong(Done::millis).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }
}
