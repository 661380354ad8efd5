package clda.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.meaning.Listener.Reply;
import clda.nlu.SimplifiedCharacters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** People in Hong Kong and Taiwan are understood as those are who write simplified characters, and what they say stays as they wrote it. */
class TraditionalCharactersTest {

    /**
     * A row of the table.
     *
     * @param does the calls that it leads to; "-" if none
     */
    private record Row(String written, String simplified, String does) {}

    static Stream<Row> sentences() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/meaning/traditional.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" \\| "))
                .map(row -> new Row(row[0], row[1], row[2]));
    }

    private static String calls(Reply reply) {
        return reply.calls().isEmpty()
                ? "-"
                : reply.calls().stream()
                        .map(call -> call.tool() + " " + call.arguments())
                        .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void aSentenceDoesWhatItSaysWithItsTextsAsTheyWereWritten(Row row) {
        assertThat(calls(Listener.hears(row.written()))).isEqualTo(row.does());
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void inSimplifiedCharactersTheSameIsDone(Row row) {
        Reply written = Listener.hears(row.written());
        Reply simplified = Listener.hears(row.simplified());

        assertThat(written.intent().intent()).isEqualTo(simplified.intent().intent());
        assertThat(SimplifiedCharacters.of(calls(written))).isEqualTo(calls(simplified));
        assertThat(SimplifiedCharacters.of(written.text())).isEqualTo(simplified.text());
        assertThat(SimplifiedCharacters.of(written.frames().toString()))
                .isEqualTo(simplified.frames().toString());
    }

    @Test
    void theTableHoldsSentencesOfAllSkills() throws IOException {
        List<String> done = sentences().map(Row::does).toList();

        assertThat(done).hasSizeGreaterThan(80);
        assertThat(Listener.BY_INTENT.values())
                .allSatisfy(skill -> assertThat(done).anyMatch(does -> does.contains(skill.tool() + " ")));
    }

    private static DialogueState asked(String intent, String missing) {
        return new DialogueState(List.of(new Frame(intent, KNOWN.get(intent), List.of(missing))), Map.of(), null, null);
    }

    private static final Map<String, Map<String, SlotValue>> KNOWN = Map.of(
            "refund_order", Map.of("orderNumber", new SlotValue("A-1003", "A-1003")),
            "send_email", Map.of("to", new SlotValue("bob@example.com", "bob@example.com")),
            "create_ticket", Map.of(),
            "remind", Map.of("what", new SlotValue("關帳", "關帳")),
            "remember", Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    refund_order  | amount | 十二塊五                 | "amount":12.5
                    refund_order  | amount | 一百二十元               | "amount":120
                    refund_order  | amount | 五塊錢                   | "amount":5
                    refund_order  | amount | 退兩萬                   | "amount":20000
                    refund_order  | amount | 三美元，謝謝             | "amount":3
                    send_email    | body   | 請把對帳單寄給我         | "body":"請把對帳單寄給我。"
                    create_ticket | title  | 會議室的燈壞了           | "title":"會議室的燈壞了"
                    remind        | at     | 後天下午三點             | "what":"關帳","at":"2026-11-26T15:00"
                    remind        | at     | 下個月一號早上九點       | "what":"關帳","at":"2026-12-01T09:00"
                    remember      | what   | 我對花生過敏             | "what":"我對花生過敏"
                    """)
    void anAnswerIsTakenAsItWasWritten(String intent, String missing, String answer, String argument) {
        assertThat(calls(Listener.hears(Listener.OFFLINE, answer, asked(intent, missing))))
                .contains(argument);
    }

    @ParameterizedTest
    @CsvSource({"好的", "沒錯", "確認", "對的，沒錯", "是的，請繼續"})
    void aYesToAQuestionIsOne(String answer) {
        Reply asks = Listener.hears("給訂單 A-1003 退款 500 元，噗嚕噗嚕");

        Reply reply = Listener.hears(Listener.OFFLINE, answer, new DialogueState(asks.frames(), Map.of(), null, null));

        assertThat(asks.calls()).isEmpty();
        assertThat(asks.text()).contains("噗嚕噗嚕");
        assertThat(reply.calls()).singleElement().matches(call -> call.tool().equals("refund_order"));
    }

    @ParameterizedTest
    @CsvSource({"不要", "別退了", "算了，謝謝", "不用了，謝謝", "取消", "先別退", "不對"})
    void aNoToAQuestionIsOne(String answer) {
        Reply asks = Listener.hears("給訂單 A-1003 退款 500 元，噗嚕噗嚕");

        Reply reply = Listener.hears(Listener.OFFLINE, answer, new DialogueState(asks.frames(), Map.of(), null, null));

        assertThat(reply.calls()).isEmpty();
        assertThat(reply.frames()).isEmpty();
    }

    @Test
    void whatIsNotClearIsQuotedAsItWasWritten() {
        Reply reply = Listener.hears("如果訂單 A-1003 沒出貨，就退款 5 元");

        assertThat(reply.text()).contains("我不确定").contains("沒出貨");
    }
}
