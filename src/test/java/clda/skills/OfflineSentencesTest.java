package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ApprovalReason;
import clda.conversation.Decision;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.demo.DemoSkills;
import clda.demo.Mailbox;
import clda.demo.RefundService;
import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo business without a language model, on its real database. */
class OfflineSentencesTest {

    private static final List<Skill> SKILLS = Stream.concat(
                    BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream(),
                    DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream())
            .toList();

    private static final SkillResponder OFFLINE = new SkillResponder(
            SKILLS,
            new LocalInterpreter(
                    SkillResponder.intents(SKILLS), BuiltInData.talk().and(DemoSkills.examples())));

    @TempDir
    Path dataDir;

    private Clda clda;

    @AfterEach
    void close() {
        clda.close();
    }

    private Clda opens() {
        clda = Clda.opens(new SeEngine.Options(dataDir, OFFLINE));
        return clda;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    where is order A-1001?                    | find_order   | {"orderNumber":"A-1001"}
                    Where's my order a1002                    | find_order   | {"orderNumber":"A-1002"}
                    订单 A-1001 到哪了？                        | find_order   | {"orderNumber":"A-1001"}
                    查一下订单A-1003的状态                       | find_order   | {"orderNumber":"A-1003"}
                    show last month's sales by region         | sales_report | {"period":"last_month","groupBy":"region"}
                    sales by product this year                | sales_report | {"period":"this_year","groupBy":"product"}
                    按地区看上个月的销售额                        | sales_report | {"period":"last_month","groupBy":"region"}
                    今年按产品的销售额                           | sales_report | {"period":"this_year","groupBy":"product"}
                    sales by region for the first half of 2025 | sales_report | {"period":"2025-H1","groupBy":"region"}
                    2025年第三季度按产品的销售额                  | sales_report | {"period":"2025-Q3","groupBy":"product"}
                    去年上半年的销售额                           | sales_report | {"period":"2025-H1","groupBy":"region"}
                    open a ticket: the printer is broken      | create_ticket | {"title":"the printer is broken","priority":"normal"}
                    创建工单：打印机坏了                          | create_ticket | {"title":"打印机坏了","priority":"normal"}
                    """)
    void aSentenceIsUnderstood(String sentence, String tool, String arguments) {
        opens();

        Turn turn = clda.says(sentence);

        assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
        assertThat(turn.calls()).hasSize(1);
        assertThat(turn.calls().getFirst().tool()).isEqualTo(tool);
        assertThat(turn.calls().getFirst().arguments()).hasToString(arguments);
        assertThat(turn.intent().intent()).isEqualTo(tool);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    email bob@example.com that the meeting moved to 3 pm tomorrow | The meeting moved to 3 pm tomorrow.
                    给 bob@example.com 发邮件，告诉他会议改到明天下午三点               | 会议改到明天下午三点。
                    """)
    void aMailIsShownBeforeItIsSent(String sentence, String body) {
        opens();

        Turn turn = clda.says(sentence);

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(turn.calls().getFirst().arguments().path("to").asText()).isEqualTo("bob@example.com");
        assertThat(turn.calls().getFirst().arguments().path("body").asText()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({"'refund 5 dollars for order A-1003', the refund", "给订单 A-1003 退款 5 元, 退款"})
    void whatWaitsSaysInWordsWhatWasUnderstood(String sentence, String act) {
        opens();

        clda.says(sentence);

        assertThat(clda.waitingFor(Clda.ALICE).means()).contains(act, "A-1003", "5");
    }

    @Test
    void anApprovedMailIsInTheMailbox() {
        SeEngine.Options options = new SeEngine.Options(dataDir, OFFLINE);
        SeEngine forMailbox = options.node("mailbox").open();
        try (Mailbox mailbox =
                new Mailbox(forMailbox.store(), forMailbox.keyRing(), Clock.systemUTC(), () -> UUID.randomUUID()
                        .toString())) {
            clda = Clda.opens(options.node("clda").mail(mailbox));
            Turn waiting = clda.says("给 bob@example.com 发邮件，告诉他会议改到明天下午三点");

            clda.decides(Clda.ALICE, Decision.APPROVE);

            assertThat(clda.awaitNews(waiting.id()).reply()).contains("已发送");
            assertThat(mailbox.mails(Clda.ALICE)).singleElement().satisfies(mail -> {
                assertThat(mail.to()).isEqualTo("bob@example.com");
                assertThat(mail.text()).isEqualTo("会议改到明天下午三点。");
            });
        }
        forMailbox.close();
    }

    @ParameterizedTest
    @CsvSource({"I want a refund,'A-1002, 25.00'", "我要退款,A-1002，25 美元", "I want a refund,a1002 25 dollars"})
    void aRefundIsAskedForStepByStep(String wish, String answer) {
        SeEngine.Options options = new SeEngine.Options(dataDir, OFFLINE);
        SeEngine forService = options.node("service").open();
        try (RefundService service = new RefundService(
                forService.store(), Clock.systemUTC(), Thread.ofVirtual().factory())) {
            clda = Clda.opens(options.node("clda").refunds(service.service()));
            assertThat(clda.says(wish).state()).isEqualTo(Turn.State.AWAITING_INPUT);

            Turn shown = clda.says(answer);
            assertThat(shown.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
            clda.decides(Clda.ALICE, Decision.APPROVE);
            Turn turn = clda.awaitNews(shown.id());

            assertThat(turn.reply()).contains("25.00").contains("A-1002");
        }
        forService.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close ticket T-1", "关闭工单 T-1", "cancel reminder 1", "取消提醒 1", "forget number 1"})
    void whatCannotBeUndoneIsShownBeforeItIsDone(String wish) {
        opens();
        clda.says("open a ticket: the lamp flickers");
        clda.says("remind me tomorrow at nine to call Bob");
        clda.says("remember that I prefer short answers");

        Turn turn = clda.says(wish);

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(turn.calls()).singleElement().satisfies(call -> {
            assertThat(call.approval().because()).isEqualTo(ApprovalReason.IRREVERSIBLE);
            assertThat(call.approval().role()).isEqualTo("requester");
            assertThat(clda.engine().engine().approvals().mayBeRemembered(call)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open a ticket: the printer is broken",
                "创建工单：打印机坏了",
                "remind me tomorrow at nine to call Bob",
                "remember that my desk is B-12"
            })
    void whatCanBeUndoneIsDoneAtOnce(String wish) {
        opens();

        Turn turn = clda.says(wish);

        assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
        ToolCall done = turn.calls().getFirst();
        String undo =
                clda.engine().engine().dialogue().undo(Clda.ALICE, clda.conversationId(), turn.id(), done.callId());
        assertThat(clda.awaitNews(undo).calls()).singleElement().satisfies(call -> assertThat(call.state())
                .isEqualTo(ToolCall.State.COMPLETED));
    }

    @Test
    void aQuestionIsDroppedWhenThePersonWantsSomethingElse() {
        opens();
        clda.says("I want a refund");

        Turn turn = clda.says("where is order A-1001?");

        assertThat(turn.calls().getFirst().tool()).isEqualTo("find_order");
        assertThat(clda.says("never mind").calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"write me a poem about spring,without a language model", "写一首关于春天的诗,没有语言模型"})
    void whatCannotBeDoneIsSaid(String wish, String words) {
        opens();

        Turn turn = clda.says(wish);

        assertThat(turn.reply()).contains(words);
        assertThat(turn.calls()).isEmpty();
    }

    @Test
    void anOrderThatDoesNotExistIsNotMadeUp() {
        opens();

        assertThat(clda.says("where is order A-9999?").reply()).isEqualTo("There is no order **A-9999**.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    we meet at 3? | We meet at 3?
                    see https://example.com/plan | See https://example.com/plan
                    the meeting moved to 3 pm | The meeting moved to 3 pm.
                    请带上合同！ | 请带上合同！
                    """)
    void aMailEndsAsItWasMeantToEnd(String words, String body) {
        opens();
        clda.says("send an email to bob@example.com");

        Turn turn = clda.says(words);

        assertThat(turn.calls().getFirst().arguments().path("body").asText()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    refund 250 dollars for order A-1001 | Order A-1001 came to 249.90; 250 is more than is left to refund. | Order A-1001 came to 249.90; 250 is more
                    给订单 A-1001 退款 250 元 | Order A-1001 came to 249.90; 250 is more than is left to refund. | 250 超过了订单 A-1001 剩余可退的金额。
                    refund 5 dollars for order A-9999 | There is no order A-9999. | There is no order A-9999.
                    """)
    void nobodyIsAskedAboutARefundThatCannotBeMade(String wish, String why, String said) {
        SeEngine.Options options = new SeEngine.Options(dataDir, OFFLINE);
        try (SeEngine forService = options.node("refunds").open();
                RefundService service = new RefundService(
                        forService.store(),
                        Clock.systemUTC(),
                        Thread.ofVirtual().factory())) {
            clda = Clda.opens(options.node("clda").refunds(service.service()));

            Turn turn = clda.says(wish);

            assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
            assertThat(turn.calls()).singleElement().satisfies(call -> {
                assertThat(call.state()).isEqualTo(ToolCall.State.FAILED);
                assertThat(call.approval()).isNull();
                assertThat(call.error().message()).isEqualTo(why);
            });
            assertThat(turn.reply()).contains(said);
        }
    }

    @Test
    void whenTheRefundServiceCannotBeAskedAPersonIs() {
        opens();

        assertThat(clda.says("refund 250 dollars for order A-1001").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
    }

    @ParameterizedTest
    @CsvSource({
        "refund A-1003 5 dollars zorbly please,zorbly",
        "请给订单 A-1003 退款 5 元 噗噜噗噜,噗噜噗噜",
        "email bob@example.com zorbly that lunch is at one,zorbly",
        "please close ticket T-1 zorbly,zorbly"
    })
    void aWordThatIsNotKnownIsNamedBesideTheCallThatIsShownInAnyCase(String wish, String word) {
        opens();
        clda.says("open a ticket: the lamp flickers");

        Turn turn = clda.says(wish);

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        assertThat(turn.calls())
                .singleElement()
                .matches(call -> call.approval().role().equals("requester"));
        assertThat(clda.events())
                .extracting(RecordedEvent::event)
                .filteredOn(MessageCompleted.class::isInstance)
                .last()
                .satisfies(said -> assertThat(((MessageCompleted) said).text()).contains(word));
    }

    /** Who approves it has not seen the sentence. */
    @Test
    void aWordThatIsNotKnownIsAskedAboutBeforeSomeoneElseApproves() {
        opens();

        Turn turn = clda.says("refund A-1003 500 dollars zorbly please");

        assertThat(turn.state()).isEqualTo(Turn.State.AWAITING_INPUT);
        assertThat(turn.calls()).isEmpty();
        assertThat(turn.reply()).contains("zorbly").contains("Should I do this");
    }

    /** Nothing would be shown before it is done. */
    @Test
    void aWordThatIsNotKnownIsAskedAboutBeforeSomethingIsDoneAtOnce() {
        opens();

        Turn turn = clda.says("zorbly remember that I prefer short answers");

        assertThat(turn.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email bob@example.com or alice@example.com that we are closed",
                "please confirm that A-1003 qualifies for a refund of 5 dollars",
                "charge A-1003 5 dollars please",
                "给 bob@example.com 或 alice@example.com 发邮件说今天休息",
                "给A-1003退5元，但先让我确认一下订单"
            })
    void whatMayMeanSomethingElseIsNotShownForApproval(String said) {
        opens();

        assertThat(clda.says(said).calls()).isEmpty();
    }

    @Test
    void aLongMailIsNotCutShort() {
        opens();
        String text = "word ".repeat(2_000).strip();

        Turn turn = clda.says("email bob@example.com that " + text);

        assertThat(turn.calls().getFirst().arguments().path("body").asText()).hasSize(text.length() + 1);
    }

    @Test
    void aWordOfManyPartsIsReadAsAnyOther() {
        opens();

        for (String word : List.of(
                "a-".repeat(15_000), "1.".repeat(15_000), "a@" + "a.".repeat(15_000), "#1" + ".1".repeat(15_000))) {
            assertThat(clda.says("refund order A-1001 " + word).state())
                    .as(word.substring(0, 6))
                    .isNotEqualTo(Turn.State.FAILED);
        }
    }
}
