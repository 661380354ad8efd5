package clda.nlu.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** None of these sentences is among those that it was taught with. */
class RequestClassifierTest {

    private final RequestClassifier requests = RequestClassifier.builtIn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refund 5 dollars for order A-1003",
                "hi, would you kindly close ticket 44 for us, many thanks",
                "open a ticket: the coffee machine is broken",
                "给订单 A-1003 退款 5 元",
                "劳驾帮忙关闭工单 44，多谢",
                "创建工单：咖啡机坏了"
            })
    void whoAsksForSomethingIsNotTakenForOneWhoSpeaksOfIt(String text) {
        assertThat(requests.asks(text)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do not refund order A-1003, 5 dollars",
                "why did you refund 5 dollars for A-1003?",
                "if A-1003 has not shipped, refund 5 dollars",
                "Carla claims that you closed ticket 44 last night",
                "请不要给 A-1003 退款 5 元",
                "你昨天为什么关闭工单 44？",
                "要是客户同意，就关闭工单 44"
            })
    void whoOnlySpeaksOfSomethingDoesNotAskForIt(String text) {
        assertThat(requests.asks(text)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!!", "١٢٣", "\u0000", "a@b.c", "qwertz uiopü"})
    void anyTextHasAMargin(String text) {
        assertThat(requests.asks(text)).isBetween(-5f, 5f);
    }
}
