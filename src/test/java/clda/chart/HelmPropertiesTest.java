package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import clda.security.limits.AtOnce;
import clda.security.limits.Door;
import clda.security.limits.Whose;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart sets and takes the properties that the documents name, and no others. */
class HelmPropertiesTest {

    private static final String DATABASE = "CLDA_DB_";
    /** What a word in angle brackets may stand for. */
    private static final Map<String, String> EXAMPLES =
            Map.of("<scope>", "person-day", "<name>", "smart", "<interface>", "rest", "<subject>", "person");

    static Stream<HelmValues> combinations() {
        return HelmCombinations.ALL.stream();
    }

    private static String example(String property) {
        String concrete = property;
        for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
            concrete = concrete.replace(example.getKey(), example.getValue());
        }
        return concrete;
    }

    private static Predicate<String> documented() {
        return Pattern.compile(String.join(
                        "|",
                        HelmProperties.documented().stream()
                                .map(property -> Pattern.quote(property).replaceAll("<[a-z]+>", "\\\\E[a-z0-9-]+\\\\Q"))
                                .toList()))
                .asMatchPredicate();
    }

    private static Predicate<String> documentedVariable() {
        return Pattern.compile(String.join(
                        "|",
                        HelmProperties.documented().stream()
                                .map(property -> HelmVariables.of(property).replaceAll("<[A-Z]+>", "[A-Z0-9_]+"))
                                .toList()))
                .asMatchPredicate();
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper()
                .readTree(HelmChart.FOLDER.resolve("values.schema.json").toFile())
                .at("/definitions/properties");
    }

    @Test
    void theDocumentsNameManyProperties() {
        assertThat(HelmProperties.documented())
                .hasSizeGreaterThan(100)
                .contains(
                        "clda.data-dir",
                        "clda.llm.api-key",
                        "clda.mail.from",
                        "mp.jwt.verify.publickey.location",
                        "clda.budget.<scope>.money",
                        "clda.llm.<name>.price.cached-input",
                        "clda.llm.rest",
                        "clda.at-once.connections.address",
                        "mp.config.profile");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void eachPropertyThatTheChartSetsIsDocumented(HelmValues values) {
        assertThat(HelmVariables.of(HelmChart.documents(values)).keySet())
                .filteredOn(variable -> !variable.startsWith(DATABASE))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(documentedVariable());
    }

    @Test
    void eachPropertyThatIsDocumentedIsOneThatTheChartKnows() throws IOException {
        JsonNode schema = schema();
        List<Pattern> patterns = new ArrayList<>();
        schema.path("patternProperties")
                .fieldNames()
                .forEachRemaining(pattern -> patterns.add(Pattern.compile(pattern)));

        assertThat(HelmProperties.documented())
                .filteredOn(property -> !property.startsWith(DATABASE))
                .extracting(HelmPropertiesTest::example)
                .allMatch(property -> schema.path("properties").has(property)
                        || patterns.stream()
                                .anyMatch(pattern -> pattern.matcher(property).find()));
    }

    @Test
    void eachPropertyThatTheChartKnowsByItsNameIsDocumented() throws IOException {
        List<String> known = new ArrayList<>();
        schema().path("properties").fieldNames().forEachRemaining(known::add);

        assertThat(known).hasSizeGreaterThan(20).allMatch(documented());
    }

    @Test
    void theChartTakesTheRatesThatTheServerReadsAndNoOthers() {
        for (Door door : Door.values()) {
            for (Whose subject : Whose.values()) {
                String property = "clda.rate." + door.word() + "." + subject.word();
                assertThat(takes(property, new TextNode("600/PT1M")))
                        .as(property)
                        .isTrue();
                assertThat(takes(property, new TextNode("unlimited")))
                        .as(property)
                        .isTrue();
                assertThat(takes(property, new TextNode("0/PT1M"))).as(property).isFalse();
            }
        }
        assertThat(List.of("clda.rate.rst.person", "clda.rate.rest.persons", "clda.rate.rest.all"))
                .noneMatch(property -> takes(property, new TextNode("600/PT1M")));
    }

    @Test
    void theChartTakesTheNumbersAtOnceThatTheServerReadsAndNoOthers() {
        for (AtOnce.Kind kind : AtOnce.Kind.values()) {
            String property = "clda.at-once." + kind.property();
            assertThat(takes(property, new IntNode(1))).as(property).isTrue();
            assertThat(takes(property, new IntNode(0))).as(property).isFalse();
            assertThat(takes(property, new TextNode("unlimited"))).as(property).isFalse();
        }
        String connections = "clda.at-once.connections.address";
        assertThat(takes(connections, new IntNode(1))).isTrue();
        assertThat(takes(connections, new IntNode(0))).isFalse();
        assertThat(takes(connections, new TextNode("unlimited"))).isTrue();
        assertThat(List.of("clda.at-once.socket.person", "clda.at-once.streams.address", "clda.at-once.bodies.each"))
                .noneMatch(property -> takes(property, new IntNode(1)));
    }

    /** Whether the chart takes the value for the property. */
    private static boolean takes(String property, JsonNode value) {
        HelmValues values = HelmValues.SMALLEST.and(property, "properties: {" + property + ": " + value + "}");
        return catchThrowable(() -> HelmChart.rendered(values)) == null;
    }

    @Test
    void itsReadmeNamesThePropertiesThatTheChartSetsItself() throws IOException {
        String checks = Files.readString(HelmChart.FOLDER.resolve("templates/_checks.tpl"));
        String readme = Files.readString(HelmChart.FOLDER.resolve("README.md"));
        Pattern property = Pattern.compile("(?:clda|mp)\\.[a-z.-]+");

        assertThat(all(property, between(readme, "| property | from |", "\n\n")))
                .containsExactlyInAnyOrderElementsOf(all(Pattern.compile("(?m)^  \"(" + property + ")\" \""), checks));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(found.groupCount()))
                .toList();
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void aPropertyThatIsNotDocumentedIsNoticed() {
        assertThat(documentedVariable())
                .accepts("CLDA_NODE_LEASE", "CLDA_LLM_SMART_BASE_URL")
                .rejects("CLDA_NODE_LEAZE");
        assertThat(documented()).accepts("clda.llm.smart.base-url").rejects("clda.llm.smart.base-uri");
    }

    @Test
    void valuesArriveAsTheyWereWritten() {
        HelmValues values = HelmValues.SMALLEST.and(
                "values",
                """
                properties:
                  clda.limits.tokens: 2000000
                  clda.budget.turn.money: 2.5
                  clda.security.seal-existing: true
                  clda.web.origins: https://a.example.com,https://b.example.com
                  clda.rate.rest.person: 600/PT1M
                  clda.events.webhook.url: https://events.example.com/$(CLDA_DB_USER)?a=b&c="d"
                secretProperties:
                  - {property: clda.events.webhook.secret, secret: clda-webhook, key: secret}
                networkPolicy: {others: [{ports: [{port: 443}]}]}
                """);

        assertThat(HelmVariables.of(HelmChart.documents(values)))
                .containsEntry("CLDA_LIMITS_TOKENS", "2000000")
                .containsEntry("CLDA_BUDGET_TURN_MONEY", "2.5")
                .containsEntry("CLDA_SECURITY_SEAL_EXISTING", "true")
                .containsEntry("CLDA_WEB_ORIGINS", "https://a.example.com,https://b.example.com")
                .containsEntry("CLDA_RATE_REST_PERSON", "600/PT1M")
                .containsEntry("CLDA_EVENTS_WEBHOOK_URL", "https://events.example.com/$(CLDA_DB_USER)?a=b&c=\"d\"");
    }
}
