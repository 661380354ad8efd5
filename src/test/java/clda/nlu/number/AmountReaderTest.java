package clda.nlu.number;

import static org.assertj.core.api.Assertions.assertThat;

import clda.nlu.number.AmountTable.Outcome;
import clda.nlu.number.AmountTable.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"english.txt", "chinese.txt"})
    void noAmountOfTheTablesIsReadWrongly(String table) {
        assertThat(with(Outcome.WRONG, table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"english.txt", "chinese.txt"})
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
        assertThat(Stream.of("english.txt", "chinese.txt").flatMap(table -> AmountTable.rows(table).stream()))
                .allSatisfy(row -> AmountReader.read(row.text()).forEach(amount -> {
                    assertThat(row.text().substring(0, amount.start())).doesNotMatch(".*\\d");
                    assertThat(row.text().substring(amount.end())).doesNotMatch("\\d.*");
                }));
    }
}
