package clda.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongAnswerTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void anAnswerThatIsThereSoonIsAllThatIsSent() throws IOException {
        new LongAnswer(Duration.ofHours(1), beat -> {
                    beat.run();
                    return Json.MAPPER.createObjectNode().put("done", true);
                })
                .write(sent);

        assertThat(sent).hasToString("{\"done\":true}");
    }

    @Test
    void whileItTakesItsTimeTheConnectionIsKeptOpenAndTheAnswerIsStillJson() throws IOException {
        new LongAnswer(Duration.ZERO, beat -> {
                    beat.run();
                    assertThat(sent).hasToString(" ");
                    beat.run();
                    return Json.MAPPER.createObjectNode().put("done", true);
                })
                .write(sent);

        assertThat(sent).hasToString("  {\"done\":true}");
        assertThat(Json.MAPPER.readTree(sent.toByteArray()).path("done").booleanValue())
                .isTrue();
    }

    @Test
    void whoHasGoneIsWorkedForNoLonger() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> new LongAnswer(Duration.ZERO, beat -> {
                            beat.run();
                            throw new AssertionError("still at work");
                        })
                        .write(gone))
                .isInstanceOf(IOException.class);
    }
}
