package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Short answers, and long ones that look like them. */
class SignTest {

    @ParameterizedTest
    @CsvSource({
        "AFFIRM,yes",
        "AFFIRM,'Yes, please'",
        "AFFIRM,'ok, go ahead!'",
        "AFFIRM,好的",
        "AFFIRM,'是的，没错'",
        "AFFIRM,嗯嗯",
        "DENY,no",
        "DENY,'no, thanks'",
        "DENY,不要",
        "DENY,'不用了，谢谢'",
        "DROP,never mind",
        "DROP,'oh forget it'",
        "DROP,算了",
        "DROP,'那算了吧。'",
        "DROP_ALL,cancel everything",
        "DROP_ALL,全部取消",
        "START_OVER,let's start over",
        "START_OVER,重新来",
        "CORRECTION,'no, A-1002'",
        "CORRECTION,'不对，是 A-1002'",
        "CORRECTION,'不，A-1002'",
        "DENIAL,'no, A-1002'",
        "DENIAL,'nope — A-1002'",
        "DENIAL,'不，A-1002'",
        "DENIAL,不对 A-1002",
        "SAME,the same one",
        "SAME,刚才那个",
        "FOLLOW_UP,and A-1003?",
        "FOLLOW_UP,那 A-1003 呢",
        "QUESTION,where is it",
        "QUESTION,到了吗"
    })
    void aSignIsSeen(Sign sign, String text) {
        assertThat(sign.in(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "AFFIRM,yesterday",
        "AFFIRM,okapis are animals",
        "AFFIRM,好的餐厅在哪",
        "DENY,nobody came",
        "DENY,不知道",
        "DROP,cancel reminder 1",
        "DROP,取消提醒 1",
        "DROP_ALL,cancel my order",
        "CORRECTION,nothing",
        "CORRECTION,不知道",
        "DENIAL,nobody",
        "DENIAL,'no, make it A-1002'",
        "DENIAL,'no, wait, A-1002'",
        "DENIAL,不错",
        "DENIAL,'不对，是 A-1002'",
        "SAME,sameness",
        "QUESTION,whereas"
    })
    void whatOnlyBeginsAlikeIsNone(Sign sign, String text) {
        assertThat(sign.in(text)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Sign.class)
    void noTextTakesLong(Sign sign) {
        List<String> hostile = List.of(
                "是的".repeat(90) + "x",
                "好的好".repeat(60) + "x",
                "yes, please ".repeat(16) + "x",
                "no, thanks ".repeat(18) + "x",
                "不用了".repeat(60) + "x",
                "算了吧".repeat(60),
                "a ".repeat(16_000),
                "呢".repeat(32_000));

        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> hostile.forEach(sign::in));
    }

    @Test
    void aSignIsTakenOutOfASentence() {
        assertThat(Sign.SAME.removedFrom("refund the same order please").replaceAll("\\s+", " "))
                .isEqualTo("refund please");
    }
}
