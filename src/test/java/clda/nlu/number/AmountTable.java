package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Limit;
import clda.nlu.number.Amount.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Tables of amounts in {@code src/test/resources/numbers}; the head of each says how its rows are read. */
final class AmountTable {

    /** What came of a row. */
    enum Outcome {
        /** The value that was said, or asked where nothing may be taken. */
        RIGHT,
        /** Asked, though only one value can be meant. */
        ASKED,
        /** Another value than was said. */
        WRONG
    }

    record Row(String text, String expected) {

        boolean asks() {
            return expected.startsWith("ask");
        }

        Outcome outcome() {
            List<Amount> read = AmountReader.read(text);
            if (asks()) {
                boolean asked = !read.isEmpty() && read.stream().noneMatch(AmountTable::isTaken);
                String readings = expected.substring("ask".length()).strip();
                boolean theseReadings = readings.isEmpty() || readings.equals(readings(read));
                return asked && theseReadings ? Outcome.RIGHT : asked ? Outcome.ASKED : Outcome.WRONG;
            }
            if (written(read).equals(expected)) {
                return Outcome.RIGHT;
            }
            boolean lessThanSaid = read.stream()
                    .filter(AmountTable::isTaken)
                    .map(AmountTable::written)
                    .allMatch(amount -> Arrays.asList(expected.split(" ; ")).contains(amount));
            return lessThanSaid && !read.isEmpty() && read.stream().anyMatch(amount -> !isTaken(amount))
                    ? Outcome.ASKED
                    : Outcome.WRONG;
        }

        @Override
        public String toString() {
            return text + " => " + expected + "   read: " + written(AmountReader.read(text));
        }
    }

    private AmountTable() {}

    static List<Row> rows(String name) {
        try (InputStream table = AmountTable.class.getResourceAsStream("/numbers/" + name)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> line.split(" => ", 2))
                    .map(row -> new Row(row[0], row[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a value would be used without asking. */
    static boolean isTaken(Amount amount) {
        return amount.kind() == Kind.REMAINDER
                || amount.kind() == Kind.WHOLE
                || amount.readings().size() == 1;
    }

    static String written(List<Amount> amounts) {
        return amounts.isEmpty()
                ? "none"
                : amounts.stream().map(AmountTable::written).collect(Collectors.joining(" ; "));
    }

    private static String readings(List<Amount> amounts) {
        return amounts.stream()
                .flatMap(amount -> amount.readings().stream().map(reading -> written(amount, reading)))
                .collect(Collectors.joining(" | "));
    }

    private static String written(Amount amount) {
        return switch (amount.kind()) {
            case REMAINDER -> "rest";
            case WHOLE -> "all";
            case UNREADABLE -> "ask";
            default -> {
                String readings = readings(List.of(amount));
                yield amount.readings().size() > 1 ? "ask " + readings : bound(amount.limit()) + readings;
            }
        };
    }

    private static String bound(Limit limit) {
        return switch (limit) {
            case ABOUT -> "~ ";
            case AT_MOST -> "<= ";
            case BELOW -> "< ";
            case AT_LEAST -> ">= ";
            case ABOVE -> "> ";
            case EXACTLY, BETWEEN -> "";
        };
    }

    private static String written(Amount amount, Reading reading) {
        BigDecimal to = reading.upTo();
        String value = reading.value().toPlainString() + (to == null ? "" : ".." + to.toPlainString());
        return switch (amount.kind()) {
            case PERCENTAGE -> value + " %";
            case ORDINAL -> value + " th";
            case QUANTITY -> value + " of";
            default -> reading.currency() == null ? value : value + " " + reading.currency();
        };
    }
}
