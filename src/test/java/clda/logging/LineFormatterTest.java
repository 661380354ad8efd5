package clda.logging;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** A line of the log, whatever is put into it. */
class LineFormatterTest {

    private static final String SECRET = "canary-51fe";

    private final LineFormatter json = new LineFormatter(true);
    private final LineFormatter text = new LineFormatter(false);

    private static LogRecord entry(String message) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName("clda.dialogue.Lanes");
        entry.setInstant(Instant.parse("2026-03-02T10:00:00.123456Z"));
        return entry;
    }

    private static LogRecord entry(Throwable thrown) {
        LogRecord entry = entry("the turn failed");
        entry.setThrown(thrown);
        return entry;
    }

    private JsonNode read(LogRecord entry) {
        String line = json.format(entry);
        assertThat(line).endsWith("}\n");
        assertThat(line.substring(0, line.length() - 1))
                .as("one line, in ASCII")
                .matches("[ -~]*");
        try {
            return Json.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What both formats say of a failure, to be searched. */
    private String told(Throwable thrown) {
        return read(entry(thrown)) + text.format(entry(thrown));
    }

    @Test
    void aLineOfJsonTellsWhenWhatAndWhere() {
        json.accept(() -> Ids.of("c1", "t1", "call1").fields("node-7", "4bf92f3577b34da6a3ce929d0e0e4736"));

        JsonNode line = read(entry("turn {0} is late"));

        assertThat(line.path("time").asText()).isEqualTo("2026-03-02T10:00:00.123Z");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("clda.dialogue.Lanes");
        assertThat(line.path("node").asText()).isEqualTo("node-7");
        assertThat(line.path("conversation").asText()).isEqualTo("c1");
        assertThat(line.path("turn").asText()).isEqualTo("t1");
        assertThat(line.path("call").asText()).isEqualTo("call1");
        assertThat(line.path("trace_id").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(line.has("exception")).isFalse();
    }

    @Test
    void parametersArePutIntoTheMessage() {
        LogRecord entry = entry("turn {0} of {1} is left to another node");
        entry.setParameters(new Object[] {"t1", "c1"});

        assertThat(read(entry).path("message").asText()).isEqualTo("turn t1 of c1 is left to another node");
        assertThat(text.format(entry)).contains("WARNING clda.dialogue.Lanes: turn t1 of c1 is left to another node");
    }

    @Test
    void noCharacterBreaksALine() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            all.append((char) c);
            if (all.length() == 8_192) {
                read(entry(all.toString()));
                all.setLength(0);
            }
        }
        String awkward = "a\nb\r\nc\"d\\e\u0000f\u001b[31mg\u2028h\u202ei😀j";

        assertThat(read(entry(awkward)).path("message").asText()).isEqualTo(awkward);
        assertThat(read(entry("half \ud83d pair")).path("message").asText()).isEqualTo("half \ufffd pair");
    }

    @Test
    void nobodyCanForgeALineForPeople() {
        String forged = "hello\n2026-03-02T10:00:00.123+0000 INFO    clda.security: admin signed in\u001b[2J";

        String line = text.format(entry(forged));

        assertThat(line.lines()).hasSize(2);
        assertThat(line.lines().skip(1).findFirst().orElseThrow()).startsWith("    2026");
        assertThat(line).doesNotContain("\u001b");
    }

    @Test
    void aMessageOfAMegabyteIsCutAndSaysSo() {
        String line = json.format(entry("x".repeat(1_000_000)));

        assertThat(line).hasSizeLessThan(20_000);
        assertThat(read(entry("x".repeat(1_000_000))).path("message").asText())
                .endsWith("xxx … (983616 characters left out)");
        assertThat(text.format(entry("x".repeat(1_000_000)))).hasSizeLessThan(20_000);
        assertThat(read(entry("😀".repeat(500_000))).path("message").asText()).doesNotContain("\ufffd");
    }

    @Test
    void ofAnExceptionItsKindAndPlaceAreTold() {
        RuntimeException failure = new IllegalStateException(
                "the end of the turn cannot be stored", new ConnectException("Connection refused"));

        JsonNode line = read(entry(failure));

        assertThat(line.path("exception").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.path("stack").asText())
                .startsWith("java.lang.IllegalStateException: the end of the turn cannot be stored\n\tat clda.logging.")
                .contains("Caused by: java.net.ConnectException: Connection refused")
                .containsPattern("\\.\\.\\. \\d+ more");
    }

    @Test
    void messagesThatOthersWroteAreLeftOut() {
        assertThat(told(caught(() -> Integer.parseInt(SECRET)))).doesNotContain(SECRET);
        assertThat(told(caught(() -> URI.create("http://" + SECRET + " x")))).doesNotContain(SECRET);
        assertThat(told(caught(() -> LocalDate.parse(SECRET)))).doesNotContain(SECRET);
        assertThat(told(caught(() -> UUID.fromString(SECRET)))).doesNotContain(SECRET);
        assertThat(told(caught(() -> Json.MAPPER.readTree("{\"" + SECRET)))).doesNotContain(SECRET);
        assertThat(told(new canary.EchoingFailure(SECRET))).doesNotContain(SECRET);
        assertThat(told(new SQLException("Key (name)=(" + SECRET + ") already exists.", "23505")))
                .doesNotContain(SECRET)
                .contains("SQLSTATE 23505 (");
    }

    @Test
    void aMessageMadeOfAnothersIsLeftOutToo() {
        RuntimeException echoing = caught(() -> Integer.parseInt(SECRET));

        assertThat(told(new IllegalStateException(echoing))).doesNotContain(SECRET);
        assertThat(told(new IllegalStateException("failed: " + echoing.getMessage(), echoing)))
                .doesNotContain(SECRET)
                .contains("characters left out");
        assertThat(told(new UncheckedIOException("failed", new IOException(echoing))))
                .doesNotContain(SECRET);
        RuntimeException suppressing = new IllegalStateException("ours");
        suppressing.addSuppressed(echoing);
        assertThat(told(suppressing)).doesNotContain(SECRET).contains("ours");
    }

    /** Else the tests above could not fail. */
    @Test
    void whatCldaWroteItselfIsTold() {
        assertThat(told(new IllegalStateException(SECRET))).contains(SECRET);
    }

    @Test
    void anExceptionThatCannotBeToldDoesNotTakeItsLineAlong() {
        RuntimeException broken = new RuntimeException("x") {
            @Override
            public String getMessage() {
                throw new IllegalStateException(SECRET);
            }
        };
        RuntimeException circle = new IllegalStateException("one");
        circle.initCause(new IllegalStateException("two", circle));

        assertThat(told(broken)).contains("cannot be told").doesNotContain(SECRET);
        assertThat(told(circle)).contains("(see above)");
    }

    @Test
    void aThousandCausesAreCut() {
        Throwable failure = new IllegalStateException("first");
        for (int cause = 0; cause < 1_000; cause++) {
            failure = new IllegalStateException("next", failure);
        }

        assertThat(json.format(entry(failure))).hasSizeLessThan(200_000);
        assertThat(read(entry(failure)).path("stack").asText()).isNotEmpty();
    }

    @Test
    void aMessageWhosePlaceholdersAreBrokenIsToldAsItIs() {
        LogRecord entry = entry("broken {0");
        entry.setParameters(new Object[] {"x"});

        assertThat(read(entry).path("message").asText()).isEqualTo("broken {0");
    }

    @Test
    void anApplicationThatIsGoneTellsNoIds() {
        json.accept(() -> {
            throw new IllegalStateException("undeployed");
        });

        assertThat(read(entry("still here")).path("message").asText()).isEqualTo("still here");
        json.accept(Map::of);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static RuntimeException caught(Work work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            return e;
        } catch (Exception e) {
            return new UncheckedIOException((IOException) e);
        }
        throw new AssertionError("it did not fail");
    }
}
