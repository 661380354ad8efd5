package clda.nlu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.demo.DemoSkills;
import clda.nlu.training.Utterance.Entity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingYamlTest {

    private static TrainingData read(String... lines) {
        return TrainingYaml.read("data.yml", String.join("\n", lines));
    }

    @Test
    void intentsWithTheirExamplesAreRead() {
        TrainingData data = read(
                "version: \"3.1\"",
                "nlu:",
                "- intent: greet",
                "  examples: |",
                "    - hello",
                "    - 你好",
                "- intent: bye",
                "  examples:",
                "  - text: see you",
                "    metadata: {sentiment: neutral}",
                "  - until tomorrow");

        assertThat(data.utterances())
                .containsExactly(
                        new Utterance("hello", "greet", List.of()),
                        new Utterance("你好", "greet", List.of()),
                        new Utterance("see you", "bye", List.of()),
                        new Utterance("until tomorrow", "bye", List.of()));
    }

    @Test
    void entitiesAreReadInAllTheirSpellings() {
        TrainingData data = read(
                "nlu:",
                "- intent: travel",
                "  examples: |",
                "    - from [Berlin]{\"entity\": \"city\", \"role\": \"from\", \"group\": \"1\"} to [NYC](city:New York) on [Monday](day)");

        Utterance utterance = data.utterances().getFirst();
        assertThat(utterance.text()).isEqualTo("from Berlin to NYC on Monday");
        assertThat(utterance.entities())
                .containsExactly(
                        new Entity(5, 11, "city", "Berlin", "from", "1"),
                        new Entity(15, 18, "city", "New York", null, null),
                        new Entity(22, 28, "day", "Monday", null, null));
        assertThat(data.synonyms()).isEqualTo(Map.of("NYC", "New York"));
    }

    @Test
    void synonymsPatternsAndLookupsAreRead() {
        TrainingData data = read(
                "nlu:",
                "- synonym: New York",
                "  examples: |",
                "    - NYC",
                "    - the big apple",
                "- regex: orderNumber",
                "  examples: |",
                "    - [A-Z]-\\d{4}",
                "- lookup: region",
                "  examples: |",
                "    - north",
                "    - 华北");

        assertThat(data.synonyms()).isEqualTo(Map.of("NYC", "New York", "the big apple", "New York"));
        assertThat(data.patterns()).isEqualTo(Map.of("orderNumber", List.of("[A-Z]-\\d{4}")));
        assertThat(data.lookups()).isEqualTo(Map.of("region", List.of("north", "华北")));
    }

    @Test
    void storiesAndDomainsArePassedOver() {
        assertThat(read("version: \"3.1\"", "stories: []", "responses: {}", "nlu: []"))
                .isEqualTo(TrainingData.NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    nlu: 5                                               ~ 1 ~ is not a list
                    nlu:;- 5                                             ~ 2 ~ is not a mapping
                    nlu:;- intent: x                                     ~ 2 ~ has no "examples"
                    nlu:;- feeling: x                                    ~ 2 ~ intent, synonym, regex or lookup
                    nlu:;- intent: x;  examples: |;    - one;    two     ~ 5 ~ begins with a dash
                    nlu:;- intent: x;  examples: |;    - one;    -       ~ 5 ~ is empty
                    nlu:;- intent: x;  examples: |;    - [a]{"b":1}      ~ 4 ~ names no "entity"
                    nlu:;- intent: x;  examples: |;    - [a]{b}          ~ 4 ~ is not JSON
                    nlu:;- regex: x;  examples: |;    - (                ~ 4 ~ no regular expression
                    nlu: [;- intent                                      ~ 2 ~ expected
                    weather: sunny                                       ~ 1 ~ is not a key of training data
                    nlu:;- intent: x;  intent: y                         ~ 3 ~ twice
                    """)
    void whatIsWrongIsNamedWithItsLine(String content, int line, String words) {
        assertThatThrownBy(() -> TrainingYaml.read("data.yml", content.replace(";", "\n")))
                .isInstanceOf(TrainingError.class)
                .hasMessageStartingWith("data.yml:" + line + ": ")
                .hasMessageContaining(words);
    }

    @Test
    @Timeout(5)
    void aBombOfAnchorsIsRefused() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + List.of("b", "c", "d", "e", "f", "g", "h", "i").stream()
                        .map(name -> {
                            String before = String.valueOf((char) (name.charAt(0) - 1));
                            return name + ": &" + name + " [" + ("*" + before + ",").repeat(9) + "]\n";
                        })
                        .collect(Collectors.joining());

        assertThatThrownBy(() -> TrainingYaml.read("data.yml", bomb)).isInstanceOf(TrainingError.class);
    }

    @Test
    @Timeout(5)
    void whatIsTooLargeOrTooDeepIsRefused() {
        assertThatThrownBy(() -> TrainingYaml.read("data.yml", "#" + "x".repeat(5_000_001)))
                .isInstanceOf(TrainingError.class);
        assertThatThrownBy(() -> TrainingYaml.read("data.yml", "[".repeat(100_000)))
                .isInstanceOf(TrainingError.class);
        assertThatThrownBy(() -> read("nlu:", "- intent: x", "  examples: |", "    - " + "y".repeat(2_001)))
                .isInstanceOf(TrainingError.class)
                .hasMessageStartingWith("data.yml:4: ");
    }

    @Test
    void theBuiltInDataHasThirtyExamplesOfEachIntentInEachLanguage() {
        Map<String, Long> counts = BuiltInData.talk().and(DemoSkills.examples()).utterances().stream()
                .collect(Collectors.groupingBy(Utterance::intent, Collectors.counting()));

        assertThat(counts)
                .hasSize(18)
                .allSatisfy((intent, count) -> assertThat(count).as(intent).isGreaterThanOrEqualTo(60));
    }
}
