package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is a wrong configuration, which another start does not mend, and what is not. */
class StartGuardTest {

    static Stream<RuntimeException> wrongConfigurations() {
        return Stream.of(
                new IllegalStateException("refusing to start: the master key is another one"),
                new IllegalArgumentException("clda.stop.service is longer than 5 minutes"),
                new UncheckedIOException("clda.accounts.file cannot be read: /etc/accounts", new IOException("denied")),
                new IllegalArgumentException("mp.jwt.verify.publickey is not a public key in PEM"),
                new IllegalArgumentException("OLLAMA_HOST is not a host, port or address"));
    }

    @ParameterizedTest
    @MethodSource("wrongConfigurations")
    void aSettingThatIsNamedIsToldAndEndsTheServer(RuntimeException wrong) {
        assertThat(StartGuard.refusal(new IllegalStateException("a bean cannot be made", wrong)))
                .hasValueSatisfying(told -> assertThat(told)
                        .startsWith("refusing to start: ")
                        .endsWith(wrong.getMessage().replace("refusing to start: ", "")));
    }

    static Stream<RuntimeException> otherFailures() {
        return Stream.of(
                new IllegalStateException("clda.data-dir is used by another process"),
                new UncheckedIOException(
                        "the node's name cannot be kept in data/node", new IOException("no space left")),
                new IllegalArgumentException("A text in capitals"),
                new IllegalArgumentException());
    }

    @ParameterizedTest
    @MethodSource("otherFailures")
    void whateverElseFailsMayWorkAtTheNextStart(RuntimeException other) {
        assertThat(StartGuard.refusal(other)).isEmpty();
    }

    @Test
    void theSentenceIsThatOfTheInnermostCauseThatNamesOne() {
        IllegalArgumentException wrong = new IllegalArgumentException(
                "the settings", new IllegalArgumentException("clda.node.lease is below 1 s"));

        assertThat(StartGuard.refusal(wrong)).contains("refusing to start: clda.node.lease is below 1 s");
    }

    @Test
    void anyOtherFailureIsToldWithItsCausesEachOnce() {
        RuntimeException failed = new IllegalStateException(
                "a bean cannot be made",
                new IllegalStateException("the schema cannot be read: closed", new IllegalStateException("closed")));

        assertThat(StartGuard.reason(failed))
                .isEqualTo("a bean cannot be made; caused by: the schema cannot be read: closed");
        assertThat(StartGuard.reason(new IllegalArgumentException())).isEqualTo("java.lang.IllegalArgumentException");
    }
}
