package clda.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces that hold nothing but text, read with one parser. */
class PlainTextTest {

    private final PlainText plain = new PlainText(PlainTextTest::onlyText);

    private static @Nullable String onlyText(JsonParser members) throws IOException {
        String text = null;
        while (members.nextToken() == JsonToken.FIELD_NAME) {
            boolean says = members.currentName().equals("text");
            members.nextToken();
            if (!says || text != null) {
                return null;
            }
            text = members.getText();
        }
        return text;
    }

    private @Nullable String in(String piece) {
        byte[] bytes = ("before" + piece + "after").getBytes(StandardCharsets.UTF_8);
        return plain.in(bytes, 6, bytes.length - 11);
    }

    @Test
    void oneTextAfterTheOther() {
        assertThat(in("{\"text\":\"one\"}")).isEqualTo("one");
        assertThat(in(" {\"text\":\"zwei \\u4e8c 二 \\ud83d\\ude00\"} ")).isEqualTo("zwei 二 二 😀");
        assertThat(in("{\"text\":\"\"}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"cut",
                "{\"text\":\"cut\"",
                "{\"text\":\"x\"} {\"text\":\"y\"}",
                "{\"text\":\"x\"},",
                "{\"text\":\"x\"}]",
                "{\"text\":\"x\",\"more\":[1,{\"a\":2}]}",
                "{\"text\":\"x\",\"text\":\"y\"}",
                "{\"text\":\"\\ud83d\\x\"}",
                "{text:1}",
                "[]",
                "7",
                "",
                "\"text\""
            })
    void whatIsMoreOrLessThanThatIsNotAndTheNextPieceIsReadAllTheSame(String piece) {
        assertThat(in("{\"text\":\"before\"}")).isEqualTo("before");

        assertThat(in(piece)).isNull();

        assertThat(in("{\"text\":\"next\"}")).isEqualTo("next");
    }
}
