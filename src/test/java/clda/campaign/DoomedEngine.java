package clda.campaign;

import clda.conversation.ConversationHead;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.Refused;
import clda.kit.AllPages;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Fenced;
import clda.store.jpa.JpaStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Some engines in one process, each with a database and people of its own, until the process is killed: one death of four
 * engines, each at another point of its work. Says on standard output what was acknowledged.
 */
final class DoomedEngine {

    static final Caller CALLER = new Caller("alice", "default", Set.of(Role.USER));

    private static final int PEOPLE = 3;
    private static final String BETWEEN = "\t";
    private static final int TURNS_IN_A_CONVERSATION = 6;
    private static final long UNUSUAL_NANOS = 2_500_000_000L;

    /**
     * How to make one.
     *
     * @param databases see {@link TestDatabase#at}, one for each engine
     * @param migrated whether one was there before
     * @param node see {@link SeEngine.Options#node}
     */
    record Setup(
            Path dataDir,
            int httpPort,
            int mailPort,
            Path sink,
            List<String> databases,
            boolean migrated,
            String node,
            Duration lease,
            Fault fault) {

        static Setup of(String[] arguments) {
            return new Setup(
                    Path.of(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Path.of(arguments[3]),
                    List.of(arguments[4].split(BETWEEN, -1)),
                    Boolean.parseBoolean(arguments[5]),
                    arguments[6],
                    Duration.parse(arguments[7]),
                    Fault.valueOf(arguments[8]));
        }

        List<String> arguments() {
            return List.of(
                    dataDir.toString(),
                    String.valueOf(httpPort),
                    String.valueOf(mailPort),
                    sink.toString(),
                    String.join(BETWEEN, databases),
                    String.valueOf(migrated),
                    node,
                    lease.toString(),
                    fault.name());
        }

        Path place(int engine) {
            return dataDir.resolve("engine-" + engine);
        }

        SeEngine open(int engine, Random random) {
            SeEngine.Options options = new SeEngine.Options(
                            place(engine), Planted.in(new CampaignModel(random, DoomedEngine::invalid), fault))
                    .database(TestDatabase.at(databases.get(engine), place(engine)))
                    .node(node)
                    .lease(lease)
                    .onlyTools(
                            Planted.in(new SinkTools(httpPort, mailPort, sink).all(), fault),
                            store -> List.of(SinkTools.ticket(store)));
            return Planted.in(migrated ? options.migrated() : options, fault).open();
        }
    }

    private DoomedEngine() {}

    /** The nine arguments of {@link Setup}, the seed, and how many milliseconds to live or 0 for ever. */
    public static void main(String[] arguments) throws InterruptedException {
        Setup setup = Setup.of(arguments);
        Random random = new Random(Long.parseLong(arguments[9]));
        List<Thread> starting = new ArrayList<>();
        for (int i = 0; i < setup.databases().size(); i++) {
            int engine = i;
            Random mood = new Random(random.nextLong());
            starting.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler(DoomedEngine::couldNotStart)
                    .start(() -> live(setup, engine, mood)));
        }
        for (Thread thread : starting) {
            thread.join();
        }
        say("UP");
        long life = Long.parseLong(arguments[10]);
        if (life > 0) {
            Thread.sleep(life);
            System.exit(0);
        }
        Thread.currentThread().join();
    }

    private static void couldNotStart(Thread thread, Throwable why) {
        why.printStackTrace();
        Runtime.getRuntime().halt(3);
    }

    private static void live(Setup setup, int number, Random random) {
        SeEngine engine = setup.open(number, random);
        Set<String> open = openEffects(engine.store());
        say("FOUND " + found(engine.store()));
        engine.start();
        Thread.ofVirtual().start(() -> tellWhenSettled(engine.store(), open));
        for (int person = 0; person < PEOPLE; person++) {
            Random mood = new Random(random.nextLong());
            // Three characters, by which a person is known among those of all nodes.
            String name = setup.node().charAt(0) + "" + person + "-";
            Thread.ofVirtual().start(() -> talk(engine, mood, number, name, setup.fault()));
        }
        Thread.ofVirtual().start(() -> approveEverything(engine));
    }

    static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static void invalid(String problem) {
        say("INVALID " + problem);
    }

