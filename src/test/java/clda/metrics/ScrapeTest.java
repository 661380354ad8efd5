package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus is given, and the token with which it asks. */
class ScrapeTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final Scrape scrape = new Scrape();

    @AfterEach
    void close() {
        scrape.close();
    }

    private String text(String accept) {
        return new String(scrape.answer(accept).body(), StandardCharsets.UTF_8);
    }

    private ScrapeToken token(String written) throws IOException {
        return ScrapeToken.in(Files.writeString(folder.resolve("token"), written), "clda.metrics.token-file");
    }

    @Test
    void whoAsksForNothingElseGetsTheTextFormat() {
        Buckets.ANSWER
                .timer("clda.turn.answer", "help")
                .register(scrape.registry())
                .record(Duration.ofSeconds(2));

        for (String accept : new String[] {null, "*/*", "text/plain", "text/html,*/*;q=0.1"}) {
            assertThat(scrape.answer(accept).type()).startsWith("text/plain; version=0.0.4");
        }
        assertThat(text(null))
                .contains("# TYPE clda_turn_answer_seconds histogram")
                .contains("clda_turn_answer_seconds_bucket{le=\"1.0\"} 0\n")
                .contains("clda_turn_answer_seconds_bucket{le=\"2.0\"} 1\n")
                .contains("clda_turn_answer_seconds_count 1\n");
    }

    @Test
    void prometheusItselfGetsOpenMetrics() {
        String accept = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

        assertThat(scrape.answer(accept).type()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(text(accept)).endsWith("# EOF\n");
    }

    @Test
    void theProcessTellsItsVersionAndHowItIs() {
        try (ProcessMeters ignored = new ProcessMeters(scrape.registry(), "1.2.3")) {
            assertThat(text(null))
                    .contains("clda_build_info{version=\"1.2.3\"} 1")
                    .contains("jvm_memory_used_bytes{area=\"heap\"")
                    .contains("jvm_threads_live_threads ")
                    .contains("process_cpu_usage ")
                    .contains("process_files_open_files ")
                    .contains("process_uptime_seconds ");
        }
    }

    @Test
    void onlyTheWholeTokenIsTheToken() throws IOException {
        ScrapeToken token = token(TOKEN + "\n");

        assertThat(token.isIn("Bearer " + TOKEN)).isTrue();
        assertThat(token.isIn("bearer " + TOKEN + " ")).isTrue();
        assertThat(token.isIn("Bearer " + TOKEN.substring(1))).isFalse();
        assertThat(token.isIn("Bearer " + TOKEN + "0")).isFalse();
        assertThat(token.isIn(TOKEN)).isFalse();
        assertThat(token.isIn("Basic " + TOKEN)).isFalse();
        assertThat(token.isIn("Bearer ")).isFalse();
        assertThat(token.isIn(null)).isFalse();
        assertThat(token.toString()).doesNotContain(TOKEN);
    }

    @Test
    void withoutATokenNothingIsIt() {
        assertThat(ScrapeToken.NONE.isIn("Bearer ")).isFalse();
        assertThat(ScrapeToken.NONE.isIn("Bearer null")).isFalse();
        assertThat(ScrapeToken.NONE.isIn(null)).isFalse();
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefusedWithoutSayingIt() {
        for (String written : new String[] {"", "\n", "secret-but-short", TOKEN + " " + TOKEN}) {
            assertThatThrownBy(() -> token(written))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("clda.metrics.token-file: ")
                    .message()
                    .doesNotContain("secret-but-short", TOKEN);
        }
        assertThatThrownBy(() -> ScrapeToken.in(folder.resolve("none"), "clda.metrics.token-file"))
                .hasMessage("clda.metrics.token-file: " + folder.resolve("none") + " cannot be read");
    }
}
