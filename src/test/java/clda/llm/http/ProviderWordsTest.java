package clda.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelRequest;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of a provider's words: all that helps to mend it, nothing of what people said, no key. */
class ProviderWordsTest {

    private static final String PERSON =
            "Dear Dr. Müller-Lüdenscheidt, my IBAN is DE89370400440532013000, call 0171 5558822. 我的身份证号码是十一位，住在朝阳区。";

    private static String told(String said) {
        return told(said, PERSON);
    }

    private static String told(String said, String person) {
        ModelRequest request = new ModelRequest(
                List.of(
                        new SystemMessage("You are an assistant. Use the tools."),
                        new SystemMessage("Remembered: allergic to penicillin"),
                        new UserMessage(person),
                        new AssistantMessage(
                                "",
                                List.of(new PastCall(
                                        "c1",
                                        "send_email",
                                        Json.MAPPER.createObjectNode().put("to", "bob@example.com")))),
                        new ToolMessage(
                                "c1",
                                "send_email",
                                Json.MAPPER.createObjectNode().put("room", "Karlsbad"))),
                List.of());
        return new ProviderWords(ProviderWords.sent(request), "gpt-4o-mini-2024-07-18", List.of("sk-proj-geheim"))
                .clean(said);
    }

    @Test
    void whatHelpsToMendItIsTold() {
        assertThat(told("The model `gpt-4o-mini-2024-07-18` does not exist or you do not have access to it."))
                .isEqualTo("The model `gpt-4o-mini-2024-07-18` does not exist or you do not have access to it.");
        assertThat(told("Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9."))
                .contains("Tool call id was", "but must be", "with a length of");
        assertThat(told("余额不足或无可用资源包,请充值。")).contains("余额不足", "请充值");
    }

    @Test
    void keysAreNot() {
        assertThat(told("Incorrect API key provided: sk-abc1************xyz9. Find it at https://example.com/keys?k=1"))
                .contains("Incorrect API key provided")
                .doesNotContain("sk-", "xyz9");
        assertThat(told("bad key sk-proj-geheim")).doesNotContain("geheim");
        assertThat(told("org org_01hsjxygceejnvjd05wgz483z2 denied")).doesNotContain("org_01");
    }

    @Test
    void whatPeopleSaidIsNotHoweverItIsWritten() {
        String escaped = "\\u6211\\u7684\\u8eab\\u4efd\\u8bc1";
        for (String echo : List.of(
                PERSON,
                PERSON.toUpperCase(Locale.ROOT),
                "'Müller-Lüdenscheidt'",
                "DE89370400440532013000",
                "\"0171 5558822\"",
                "{\"content\":\"Dear Dr. Müll",
                "allergic to penicillin",
                "{\\\"to\\\":\\\"bob@example.com\\\"}",
                "room=Karlsbad.",
                escaped,
                "身份证号码")) {
            assertThat(told("Invalid content: " + echo + " is not valid"))
                    .as(echo)
                    .contains("Invalid content", "is not valid")
                    .doesNotContainIgnoringCase("Müll")
                    .doesNotContainIgnoringCase("denscheidt")
                    .doesNotContain("DE89", "5558822", "penicillin", "allergic", "bob", "Karlsbad", "身份", "朝阳", "我的");
        }
    }

    @Test
    void ofTextsThatRepeatTheRequestAtRandomNoWordIsLeft() {
        Random random = new Random(7);
        String[] names = {"Ananda", "Hvalfjörður", "Quetzal", "Żółkiewski", "Nakamura", "Brontë", "O'Hara", "Ngũgĩ"};
        for (int i = 0; i < 500; i++) {
            String secret = names[random.nextInt(names.length)] + random.nextInt(100_000);
            String person = "My word is " + secret + " and nobody may know it";
            int from = random.nextInt(5);
            int to = person.length() - random.nextInt(25);
            String told =
                    told("Unexpected value: " + person.substring(from, to) + (i % 2 == 0 ? "..." : "' at 3"), person);

            assertThat(told).doesNotContain(secret.substring(0, 4));
        }
    }

    @Test
    void itIsShortAndOneLine() {
        String told = told("invalid request ".repeat(500) + "\r\n\u202Eend");

        assertThat(told).hasSizeLessThan(330).doesNotContain("\n", "\u202E");
    }

    @Test
    void nothingIsNothing() {
        assertThat(told("")).isNull();
        assertThat(told("Müller-Lüdenscheidt")).isNull();
    }
}
