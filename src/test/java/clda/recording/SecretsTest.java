package clda.recording;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of a recording, and what is not. */
class SecretsTest {

    /** Put together, so that nobody takes the test itself for a leak. */
    private static String joined(String parts) {
        return parts.replace("~", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    my key is s~k-proj-0123456789abcdefABCDEF now | my key is [removed] now
                    Authorization: Bearer abcdefgh12345678        | Authorization: Bearer [removed]
                    e~yJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.abc-_1 | [removed]
                    token g~hp_0123456789abcdefghij0123 end       | token [removed] end
                    use A~KIAABCDEFGHIJKLMNOP please              | use [removed] please
                    postgres://clda:hunter22@db.example/x         | postgres://clda:[removed]@db.example/x
                    my password is: hunter22, ok?                 | my password is: [removed], ok?
                    the API key = "abcd-efgh"                     | the API key = "[removed]"
                    密码是：hunter22，谢谢                           | 密码是：[removed]，谢谢
                    密碼為 hunter22，謝謝                            | 密碼為 [removed]，謝謝
                    card 4111 1111 1111 1111 until 12/30          | card [removed] until 12/30
                    """)
    void whatGivesAccessIsTakenOut(String text, String clean) {
        assertThat(Secrets.removed(joined(text))).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where is order A-1001?",
                "call +49 170 1234567 tomorrow",
                "4111 1111 1111 1112 has a wrong check digit",
                "refund 25.00 of A-1002 to alice@example.com",
                "订单 A-1001 到哪了？",
                "https://example.com/a:b@c?x=1",
                "the basic idea",
                "I forgot my password",
                "no secret removed here"
            })
    void whatGivesNoneStays(String text) {
        assertThat(Secrets.removed(text)).isEqualTo(text);
    }

    @Test
    void aMemberThatIsNamedLikeASecretIsOne() throws IOException {
        JsonNode tree = Json.MAPPER.readTree(
                "{\"user\":\"alice\",\"dbPassword\":\"x\",\"list\":[{\"api_key\":\"y\",\"n\":4}],\"secrets\":2}");

        assertThat(Secrets.removed(tree))
                .hasToString("{\"user\":\"alice\",\"dbPassword\":\"[removed]\","
                        + "\"list\":[{\"api_key\":\"[removed]\",\"n\":4}],\"secrets\":2}");
    }

    @Test
    void whatWasTakenOutOnceIsNotTakenOutTwice() {
        String clean = Secrets.removed("my password is: hunter22");

        assertThat(Secrets.removed(clean)).isEqualTo(clean);
    }
}
