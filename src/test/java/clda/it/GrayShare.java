package clda.it;

import clda.kit.Clda;
import clda.kit.Postgres;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.release.Arm;
import clda.release.Release;
import clda.release.Releases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;

/** Conversations that two nodes without a web server open on one PostgreSQL while a tenth is to begin in the canary arm. */
final class GrayShare {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int AT_ONCE = 16;

    private final Map<String, Arm> arms = new ConcurrentHashMap<>();
    private final String database = Postgres.shared().url(Postgres.shared().newDatabase());
    private final Path folder;

    GrayShare() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(BUILD.resolve("it")), "share-");
    }

    /** Opens so many, half of them at each node, and looks at each again at the other node. */
    void run(int many, BiConsumer<String, Object> findings) throws InterruptedException {
        try (SeEngine stable = node("stable", Arm.STABLE);
                SeEngine canary = node("canary", Arm.CANARY)) {
            List<SeEngine> nodes = List.of(stable, canary);
            awaited(() -> stable.arms().nodes(Arm.CANARY) == 1 && canary.arms().nodes(Arm.STABLE) == 1);
            stable.releases().start(Releases.TEN_PERCENT, "admin", release -> List.of());
            awaited(() -> canary.arms().areTwo());

            InParallel.each(many, AT_ONCE, number -> {
                SeEngine node = nodes.get(number % 2);
                String id =
                        node.engine().conversations().create(Clda.ALICE, null).id();
                arms.put(id, arm(node, id));
            });
            long canaries = arms.values().stream().filter(Arm.CANARY::equals).count();
            double share = 100.0 * canaries / many;
            findings.accept("conversations opened at two nodes without a web server", many);
            findings.accept("of these in the canary arm", String.format(Locale.ROOT, "%,d (%.2f %%)", canaries, share));
            findings.accept("**share further than 0.5 % from 10 % (1 is yes)**", Math.abs(share - 10) > 0.5 ? 1L : 0L);
            findings.accept("**of these, in another arm when the other node looked**", differing(nodes, arms));

            stable.releases().end(Release.State.PROMOTED, "admin", null, release -> List.of());
            awaited(() -> !canary.arms().areTwo());
            Map<String, Arm> promoted = new ConcurrentHashMap<>();
            arms.keySet().forEach(id -> promoted.put(id, Arm.STABLE));
            findings.accept("**of these, in the canary arm after the promotion**", differing(nodes, promoted));
        }
    }

    private static long differing(List<SeEngine> nodes, Map<String, Arm> expected) throws InterruptedException {
        List<String> ids = new ArrayList<>(expected.keySet());
        AtomicInteger differing = new AtomicInteger();
        InParallel.each(ids.size(), AT_ONCE, number -> {
            String id = ids.get(number);
            boolean same = nodes.stream().allMatch(node -> arm(node, id) == expected.get(id));
            differing.addAndGet(same ? 0 : 1);
        });
        return differing.get();
    }

    private static Arm arm(SeEngine node, String id) {
        return node.engine().conversations().arm(id).orElseThrow();
    }

    private SeEngine node(String name, Arm arm) {
        return new SeEngine.Options(folder.resolve(name), new ScriptedModel())
                .database(TestDatabase.postgres(database))
                .keyFile(folder.resolve("key.json"))
                .node(name)
                .arm(arm)
                .tools()
                .open()
                .start();
    }

    private static void awaited(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONGEST).until(condition);
    }
}
