package clda.nlu.time;

import static org.assertj.core.api.Assertions.assertThat;

import clda.nlu.time.TimeParser.Expression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of expressions for each language; those that are not understood rightly are listed. */
class TimeParserTest {

    private static final LocalDateTime NOW = LocalDateTime.parse("2026-11-24T10:00");

    private static final double WANTED = 0.95;

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void nearlyAllExpressionsAreUnderstood(String language) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> table = table(language);
        for (String line : table) {
            String[] pair = line.split(" = ");
            String found = TimeParser.find(pair[0], NOW)
                    .map(Expression::span)
                    .map(TimeSpan::toString)
                    .orElse("nothing");
            if (!found.equals(pair[1])) {
                wrong.add(line + " but taken for " + found);
            }
        }
        System.out.println(
                language + ": " + (table.size() - wrong.size()) + " of " + table.size() + " expressions of time");
        wrong.forEach(System.out::println);
        assertThat(table).hasSizeGreaterThanOrEqualTo(120);
        assertThat(1.0 * (table.size() - wrong.size()) / table.size()).isGreaterThanOrEqualTo(WANTED);
    }

    private static List<String> table(String language) throws IOException {
        try (InputStream in = TimeParserTest.class.getResourceAsStream("/times/" + language + ".txt")) {
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
        assertThat(found.get().span()).hasToString(span);
        assertThat(found.get().words()).containsExactly(words.split(";"));
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
        assertThat(TimeParser.find(sentence, NOW)).isEmpty();
    }

    @Test
    void impossibleDatesAreNone() {
        assertThat(TimeParser.find("2026-02-30", NOW)).isEmpty();
        assertThat(TimeParser.find("2026年13月1日", NOW).map(found -> found.span().toString()))
                .isNotEqualTo(Optional.of("2027-01-01"));
    }
}
