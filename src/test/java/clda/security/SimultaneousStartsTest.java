package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.security.jwt.Tokens;
import clda.security.tink.TinkKeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that share their key files and are all started for the first time in the same instant. */
class SimultaneousStartsTest {

    private static final int STARTS = 200;
    private static final int STARTS_WITH_A_COSTLY_KEY = 4;
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path shared;

    /** Each on a thread of its own, which waits for the others before it begins. */
    private static <T> List<T> atOnce(int starts, Callable<T> start) throws Exception {
        CyclicBarrier together = new CyclicBarrier(starts);
        List<Future<T>> started = new ArrayList<>();
        try (ExecutorService servers = Executors.newFixedThreadPool(starts)) {
            for (int server = 0; server < starts; server++) {
                started.add(servers.submit(() -> {
                    together.await();
                    return start.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : started) {
                results.add(each.get());
            }
            return results;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(shared)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void makeOneMasterKey() throws Exception {
        // Given
        Path file = shared.resolve("keys/master-key.json");

        // When
        List<KeyRing> rings = atOnce(STARTS, () -> TinkKeyRing.at(file));

        // Then what one has sealed, every other opens, and so does whoever starts later
        byte[] sealed = rings.getFirst().shared().seal(TEXT, TEXT);
        assertThat(rings)
                .allSatisfy(ring -> assertThat(ring.shared().open(sealed, TEXT)).isEqualTo(TEXT));
        assertThat(TinkKeyRing.at(file).shared().open(sealed, TEXT)).isEqualTo(TEXT);
        assertThat(files()).containsExactly(file);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }

    @Test
    void makeOneTokenKey() throws Exception {
        // Given
        Path file = shared.resolve("keys/token-key.json");
        Caller alice = new Caller("alice", Caller.DEFAULT_TENANT, Set.of(Role.USER));

        // When
        List<Tokens> servers = atOnce(
                STARTS_WITH_A_COSTLY_KEY,
                () -> Tokens.local(file, "https://clda.local", Duration.ofHours(1), Clock.systemUTC()));

        // Then whoever has signed in at one is known to all
        String token = servers.getFirst().issue(alice, "mark").token();
        assertThat(servers)
                .allSatisfy(server -> assertThat(server.verify(token)).isPresent());
        assertThat(files()).containsExactly(file);
    }

    @Test
    void makeOneKeyOfAnyKind() throws Exception {
        // Given
        Path file = shared.resolve("key");

        // When each would make another
        List<String> keys = atOnce(
                STARTS, () -> KeyFile.at(file, () -> Thread.currentThread().getName()));

        // Then
        assertThat(Set.copyOf(keys)).hasSize(1);
    }

    @Test
    void doNotReplaceAKeyWhereAFileHasOneNameOnly() throws Exception {
        // Given
        Path file = shared.resolve("key");

        // When
        KeyFile.makeWithoutLinks(file, "first");
        KeyFile.makeWithoutLinks(file, "second");

        // Then
        assertThat(Files.readString(file)).isEqualTo("first");
    }
}
