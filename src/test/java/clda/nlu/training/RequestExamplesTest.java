package clda.nlu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestExamplesTest {

    @Test
    void framesAreFilledWithRequests() {
        RequestExamples examples = RequestExamples.read(
                "requests.yml",
                """
                asks: ['could you {do}']
                tells: ['who {did}?', 'stop {doing}']
                acts: [{act: 'close it now', do: 'close it', did: 'closed it', doing: 'closing it'}]
                """);

        assertThat(examples.asking()).contains("close it now", "could you close it");
        assertThat(examples.telling()).contains("who closed it?", "stop closing it");
    }

    @Test
    void aListThatIsMissingIsNamed() {
        assertThatThrownBy(() -> RequestExamples.read("requests.yml", "asks: []\ntells: []\n"))
                .isInstanceOf(TrainingError.class)
                .hasMessageContaining("acts is missing");
    }

    @Test
    void theFilesThatComeWithTheServerAreRead() {
        RequestExamples examples = BuiltInData.requests();

        assertThat(examples.asking()).hasSizeGreaterThan(2_000);
        assertThat(examples.telling()).hasSizeGreaterThan(5_000);
    }
}
