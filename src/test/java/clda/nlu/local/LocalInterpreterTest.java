package clda.nlu.local;

import static org.assertj.core.api.Assertions.assertThat;

import clda.demo.DemoSkills;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.training.BuiltInData;
import clda.skills.BuiltInSkills;
import clda.skills.Skill;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wordings for which there is no cue. */
class LocalInterpreterTest {

    private static final List<IntentDefinition> INTENTS = Stream.concat(
                    BuiltInSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream(),
                    DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream())
            .map(Skill::intent)
            .toList();

    private static final LocalInterpreter INTERPRETER =
            new LocalInterpreter(INTENTS, BuiltInData.talk().and(DemoSkills.examples()));

    private static Interpretation interpret(String text) {
        return INTERPRETER.interpret(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    has A-1001 left the warehouse yet            | find_order
                    my parcel A-1002 has not arrived             | find_order
                    I want my money back for A-1003              | refund_order
                    reimburse me for A-1002                      | refund_order
                    which regions brought in the most last month | sales_report
                    my laptop is broken, please report it        | create_ticket
                    did somebody write to me today               | read_mail
                    A-1004 发货了没有                             | find_order
                    我想把 A-1003 的钱退给我                        | refund_order
                    上个月哪个地区卖得最好                          | sales_report
                    空调坏了，帮我报修                             | create_ticket
                    邮箱里来了什么新东西                            | read_mail
                    """)
    void otherWordingsAreUnderstood(String text, String intent) {
        assertThat(interpret(text).intent()).isEqualTo(intent);
    }

    @Test
    void slotsAreFoundInThem() {
        Interpretation understood = interpret("has A-1001 left the warehouse yet");

        assertThat(understood.slots().get("orderNumber").value()).isEqualTo("A-1001");
        assertThat(understood.confidence()).isBetween(0.5, 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "which team won the cup",
                "what is the capital of Norway",
                "sing a song for me",
                "qwertz uiopü",
                "哪支球队赢了比赛",
                "挪威的首都是哪里",
                "给我唱首歌",
                "!!!",
                "١٢٣",
                "🎉🎉🎉"
            })
    void whatIsAboutSomethingElseIsNotUnderstood(String text) {
        assertThat(interpret(text).known()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002",
                "\u202Eorder\u202C",
                "\uD800 where is my \uDC00 order",
                "' or 1=1; drop table event; --",
                "<script>alert(1)</script>"
            })
    void hostileTextIsReadToItsEnd(String hostile) {
        assertThat(interpret(hostile)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "where is order ",
                "订单",
                "🎉",
                "\uFDFA",
                "a\u0300",
                "at 3 to at 3 - ",
                "remind me at 3 until 4 - 5 to ",
                "提醒我明天三点到四点到五点",
                "from to until - 到 至 "
            })
    void repeatedTextCostsNoMoreThanItsLength(String hostile) {
        String text = hostile.repeat(8_000 / hostile.length());

        long once = cheapest(text);
        long fourTimes = cheapest(text.repeat(4));

        // Four times as long costs four times as much; a search that starts again at every place would cost sixteen.
        assertThat(fourTimes).isLessThan(8 * Math.max(once, Duration.ofMillis(1).toNanos()));
    }

    /** What the processor spends on a text at best, in nanoseconds, whatever else a busy machine does meanwhile. */
    private static long cheapest(String text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return LongStream.generate(() -> {
                    long began = threads.getCurrentThreadCpuTime();
                    interpret(text);
                    return threads.getCurrentThreadCpuTime() - began;
                })
                .limit(10)
                .min()
                .orElseThrow();
    }

    @Test
    void withoutTheDemoItsIntentsAreNotUnderstood() {
        LocalInterpreter bare =
                new LocalInterpreter(List.of(), BuiltInData.talk().and(DemoSkills.examples()));

        Interpretation understood = bare.interpret("has A-1001 left the warehouse yet");

        assertThat(understood).isEqualTo(Interpretation.unknown(0, List.of()));
    }
}
