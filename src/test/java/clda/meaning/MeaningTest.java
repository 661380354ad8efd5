package clda.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.ModelResponder;
import clda.agent.Responder;
import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.meaning.Listener.Reply;
import clda.skills.GuidedResponder;
import clda.skills.GuidedResponder.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what was meant is done, with the values that were said. */
class MeaningTest {

    /** Each so many-th sentence, so that the ordinary build stays short; the report counts all. */
    private static final int SAMPLE = 40;

    /** The same for the many more that are made from what strangers wrote. */
    private static final int STRANGERS_SAMPLE = 200;

    @ParameterizedTest
    @CsvSource({"dev,en", "dev,zh"})
    void nothingIsDoneThatWasNotMeantAndNoValueIsAnother(String half, String language) {
        MeaningReport report = MeaningReport.of(Phrases.of(half, language), SAMPLE);

        assertThat(report.examples(Verdict.NOT_MEANT)).isEmpty();
        assertThat(report.examples(Verdict.WRONG_VALUE)).isEmpty();
    }

    /** People who had never seen the assistant, and wrote as differently as they could. */
    @ParameterizedTest
    @CsvSource({"second,en", "second,zh", "third,en", "third,zh"})
    void ofWhatStrangersWriteNextToNothingIsDoneThatWasNotMeant(String half, String language) {
        MeaningReport report = MeaningReport.of(Phrases.of(half, language), STRANGERS_SAMPLE);

        assertThat(report.count(Verdict.NOT_MEANT) + report.count(Verdict.WRONG_VALUE))
                .as("%s %s", report.examples(Verdict.NOT_MEANT), report.examples(Verdict.WRONG_VALUE))
                .isLessThanOrEqualTo(report.sentences() / 150);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do not refund order A-1003, 5 dollars",
                "why did you refund 5 dollars for A-1003?",
                "if A-1003 has not shipped, refund 5 dollars",
                "请不要给 A-1003 退款 5 元",
                "don't open a ticket: the printer is broken",
                "I was told that you refund 5 dollars for A-1003",
                "you refunded 5 dollars for A-1003",
                "my friend wrote \"refund A-1003 5 dollars\"",
                "refund 5 dollars for A-1003 tomorrow",
                "should I refund 5 dollars for A-1003?",
                "如果 A-1003 没发货，就退款 5 元",
                "为什么给 A-1003 退款 5 元？",
                "email bob@example.com that lunch is at 1, no wait, don't",
                "open a ticket: the printer is broken, never mind",
                "every Monday at 8 don't show the sales",
                "open a ticket titled \"no power in lane 3\". eh, drop it",
                "创建工单，标题：打印机卡纸（作废）",
                "bob@example.com给我发邮件说要退款 30 块",
                "给 bob@example.com 发个邮件，内容我待会儿告诉你",
                "remember to breathe, everyone"
            })
    void whatIsNotAskedForNowIsNotDone(String said) {
        assertThat(Listener.hears(said).calls()).as(said).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    not A-1001, check A-1004       | A-1004
                    where is A-1004, not A-1001?   | A-1004
                    where is A-1001, no, A-1004    | A-1004
                    不是 A-1001，查一下订单 A-1004   | A-1004
                    """)
    void whatIsLookedUpIsWhatWasMeant(String said, String order) {
        assertThat(Listener.hears(said).calls()).singleElement().satisfies(call -> assertThat(
                        call.arguments().path("orderNumber").asText())
                .isEqualTo(order));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    forget number 3, sorry, number 4       | 3
                    cancel reminder 6, no, reminder 7      | 6
                    忘掉第2条，不，第3条记忆                   | 2
                    取消6号任务，哦不，是7号定时任务           | 6
                    """)
    void whatIsCorrectedIsNotDoneBesideWhatCorrectsIt(String said, int corrected) {
        assertThat(Listener.hears(said).calls())
                .as(said)
                .noneMatch(call -> call.arguments().path("number").asInt() == corrected);
    }

    private static DialogueState asked(String intent, Map<String, SlotValue> known, String missing) {
        return new DialogueState(List.of(new Frame(intent, known, List.of(missing))), Map.of(), null, null);
    }

    private static final DialogueState HOW_MUCH =
            asked("refund_order", Map.of("orderNumber", new SlotValue("A-1003", "A-1003")), "amount");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    $1,000                    | 1000
                    12 dollars and 50 cents   | 12.50
                    1.234,50                  | 1234.50
                    99块5                     | 99.5
                    5 dollars, no, 6 dollars  | 6
                    """)
    void anAmountThatAnswersIsTakenAsItWasSaid(String said, String amount) {
        Reply reply = Listener.hears(Listener.OFFLINE, said, HOW_MUCH);

        assertThat(reply.calls()).singleElement().satisfies(call -> assertThat(
                        call.arguments().path("amount").decimalValue())
                .isEqualByComparingTo(amount));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.234",
                "maybe 5",
                "5 or 6 dollars",
                "not 5 dollars",
                "at most 20",
                "half",
                "5 dollars if it is late"
            })
    void anAnswerThatCanBeReadTwoWaysIsAskedAbout(String said) {
        assertThat(Listener.hears(Listener.OFFLINE, said, HOW_MUCH).calls())
                .as(said)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en", "zh"})
    void withAModelNothingIsDoneAboutAnAnswerThatDoesNotAskForItNow(String language) {
        Responder model = new GuidedResponder(Route.MODEL_FIRST, new ModelResponder(new Talking()), Listener.OFFLINE);
        List<Phrases.Made> made = Phrases.of("dev", language).made().stream()
                .filter(each ->
                        !each.kind().equals(Phrases.POLITE) && !each.kind().equals(Phrases.SECOND))
                .toList();

        for (int i = 0; i < made.size(); i += SAMPLE) {
            String said = made.get(i).said();
            assertThat(Listener.hears(model, said, HOW_MUCH).calls()).as(said).noneMatch(Listener::changesSomething);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe 5", "5 dollars if it is late", "I am not sure, ask Bob", "5 or 6 dollars"})
    void withAModelAnAnswerThatIsNotClearGoesToIt(String said) {
        Responder model = new GuidedResponder(Route.MODEL_FIRST, new ModelResponder(new Talking()), Listener.OFFLINE);

        assertThat(Listener.hears(model, said, HOW_MUCH).model()).isEqualTo("talking");
    }

    /** A model that only talks. */
    private static final class Talking implements ModelClient {
        @Override
        public String name() {
            return "talking";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            return ModelReply.text("talking", "Let us see.", null);
        }
    }

    @Test
    void twoRecipientsGetOneMailEach() {
        Reply reply = Listener.hears("email bob@example.com and alice@example.com that lunch is at 1");

        assertThat(reply.calls())
                .extracting(call -> call.arguments().path("to").asText())
                .containsExactly("bob@example.com", "alice@example.com");
        assertThat(reply.calls())
                .extracting(call -> call.arguments().path("body").asText())
                .containsOnly("Lunch is at 1.");
    }

    @Test
    void aPartOfAnAddressIsNone() {
        Reply reply = Listener.hears("email o'neil@example.com that lunch is at 1");

        assertThat(reply.calls())
                .allSatisfy(
                        call -> assertThat(call.arguments().path("to").asText()).isEqualTo("o'neil@example.com"));
    }

    @Test
    void theMonthBeforeLastIsNotLastMonth() {
        assertThat(Listener.hears("上上个月的销售额").calls())
                .allSatisfy(call ->
                        assertThat(call.arguments().path("period").asText()).isEqualTo("2026-09"));
    }

    @Test
    void twoRequestsAreBothDone() {
        Reply reply = Listener.hears("refund 10 dollars for A-1003 and 12 dollars for A-1004");

        List<String> done = new ArrayList<>();
        reply.calls()
                .forEach(call -> done.add(call.arguments().path("orderNumber").asText() + " "
                        + call.arguments().path("amount").asText()));
        assertThat(done).containsExactly("A-1003 10", "A-1004 12");
    }

    @Test
    void whatOnlyOneSumIsSaidForIsAskedAbout() {
        assertThat(Listener.hears("refund 5 dollars for A-1003 and A-1005").calls())
                .isEmpty();
        assertThat(Listener.hears("refund 5 dollars each for A-1003 and A-1005").calls())
                .hasSize(2);
    }

    @Test
    void salesOfEachMonthAreAReport() {
        assertThat(Listener.hears("去年每个月的销售额").calls())
                .singleElement()
                .matches(call -> call.tool().equals("sales_report"))
                .matches(call -> call.arguments().path("groupBy").asText().equals("month"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello, where is order A-1001?", "你好，订单 A-1001 到哪了？", "where is order A-1001? thanks"})
    void aGreetingIsNotTheWholeSentence(String said) {
        assertThat(Listener.hears(said).calls()).singleElement().matches(call -> call.tool()
                .equals("find_order"));
    }

    @Test
    void thanksBehindAMailDoNotEndIt() {
        Reply reply = Listener.hears("email bob@example.com that the meeting is off, thanks");

        assertThat(reply.calls()).singleElement().satisfies(call -> assertThat(
                        call.arguments().path("body").asText())
                .isEqualTo("The meeting is off."));
    }

    @Test
    void whatEachWordIsThereForIsKept() {
        Reply reply = Listener.hears("please refund 5 dollars for A-1003");

        assertThat(reply.intent().words())
                .extracting(words -> words.of() + " " + words.said())
                .contains("form please", "act refund", "amount 5 dollars", "orderNumber A-1003");
        assertThat(reply.intent().means()).isEqualTo("the refund (A-1003, 5)");
    }
}
