package clda.tools;

import static org.assertj.core.api.Assertions.assertThat;

import clda.effects.EffectClass;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model writes as arguments is taken as it is or refused with a reason. */
class CallArgumentsTest {

    private final ArgumentCheck check = new ArgumentCheck();

    private static ToolDefinition payment() throws Exception {
        ObjectNode schema = (ObjectNode)
                Json.MAPPER.readTree(
                        """
                {"type":"object","additionalProperties":false,"required":["amount"],"properties":{
                 "amount":{"type":"number"},"count":{"type":"integer"},"note":{"type":"string"},
                 "parts":{"type":"array","items":{"type":"number"}}}}""");
        return new ToolDefinition(
                "pay",
                "Pays.",
                EffectClass.KEYED,
                schema,
                ApprovalRule.NEVER,
                Set.of(),
                Duration.ofSeconds(1),
                Recovery.DEFAULT,
                Traits.NONE);
    }

    private JsonNode taken(String written) throws Exception {
        return CallArguments.fitted(payment(), CallArguments.read(written));
    }

    private List<String> problems(String written) throws Exception {
        return check.problems(payment(), taken(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":\"3\"} | {\"amount\":3}",
                "{\"amount\":\"-3.50\"} | {\"amount\":-3.50}",
                "{\"amount\":1,\"count\":\"20\"} | {\"amount\":1,\"count\":20}",
                "{\"amount\":10.10} | {\"amount\":10.10}",
                "{\"amount\":0.1234567890123456789012345} | {\"amount\":0.1234567890123456789012345}",
                "{\"amount\":1,\"note\":\"3\"} | {\"amount\":1,\"note\":\"3\"}",
                "{\"amount\":1,\"parts\":[\"1\",2.50]} | {\"amount\":1,\"parts\":[1,2.50]}"
            })
    void aTextThatIsTheNumberIsTakenAndNothingElseIsChanged(String written, String taken) throws Exception {
        assertThat(problems(written)).isEmpty();
        assertThat(taken(written)).hasToString(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1,000\"",
                "\"1.234,50\"",
                "\"$3\"",
                "\"5 USD\"",
                "\"one\"",
                "\" 3\"",
                "\"3 \"",
                "\"+3\"",
                "\"03\"",
                "\".5\"",
                "\"5.\"",
                "\"1e3\"",
                "\"0x10\"",
                "\"３\"",
                "\"三\"",
                "\"NaN\"",
                "\"\"",
                "null",
                "true",
                "[3]",
                "{\"value\":3}",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "\"1e999999999\""
            })
    void anythingElseIsRefused(String amount) throws Exception {
        assertThat(problems("{\"amount\":" + amount + "}"))
                .singleElement()
                .asString()
                .contains("amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":3}{\"amount\":4}",
                "{\"amount\":3} and that is all",
                "Here it is: {\"amount\":3}",
                "{\"amount\":3,\"amount\":4}",
                "{\"amount\":3",
                "{\"amount\":3,}",
                "{'amount':3}",
                "{\"amount\":NaN}",
                "[{\"amount\":3}]",
                "3",
                "null",
                "\"{}\""
            })
    void whatIsNotExactlyOneObjectStaysTheTextThatItWas(String written) throws Exception {
        assertThat(taken(written).textValue()).isEqualTo(written);
        assertThat(problems(written)).singleElement().asString().contains("object");
    }

    @Test
    void aMemberThatIsThereTwiceIsNamed() throws Exception {
        assertThat(problems("{\"amount\":3,\"amount\":4}").getFirst()).contains("Duplicate", "amount");
    }

    @Test
    void noTextAtAllAreNoArguments() {
        assertThat(CallArguments.read(" ")).hasToString("{}");
    }

    @Test
    void aNumberIsStoredAsItWasWritten() throws Exception {
        JsonNode arguments = CallArguments.read("{\"amount\":100.000000000000000001}");

        assertThat(Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(arguments)))
                .isEqualTo(arguments);
    }
}