    private static Set<String> openEffects(JpaStore store) {
        List<?> keys = store.read(entities -> entities.createNativeQuery(
                        "select effect_key from effect where state in ('INTENT', 'DISPATCHED')")
                .getResultList());
        return keys.stream().map(String.class::cast).collect(Collectors.toSet());
    }

    /** What the crash before this start has left. */
    private static String found(JpaStore store) {
        List<?> effects = store.read(entities -> entities.createNativeQuery(
                        "select state, effect_class, count(*) from effect where state in ('INTENT', 'DISPATCHED')"
                                + " group by state, effect_class")
                .getResultList());
        StringBuilder found = new StringBuilder();
        for (Object row : effects) {
            Object[] columns = (Object[]) row;
            found.append(columns[0])
                    .append('_')
                    .append(columns[1])
                    .append('=')
                    .append(columns[2])
                    .append(' ');
        }
        count(store, found, "turns_running", "select count(*) from running_turn");
        count(store, found, "turns_parked", "select count(*) from approval where state = 'pending'");
        count(store, found, "tasks_running", "select count(*) from background_task where state = 'running'");
        count(store, found, "tasks_waiting", "select count(*) from background_task where state = 'waiting'");
        return found.toString().strip();
    }

    private static void count(JpaStore store, StringBuilder found, String name, String sql) {
        Number count =
                store.read(entities -> (Number) entities.createNativeQuery(sql).getSingleResult());
        if (count.intValue() > 0) {
            found.append(name).append('=').append(count).append(' ');
        }
    }

    private static void tellWhenSettled(JpaStore store, Set<String> open) {
        long began = System.nanoTime();
        boolean told = false;
        while (openEffects(store).stream().anyMatch(open::contains)) {
            CampaignModel.pause(20);
            if (!told && System.nanoTime() - began > UNUSUAL_NANOS) {
                told = true;
                System.err.println("NOT YET SETTLED " + stillOpen(store, open));
            }
        }
        say("SETTLED");
    }

    /** For the log, when it takes unusually long. */
    private static List<String> stillOpen(JpaStore store, Set<String> open) {
        List<?> rows =
                store.read(entities -> entities.createNativeQuery("select e.effect_key, e.tool, e.state, e.epoch,"
                                + " t.state, t.attempts, t.epoch from effect e left join background_task t"
                                + " on t.conversation_id = e.conversation_id and t.turn_id = e.turn_id and t.call_id = e.call_id"
                                + " where e.state in ('INTENT', 'DISPATCHED')")
                        .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .filter(row -> open.contains((String) row[0]))
                .map(Arrays::toString)
                .toList();
    }

    private static void talk(SeEngine engine, Random mood, int number, String name, Fault fault) {
        while (true) {
            List<ConversationHead> known = engine.engine()
                    .conversations()
                    .list(CALLER, null, false, 20)
                    .items();
            String id = !known.isEmpty() && mood.nextInt(3) > 0
                    ? known.get(mood.nextInt(known.size())).id()
                    : engine.engine().conversations().create(CALLER, null).id();
            for (int i = 0; i < TURNS_IN_A_CONVERSATION; i++) {
                String clientMessageId = name + UUID.randomUUID();
                String acknowledgement = "ACK " + number + " " + id + " " + clientMessageId;
                if (fault == Fault.ACKNOWLEDGED_BEFORE_COMMIT) {
                    say(acknowledgement);
                }
                try {
                    engine.engine().dialogue().say(CALLER, id, "message " + mood.nextInt(1_000), clientMessageId);
                } catch (Refused | Fenced busy) {
                    break;
                }
                if (fault != Fault.ACKNOWLEDGED_BEFORE_COMMIT) {
                    say(acknowledgement);
                }
                CampaignModel.pause(mood.nextInt(60));
            }
        }
    }

    private static void approveEverything(SeEngine engine) {
        while (true) {
            approveWhatWaits(engine);
            CampaignModel.pause(30);
        }
    }

    static void approveWhatWaits(SeEngine engine) {
        for (WaitingCall waiting : AllPages.of(engine.engine().approvals(), CALLER)) {
            ToolCall.PendingApproval asked = waiting.call().approval();
            if (asked == null || !waiting.mayDecide()) {
                continue;
            }
            try {
                engine.engine()
                        .approvals()
                        .decide(CALLER, asked.approvalId(), Choice.of(Decision.APPROVE, asked.hash()));
            } catch (Refused | Fenced decided) {
                // Decided before the last crash, or by somebody else.
            }
        }
    }
}
