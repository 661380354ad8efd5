package clda.nlu.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in Chinese characters, and in digits with Chinese units: 一百零五, 两万五, 3千5, 1.5万. */
final class ChineseNumbers {

    private static final String DIGITS = "零一二三四五六七八九";
    private static final String UNITS = "十百千万亿";
    private static final long[] UNIT_VALUES = {10, 100, 1_000, 10_000, 100_000_000};

    /** Words and names that begin with a numeral but are not numbers. */
    private static final Pattern NO_NUMBER =
            Pattern.compile("一(?:下|起|直|样|定|般|些|点(?![零一二三四五六七八九])|共|切|旦|致|边|向|时|并|同|律|会|番|趟|再|概|贯|路|面|旁|体|味|流|行|道|来)"
                    + "|万一|十分(?!钱|之|钟)|千万(?![元块])|万(?:分|能|事|岁)|十足|百度|三方");

    private static final Pattern BEFORE_NO_NUMBER = Pattern.compile("(?:星期|周|礼拜|统|唯|专|任|(?<!分)之)$");
    private static final Pattern DECIMALS = Pattern.compile("点([零一二三四五六七八九]+)(?!十|刻)");
    private static final Pattern SPACED_UNIT = Pattern.compile("\\s+(?=[百千万亿])");
    private static final Pattern PLAIN = Pattern.compile("\\d+(?:\\.\\d+)?");

    private ChineseNumbers() {}

    /** A digit, digits, a unit or a zero of a numeral. */
    private record Element(Type type, BigDecimal value, int length) {
        enum Type {
            DIGIT,
            LITERAL,
            UNIT,
            ZERO
        }

        boolean is(Type other) {
            return type == other;
        }
    }

    /** The end of a word such as 万一 or 一下 that begins at the place; the place itself if there is none. */
    static int noNumber(Sentence sentence, int at) {
        return sentence.after(NO_NUMBER, at);
    }

    /** The number that begins at a place, or null. Digits without a Chinese unit do not count. */
    static @Nullable Numeral at(Sentence sentence, int at) {
        if (isPartOfWord(sentence, at)) {
            return null;
        }
        List<Element> elements = new ArrayList<>();
        int place = elements(sentence, at, elements);
        boolean han = elements.stream().anyMatch(element -> !element.is(Element.Type.LITERAL));
        if (!han) {
            return null;
        }
        Matcher decimals = sentence.at(DECIMALS, place);
        if (decimals != null) {
            return withDecimals(sentence, elements, decimals);
        }
        if (elements.getFirst().is(Element.Type.UNIT)
                && !elements.getFirst().value().equals(BigDecimal.TEN)) {
            return Numeral.unreadable(place);
        }
        List<BigDecimal> values = values(elements);
        char next = sentence.charAt(place);
        boolean round = elements.getLast().is(Element.Type.UNIT);
        if (round && next == '几') {
            return Numeral.unreadable(place + 1);
        }
        boolean about = round && (next == '多' && sentence.charAt(place + 1) != '少' || next == '余' || next == '来');
        return about ? about(sentence, place + 1, values) : new Numeral(place, values, false);
    }

    /** A number that 多 has just made inexact, times what follows: 二十多万. */
    static Numeral about(Sentence sentence, int at, List<BigDecimal> values) {
        Numeral numeral = new Numeral(at, values, true);
        while (UNITS.indexOf(sentence.charAt(numeral.end())) > 0) {
            long unit = UNIT_VALUES[UNITS.indexOf(sentence.charAt(numeral.end()))];
            numeral = numeral.times(numeral.end() + 1, BigDecimal.valueOf(unit));
        }
        return numeral;
    }

    /** Whether the numeral is part of a word, such as a day of the week or 唯一. */
    private static boolean isPartOfWord(Sentence sentence, int at) {
        String before = sentence.text().substring(Math.max(0, at - 2), at);
        return BEFORE_NO_NUMBER.matcher(before).find() && DIGITS.indexOf(sentence.charAt(at)) > 0;
    }

