package clda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":1e999999999}",
                "{\"amount\":-1e999999999}",
                "{\"a\":[{\"b\":1E400}]}",
                "{\"amount\":1e99999999999999999999}"
            })
    void aNumberOutOfAllReasonIsInvalid(String body) {
        assertThatThrownBy(() -> JsonObject.parse(utf8(body))).isInstanceOf(JsonObject.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "null", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":", "{\"a\":NaN}"})
    void whatIsNotOneObjectIsInvalid(String body) {
        assertThatThrownBy(() -> JsonObject.parse(utf8(body))).isInstanceOf(JsonObject.Invalid.class);
    }

    @Test
    void whatIsInvalidIsNotRepeated() {
        assertThatThrownBy(() -> JsonObject.parse(utf8("{\"password\":\"secret\",}")))
                .hasMessageStartingWith("is not JSON in UTF-8: see line 1")
                .hasMessageNotContaining("secret");
    }

    @Test
    void ordinaryNumbersAreTaken() throws Exception {
        assertThat(JsonObject.parse(utf8("{\"a\":1e10,\"b\":0.001,\"c\":12345678901234567890}")))
                .hasSize(3);
    }
}
