package clda.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordedTest {

    private enum State implements Worded {
        RUNNING,
        AWAITING_APPROVAL
    }

    private record Turn(State state) {}

    @Test
    void aConstantIsWrittenAndReadAsItsWord() throws Exception {
        String written = Json.MAPPER.writeValueAsString(new Turn(State.AWAITING_APPROVAL));

        assertThat(written).isEqualTo("{\"state\":\"awaiting_approval\"}");
        assertThat(Json.MAPPER.readValue(written, Turn.class).state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    @Test
    void aConstantThatIsAKeyIsWrittenAsItsWord() throws Exception {
        String written = Json.MAPPER.writeValueAsString(new EnumMap<>(Map.of(State.RUNNING, 1)));

        assertThat(written).isEqualTo("{\"running\":1}");
    }

    @Test
    void aConstantIsFoundByItsWordOnly() {
        assertThat(Worded.of(State.class, "awaiting_approval")).isEqualTo(State.AWAITING_APPROVAL);
        assertThatThrownBy(() -> Worded.of(State.class, "RUNNING"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("State has no \"RUNNING\"");
    }
}
