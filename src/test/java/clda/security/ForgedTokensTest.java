package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.demo.DemoAccounts;
import clda.kit.ForgedTokens;
import clda.kit.ForgedTokens.Forged;
import clda.kit.memory.MemoryRevocations;
import clda.security.jwt.Tokens;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forged tokens speak for nobody. */
class ForgedTokensTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Caller ALICE = new Caller("alice", "default", Set.of(Role.USER));

    @TempDir
    static Path keys;

    private static Tokens tokens;
    private static String genuine;
    private static List<Forged> forged;

    private final Standing standing = new Standing(
            new AccountDirectory(new DemoAccounts()),
            new MemoryRevocations(CLOCK),
            CLOCK,
            Thread.ofPlatform().factory());

    @BeforeAll
    static void forge() throws Exception {
        tokens = Tokens.local(keys.resolve("k.json"), "https://clda.local", Duration.ofHours(1), CLOCK);
        genuine = tokens.issue(ALICE, "demo").token();
        forged = ForgedTokens.all(RSAKey.parse(Files.readString(keys.resolve("k.json"))), genuine, NOW);
    }

    static List<Forged> forged() {
        return forged;
    }

    @Test
    void theGenuineOneSpeaksForItsHolder() {
        assertThat(tokens.verify(genuine).flatMap(standing::of)).contains(ALICE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void aForgedOneSpeaksForNobody(Forged token) {
        assertThat(tokens.verify(token.token()).flatMap(standing::of)).isEmpty();
    }

    @Test
    void thereAreManyKindsAndNoneIsTheGenuineOne() {
        assertThat(forged).extracting(Forged::kind).doesNotHaveDuplicates().hasSizeGreaterThan(150);
        assertThat(forged).extracting(Forged::token).doesNotHaveDuplicates().doesNotContain(genuine);
    }
}