    private static int elements(Sentence sentence, int at, List<Element> elements) {
        int place = at;
        while (true) {
            char c = sentence.charAt(place);
            Element last = elements.isEmpty() ? null : elements.getLast();
            if (c >= '0' && c <= '9') {
                int end = DigitNumbers.end(sentence, place);
                if (last != null && !last.is(Element.Type.UNIT) && !last.is(Element.Type.ZERO)) {
                    return place;
                }
                BigDecimal value = literal(sentence.text().substring(place, end));
                elements.add(new Element(Element.Type.LITERAL, value, end - place));
                place = sentence.after(SPACED_UNIT, end);
            } else if (c == '零') {
                elements.add(new Element(Element.Type.ZERO, BigDecimal.ZERO, 1));
                place++;
            } else if (DIGITS.indexOf(c) > 0 || c == '两' || c == '俩') {
                if (last != null && last.is(Element.Type.LITERAL)) {
                    return place;
                }
                int digit = DIGITS.indexOf(c);
                elements.add(new Element(Element.Type.DIGIT, BigDecimal.valueOf(digit > 0 ? digit : 2), 1));
                place++;
            } else if (c == '廿' || c == '卅') {
                elements.add(new Element(Element.Type.DIGIT, BigDecimal.valueOf(c == '廿' ? 2 : 3), 1));
                elements.add(new Element(Element.Type.UNIT, BigDecimal.TEN, 1));
                place++;
            } else if (c == '个' && last != null && sentence.charAt(place + 1) == '亿') {
                place++;
            } else if (UNITS.indexOf(c) >= 0) {
                elements.add(new Element(Element.Type.UNIT, BigDecimal.valueOf(UNIT_VALUES[UNITS.indexOf(c)]), 1));
                place++;
            } else {
                return place;
            }
        }
    }

    /** The value; -1 if it is unclear. */
    private static BigDecimal literal(String digits) {
        if (PLAIN.matcher(digits).matches()) {
            return new BigDecimal(digits);
        }
        List<BigDecimal> values = DigitNumbers.values(digits, DigitNumbers.Marks.COMMA_GROUPS, true, false);
        return values.size() == 1 ? values.getFirst() : BigDecimal.ONE.negate();
    }

    private static Numeral withDecimals(Sentence sentence, List<Element> elements, Matcher decimals) {
        StringBuilder digits = new StringBuilder();
        decimals.group(1).chars().forEach(c -> digits.append(DIGITS.indexOf(c)));
        List<Element> units = new ArrayList<>();
        int end = elements(sentence, decimals.end(), units);
        List<BigDecimal> whole = values(elements);
        boolean unitsOnly = units.stream().allMatch(element -> element.is(Element.Type.UNIT));
        if (whole.size() != 1 || whole.getFirst().scale() > 0 || !unitsOnly || sentence.charAt(end) == '分') {
            return Numeral.unreadable(end);
        }
        BigDecimal value = new BigDecimal(whole.getFirst().toPlainString() + "." + digits);
        for (Element unit : units) {
            value = Numeral.plain(value.multiply(unit.value()));
        }
        return Numeral.of(end, value);
    }

