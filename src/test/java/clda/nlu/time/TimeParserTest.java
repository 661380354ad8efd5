package clda.nlu.time;

import static org.assertj.core.api.Assertions.assertThat;

import clda.dialogue.Repetition;
import clda.nlu.time.TimeParser.Expression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of dates and repetitions for each language: never another value than the one said, and hardly ever a question. */
class TimeParserTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZonedDateTime NOW =
            LocalDateTime.parse("2026-11-24T10:00").atZone(BERLIN);

    private static final double TAKEN = 0.97;
    private static final int WANTED = 400;

    /** What is read, in the words of the tables. */
    private static String read(String text) {
        Optional<RepetitionWords.Again> again = RepetitionWords.find(text, NOW);
        if (again.isPresent()) {
            return again.get().doubt() != null
                    ? asked(again.get().doubt())
                    : rule(again.get().every());
        }
        return TimeParser.find(text, NOW)
                .map(found -> found.meaning() instanceof Doubt doubt ? asked(doubt) : zoned(found))
                .orElse("none");
    }

    private static String asked(Doubt doubt) {
        return doubt.why() == Doubt.Why.SEVERAL ? "many" : "ask";
    }

    private static String zoned(Expression found) {
        return found.meaning() + (found.zone() == null ? "" : " " + found.zone());
    }

    private static String rule(String every) {
        Repetition repetition = Repetition.starting(every, BERLIN, NOW.toInstant());
        Instant first = repetition.after(NOW.toInstant()).orElseThrow();
        ZoneId zone = repetition.zone();
        return sorted(repetition.rule()) + " @ " + first.atZone(zone).toLocalDateTime()
                + (zone.equals(BERLIN) ? "" : " " + zone);
    }

    /** The parts of a rule may stand in any order. */
    private static String sorted(String rule) {
        String[] parts = rule.split(";");
        Arrays.sort(parts);
        return String.join(";", parts);
    }

    private static String wanted(String value) {
        int at = value.indexOf(" @ ");
        return at < 0 ? value : sorted(value.substring(0, at)) + value.substring(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void noTimeIsTakenForAnotherAndHardlyAnyIsAskedFor(String language) throws IOException {
        List<String> rows = new ArrayList<>();
        for (String part : List.of("", "-more", "-held-out")) {
            rows.addAll(table(language + part));
        }
        Score score = Score.of(rows);
        System.out.println(language + ": " + score);
        score.wrong().forEach(System.out::println);
        score.asked().forEach(System.out::println);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(WANTED);
        assertThat(score.wrong()).isEmpty();
        assertThat(1.0 * score.right() / score.rows()).isGreaterThanOrEqualTo(TAKEN);
    }

    /** @param asked rows with one reading that were asked for all the same, or not found */
    private record Score(int rows, int right, List<String> wrong, List<String> asked) {
        static Score of(List<String> rows) {
            List<String> wrong = new ArrayList<>();
            List<String> asked = new ArrayList<>();
            for (String row : rows) {
                String[] pair = row.split(" = ");
                String found = read(pair[0]);
                boolean asks = found.equals("ask") || found.equals("many") || found.equals("none");
                boolean shouldAsk = pair[1].equals("ask") || pair[1].equals("many");
                if (!found.equals(wanted(pair[1])) && !(asks && shouldAsk)) {
                    (asks ? asked : wrong).add(row + " but taken for " + found);
                }
            }
            return new Score(rows.size(), rows.size() - wrong.size() - asked.size(), wrong, asked);
        }

        @Override
        public String toString() {
            return right + " of " + rows + " as they should be, " + wrong.size() + " wrong, " + asked.size()
                    + " asked for or not found";
        }
    }

    private static List<String> table(String name) throws IOException {
        try (InputStream in = TimeParserTest.class.getResourceAsStream("/times/" + name + ".txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    remind me tomorrow at nine to call Bob      | 2026-11-25T09:00 | tomorrow at nine
                    tomorrow remind me at nine to call Bob      | 2026-11-25T09:00 | tomorrow;at nine
                    the meeting moved to 3 pm tomorrow          | 2026-11-25T15:00 | 3 pm tomorrow
                    call Bob in two hours                       | 2026-11-24T12:00 | in two hours
                    明天九点提醒我给 Bob 打电话                      | 2026-11-25T09:00 | 明天九点
                    提醒我后天下午三点半开会                         | 2026-11-26T15:30 | 后天下午三点半
                    """)
    void anExpressionIsFoundInASentence(String sentence, String span, String words) {
        Optional<Expression> found = TimeParser.find(sentence, NOW);

        assertThat(found).isPresent();
        assertThat(found.get().meaning()).hasToString(span);
        assertThat(found.get().words()).containsExactly(words.split(";"));
        found.get().parts().forEach(part -> assertThat(sentence.substring(part.start(), part.end()))
                .isEqualTo(part.words()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    remind me tomorrow to book a table for 7 pm                | 2026-11-25;2026-11-24T19:00
                    remind me at 5 pm to write "see you at 6 pm"               | 2026-11-24T17:00
                    remind me at 5 pm to say 'see you tomorrow'                | 2026-11-24T17:00
                    明天提醒我订晚上七点的位子                                    | 2026-11-25;2026-11-24T19:00
                    五点提醒我回复“明天三点见”                                    | 2026-11-24T17:00
                    remind me on Friday to answer x-tomorrow@example.com       | 2026-11-27
                    """)
    void theTimeOfTheThingStandsApartAndQuotedTextIsUntouched(String sentence, String times) {
        assertThat(TimeParser.all(sentence, NOW))
                .extracting(found -> found.meaning().toString())
                .containsExactly(times.split(";"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where is order A-1001",
                "refund 25 dollars",
                "may I ask you something",
                "the second one please",
                "I have 3 apples",
                "订单 A-1001 到哪了",
                "退款 25 元",
                "一点都不好",
                "给我三个苹果",
                "第二个"
            })
    void whatIsNoTimeIsNone(String sentence) {
        assertThat(TimeParser.all(sentence, NOW)).isEmpty();
        assertThat(RepetitionWords.find(sentence, NOW)).isEmpty();
    }

    @Test
    void aTimeThatTheClocksLeaveOutIsNone() {
        ZonedDateTime march = LocalDateTime.parse("2026-03-28T10:00").atZone(BERLIN);

        assertThat(TimeParser.find("tomorrow at 2:30 am", march))
                .hasValueSatisfying(found -> assertThat(found.meaning())
                        .isEqualTo(new Doubt(Doubt.Why.NO_SUCH_TIME, "tomorrow at 2:30 am")));
        assertThat(TimeParser.find("tomorrow at 2:30 am London time", march))
                .hasValueSatisfying(found -> assertThat(found.meaning()).hasToString("2026-03-29T02:30"));
    }
}
