package clda.web.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.Decision;
import clda.json.Json;
import clda.web.JsonObject;
import clda.web.wire.WireReader.Unreadable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients send becomes a record, or a sentence that says what is wrong with it. */
class WireReaderTest {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e300",
            "123456789012345678901234567890",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"1\"",
            "\"true\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "[]",
            "[null]",
            "[[]]",
            "[\"x\"]",
            "[\"x\",7]",
            "{}",
            "{\"@class\":\"java.lang.Runtime\"}",
            "{\"a\":{\"a\":{\"a\":[{\"a\":null}]}}}");

    private static ObjectNode json(String text) {
        try {
            return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonObject.Invalid e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Every record of the wire, whether it is meant to be sent by clients or not. */
    static Stream<Class<? extends Body>> records() {
        return new ClassFileImporter()
                .importPackagesOf(Body.class).stream()
                        .filter(each -> each.isAssignableTo(Body.class) && each.isRecord())
                        .map(JavaClass::reflect)
                        .map(each -> each.<Body>asSubclass(Body.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void whateverIsSentIsReadOrRefusedInASentence(Class<? extends Body> type) {
        for (RecordComponent member : type.getRecordComponents()) {
            for (String value : VALUES) {
                ObjectNode sent = json("{\"" + member.getName() + "\":" + value + ",\"other\":" + value + "}");
                try {
                    assertThat(WireReader.read(sent, type)).isNotNull();
                } catch (Unreadable e) {
                    assertThat(e.detail()).matches("(\"\\w+\" |The ).*\\.").doesNotContain("java");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                       | "text" is missing.
                    {"text":null}                            | "text" is missing.
                    {"text":7}                               | "text" must be a string.
                    {"text":true}                            | "text" must be a string.
                    {"text":["x"]}                           | "text" must be a string.
                    {"text":{}}                              | "text" must be a string.
                    {"text":"x","images":"none"}             | "images" must be an array of strings.
                    {"text":"x","images":""}                 | "images" must be an array of strings.
                    {"text":"x","images":{}}                 | "images" must be an array of strings.
                    {"text":"x","images":[7]}                | "images" must be an array of strings.
                    {"text":"x","images":[null]}             | "images" must be an array of strings.
                    {"text":"x","clientMessageId":5}         | "clientMessageId" must be a string.
                    """)
    void whatIsSaidHasItsTypes(String sent, String detail) {
        assertThatThrownBy(() -> WireReader.read(json(sent), SayRequest.class))
                .isInstanceOf(Unreadable.class)
                .hasMessage(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"hash":"0"}                                            | "decision" is missing.
                    {"decision":"approve"}                                  | "hash" is missing.
                    {"decision":"perhaps","hash":"0"}                       | "decision" must be approve or deny.
                    {"decision":"","hash":"0"}                              | "decision" must be approve or deny.
                    {"decision":0,"hash":"0"}                               | "decision" must be approve or deny.
                    {"decision":"deny","hash":"0","arguments":[]}           | "arguments" must be a JSON object.
                    {"decision":"deny","hash":"0","arguments":""}           | "arguments" must be a JSON object.
                    {"decision":"deny","hash":"0","remember":"yes"}         | "remember" must be true or false.
                    {"decision":"deny","hash":"0","remember":1}             | "remember" must be true or false.
                    {"decision":"deny","hash":"0","remember":""}            | "remember" must be true or false.
                    """)
    void aDecisionHasItsTypes(String sent, String detail) {
        assertThatThrownBy(() -> WireReader.read(json(sent), DecisionRequest.class))
                .isInstanceOf(Unreadable.class)
                .hasMessage(detail);
    }

    @ParameterizedTest
    @CsvSource({"1.5", "1.0", "'\"1\"'", "true", "99999999999999999999", "[]", "'\"\"'"})
    void aNumberOfAnEventIsWhole(String sent) {
        assertThatThrownBy(() -> WireReader.read(json("{\"upTo\":" + sent + "}"), ReadUpTo.class))
                .isInstanceOf(Unreadable.class)
                .hasMessage("\"upTo\" must be a whole number.");
    }

    @Test
    void nullIsAbsentAndUnknownMembersAreIgnored() throws Unreadable {
        DecisionRequest read = WireReader.read(
                json(
                        "{\"decision\":\"deny\",\"hash\":\"0\",\"reason\":null,\"arguments\":null,\"remember\":null,\"x\":{}}"),
                DecisionRequest.class);

        assertThat(read).isEqualTo(new DecisionRequest(Decision.DENY, "0", null, null, null));
    }

    @Test
    void aModelThatIsNullIsNotOneThatIsAbsent() throws Unreadable {
        JsonNode absent = WireReader.read(json("{\"title\":\"x\"}"), ConversationChange.class)
                .model();
        JsonNode usual = WireReader.read(json("{\"model\":null}"), ConversationChange.class)
                .model();

        assertThat(absent).isNull();
        assertThat(usual).isEqualTo(Json.MAPPER.nullNode());
    }

    @Test
    void argumentsKeepTheirNumbersAsTheyWereWritten() throws Unreadable {
        DecisionRequest read = WireReader.read(
                json("{\"decision\":\"approve\",\"hash\":\"0\",\"arguments\":{\"amount\":120.50}}"),
                DecisionRequest.class);

        assertThat(String.valueOf(read.arguments())).isEqualTo("{\"amount\":120.50}");
    }
}