    /** The possible values: two for 五六 and 七八十, none if it is not a number. */
    private static List<BigDecimal> values(List<Element> elements) {
        int pairs = 0;
        int pair = -1;
        for (int i = 0; i + 1 < elements.size(); i++) {
            if (elements.get(i).is(Element.Type.DIGIT) && elements.get(i + 1).is(Element.Type.DIGIT)) {
                pairs++;
                pair = i;
            }
        }
        boolean digitsOnly =
                elements.stream().allMatch(element -> element.is(Element.Type.DIGIT) || element.is(Element.Type.ZERO));
        boolean zero = elements.stream().anyMatch(element -> element.is(Element.Type.ZERO));
        if (digitsOnly && zero && elements.size() > 1) {
            StringBuilder digits = new StringBuilder();
            elements.forEach(element -> digits.append(element.value()));
            return List.of(new BigDecimal(digits.toString()));
        }
        boolean fraction = elements.stream().anyMatch(element -> element.value().scale() > 0);
        boolean more = elements.stream().skip(1).anyMatch(element -> !element.is(Element.Type.UNIT));
        if (fraction && more) {
            return List.of();
        }
        if (pairs == 0) {
            BigDecimal value = value(elements);
            return value.signum() < 0 ? List.of() : List.of(value);
        }
        BigDecimal step =
                elements.get(pair + 1).value().subtract(elements.get(pair).value());
        if (pairs > 1 || !step.equals(BigDecimal.ONE)) {
            return List.of();
        }
        List<Element> first = new ArrayList<>(elements);
        first.remove(pair + 1);
        List<Element> second = new ArrayList<>(elements);
        second.remove(pair);
        BigDecimal low = value(first);
        BigDecimal high = value(second);
        return low.signum() < 0 || high.signum() < 0 ? List.of() : List.of(low, high);
    }

    /** The value; negative if it is not a number. */
    private static BigDecimal value(List<Element> elements) {
        Sum sum = new Sum();
        return elements.stream().allMatch(sum::add) ? sum.value() : BigDecimal.ONE.negate();
    }

    /** Adds up a numeral from left to right. */
    private static final class Sum {

        private BigDecimal all = BigDecimal.ZERO;
        private BigDecimal section = BigDecimal.ZERO;
        private @Nullable Element open;
        private long lastUnit;
        private long lastOfSection = Long.MAX_VALUE;
        private long largest = Long.MAX_VALUE;
        private boolean zero;

        boolean add(Element element) {
            switch (element.type()) {
                case ZERO -> {
                    if (open != null || zero) {
                        return false;
                    }
                    zero = true;
                    return true;
                }
                case DIGIT, LITERAL -> {
                    if (open != null || element.value().signum() < 0) {
                        return false;
                    }
                    open = element;
                    return true;
                }
                case UNIT -> {
                    return unit(element.value().longValueExact());
                }
            }
            return false;
        }

        private boolean unit(long unit) {
            Element number = open;
            open = null;
            if (unit < 10_000) {
                if (number == null && unit != 10 || unit >= lastOfSection) {
                    return false;
                }
                BigDecimal factor = number == null ? BigDecimal.ONE : number.value();
                section = section.add(factor.multiply(BigDecimal.valueOf(unit)));
                lastOfSection = unit;
            } else {
                BigDecimal before = section.add(number == null ? BigDecimal.ZERO : number.value());
                boolean nested = unit == 100_000_000 && largest == 10_000;
                if (before.signum() == 0 && !nested || unit >= largest && !nested) {
                    return false;
                }
                BigDecimal factor = BigDecimal.valueOf(unit);
                all = nested ? all.add(before).multiply(factor) : all.add(before.multiply(factor));
                section = BigDecimal.ZERO;
                lastOfSection = Long.MAX_VALUE;
                largest = unit;
            }
            lastUnit = unit;
            zero = false;
            return true;
        }

        BigDecimal value() {
            BigDecimal sum = all.add(section);
            Element last = open;
            if (last == null) {
                return zero && lastUnit > 0 ? BigDecimal.ONE.negate() : Numeral.plain(sum);
            }
            if (lastUnit == 0) {
                return last.value();
            }
            if (last.value().scale() > 0) {
                return BigDecimal.ONE.negate();
            }
            if (zero || lastUnit == 10) {
                return Numeral.plain(sum.add(last.value()));
            }
            int places = Long.toString(lastUnit).length() - 1;
            if (last.length() == 1) {
                return Numeral.plain(sum.add(last.value().multiply(BigDecimal.valueOf(lastUnit / 10))));
            }
            return last.length() == places ? Numeral.plain(sum.add(last.value())) : BigDecimal.ONE.negate();
        }
    }
}
