package clda.nlu.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import clda.nlu.number.AmountTable.Outcome;
import clda.nlu.number.AmountTable.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"english.txt", "english-held-out.txt", "chinese.txt", "chinese-held-out.txt"})
    void noAmountOfTheTablesIsReadWrongly(String table) {
        assertThat(with(Outcome.WRONG, table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"english.txt", "english-held-out.txt", "chinese.txt", "chinese-held-out.txt"})
    void amountsThatSayOneThingAreTaken(String table) {
        List<Row> clear =
                AmountTable.rows(table).stream().filter(row -> !row.asks()).toList();
        List<Row> asked = with(Outcome.ASKED, table);

        assertThat(asked).hasSizeLessThanOrEqualTo(clear.size() * 3 / 100);
    }

    private static List<Row> with(Outcome outcome, String table) {
        return AmountTable.rows(table).stream()
                .filter(row -> row.outcome() == outcome)
                .toList();
    }

    @Test
    void noDigitOfATextIsLeftBesideWhatWasRead() {
        Stream.of("english.txt", "chinese.txt")
                .flatMap(table -> AmountTable.rows(table).stream())
                .forEach(row -> {
                    for (Amount amount : AmountReader.read(row.text())) {
                        assertThat(row.text().substring(0, amount.start())).doesNotMatch("(?s).*\\d");
                        assertThat(row.text().substring(amount.end() - 1)).doesNotMatch("(?s)\\w\\d.*");
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345",
                "$1,234.50",
                "1.234,50 €",
                "12 dollars 50",
                "12 dollars and 50 cents",
                "99块5",
                "退款 1234 元",
                "1.5万"
            })
    void whateverIsTypedIntoANumberItIsTakenWithAllItsDigitsOrNotAtAll(String written) {
        String typed = IntStream.rangeClosed(' ', '~')
                        // "#5" and "A5" are names of things.
                        .filter(c -> c != '#' && !Character.isLetter(c))
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining())
                + "，。、：；·．－～…—–−٫٬'’´`\u00a0\u200b\u200f\u2009\n\t点元块万零半多和到或×÷½";
        for (int at = 0; at <= written.length(); at++) {
            for (int c : typed.codePoints().toArray()) {
                String text = written.substring(0, at) + Character.toString(c) + written.substring(at);
                List<Amount> read = AmountReader.read(text);
                if (read.size() == 1
                        && AmountTable.isTaken(read.getFirst())
                        && read.getFirst().exact().isPresent()) {
                    assertThat(digits(read.getFirst().in(text)))
                            .as(text + " is " + AmountTable.written(read))
                            .isEqualTo(digits(text));
                }
            }
        }
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    /** As long as a message may be, and four times that: a reader that looks at each part once for each other is found out. */
    @Test
    void aNameOfManyPartsIsReadOnce() {
        int parts = 64_000;
        for (String name : List.of(
                "a@" + "a.".repeat(parts),
                "a@" + "a".repeat(2 * parts),
                "#1" + ".1".repeat(parts),
                "a-11" + ".1".repeat(parts),
                "1" + ".1".repeat(parts),
                "1" + ",000".repeat(parts),
                "1" + " 000".repeat(parts),
                "1" + "'000".repeat(parts),
                "1" + "万".repeat(parts),
                "1-".repeat(parts))) {
            List<Amount> read = assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> AmountReader.read("pay $5 to " + name), name.substring(0, 5));

            assertThat(read).as(name.substring(0, 5)).isNotEmpty();
        }
    }
}
