package clda.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code traceparent}, the ids of turns, and which traces are recorded. */
class TraceParentTest {

    private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aHeaderIsReadAndWritten() {
        TraceParent read = TraceParent.parse(HEADER).orElseThrow();

        assertThat(read).isEqualTo(new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true));
        assertThat(read).hasToString(HEADER);
        assertThat(TraceParent.parse(HEADER.replace("-01", "-00")).orElseThrow().sampled())
                .isFalse();
    }

    @Test
    void aLaterVersionMaySayMore() {
        assertThat(TraceParent.parse("01" + HEADER.substring(2) + "-more")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX: y"
            })
    void aMalformedHeaderIsIgnored(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
    }

    @Test
    void everyProcessFindsTheTraceOfATurnAgain() {
        TurnTrace derived = TurnTrace.of("c1", "t1", null);

        assertThat(derived).isEqualTo(TurnTrace.of("c1", "t1", null));
        assertThat(derived.traceId()).matches("[0-9a-f]{32}");
        assertThat(derived.first()).matches("[0-9a-f]{16}");
        assertThat(derived.traceId())
                .isNotEqualTo(TurnTrace.of("c1", "t2", null).traceId());
        assertThat(TurnTrace.of("c1", "t1", HEADER).traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(TurnTrace.of("c1", "t1", HEADER).first()).isEqualTo(derived.first());
    }

    @Test
    void theShareOfRecordedTracesIsWhatWasAskedFor() {
        Sampling tenth = new Sampling(0.1);
        long taken = java.util.stream.IntStream.range(0, 20_000)
                .filter(turn -> tenth.takes(TurnTrace.of("c", "t" + turn, null).traceId()))
                .count();

        assertThat(taken).isBetween(1_850L, 2_150L);
        assertThat(new Sampling(0).takes(TraceParent.randomTraceId())).isFalse();
        assertThat(new Sampling(1).takes("ffffffffffffffffffffffffffffffff")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(Double.NaN));
    }
}
