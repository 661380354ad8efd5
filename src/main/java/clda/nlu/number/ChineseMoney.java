package clda.nlu.number;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The units after a Chinese number that make it money: 块, 元, 毛, 角, 分, with the smaller units that follow. */
final class ChineseMoney {

    /** @param small what is added to the number; null if it is not clear */
    record Ending(int end, BigDecimal factor, @Nullable BigDecimal small, boolean unit) {}

    private static final String DIGIT = "([一二两三四五六七八九]|\\d)";
    /** No unit of something else follows, whose number would not belong to the money. */
    private static final String NO_OTHER_UNIT = "(?!\\s*[\\d.个件张封条份笔次位名天小月年点号日块元毛角分%折成单万千百十亿一二两三四五六七八九零])";

    private static final Pattern UNIT = Pattern.compile("\\s*(?:块钱|元钱|大洋|大元|块|元(?!旦|月|素))");
    private static final Pattern TENTHS = Pattern.compile("\\s*(?:零\\s*)?" + DIGIT + "\\s*[毛角](?:钱(?!\\d))?");
    private static final Pattern HUNDREDTHS = Pattern.compile("\\s*(?:零\\s*)?0?" + DIGIT + "\\s*分(?!钟)(?:钱)?");
    private static final Pattern BARE_HUNDREDTH = Pattern.compile("\\s*(?:零\\s*)?" + DIGIT + NO_OTHER_UNIT);
    private static final Pattern BARE_DIGITS = Pattern.compile("\\s*(\\d+)" + NO_OTHER_UNIT);
    private static final Pattern BARE = Pattern.compile("\\s*(零)?([一二三四五六七八九])([一二三四五六七八九])?" + NO_OTHER_UNIT);
    private static final Pattern HALF = Pattern.compile("\\s*半(?![个天年月小])");
    private static final Pattern ONLY_TENTHS = Pattern.compile("\\s*(?:毛钱|角钱|毛|角)");
    private static final Pattern ONLY_HUNDREDTHS = Pattern.compile("\\s*分钱");
    private static final Pattern EVEN = Pattern.compile("\\s*[整正](?![个在好理])");
    private static final Pattern TOGETHER = Pattern.compile("一块(?!钱)(?=\\p{IsHan})(?![零半一二三四五六七八九的吧呢吗])");
    private static final String DIGITS = "零一二三四五六七八九";
    private static final BigDecimal MAX_WITH_BARE_TENTHS = BigDecimal.valueOf(1_000);

    private ChineseMoney() {}

    /** The ending behind a number that began at a place, or null. */
    static @Nullable Ending behind(Sentence sentence, int began, Numeral numeral) {
        int at = numeral.end();
        if (sentence.at(TOGETHER, began) != null) {
            return new Ending(at + 1, BigDecimal.ONE, null, true);
        }
        Matcher unit = sentence.at(UNIT, at);
        if (unit != null) {
            Ending small = small(sentence, unit.end(), numeral);
            return new Ending(sentence.after(EVEN, small.end()), BigDecimal.ONE, small.small(), true);
        }
        Matcher tenths = sentence.at(ONLY_TENTHS, at);
        if (tenths != null) {
            Ending hundredths = hundredths(sentence, tenths.end());
            BigDecimal tenth = new BigDecimal("0.1");
            return new Ending(hundredths.end(), tenth, hundredths.small(), true);
        }
        Matcher hundredths = sentence.at(ONLY_HUNDREDTHS, at);
        return hundredths == null ? null : new Ending(hundredths.end(), new BigDecimal("0.01"), BigDecimal.ZERO, true);
    }

    /** What follows 块 or 元. */
    private static Ending small(Sentence sentence, int at, Numeral numeral) {
        Matcher tenths = sentence.at(TENTHS, at);
        if (tenths != null) {
            Ending hundredths = hundredths(sentence, tenths.end());
            BigDecimal small = hundredths.small();
            return ending(hundredths.end(), small == null ? null : small.add(places(tenths.group(1), 1)));
        }
        Matcher hundredths = sentence.at(HUNDREDTHS, at);
        if (hundredths != null) {
            return ending(hundredths.end(), places(hundredths.group(1), 2));
        }
        Matcher half = sentence.at(HALF, at);
        if (half != null) {
            return ending(half.end(), new BigDecimal("0.5"));
        }
        boolean whole = numeral.values().stream().allMatch(value -> value.scale() <= 0);
        Matcher digits = sentence.at(BARE_DIGITS, at);
        if (digits != null && !Currencies.isLatin(sentence.charAt(digits.end()))) {
            String written = digits.group(1);
            return ending(
                    digits.end(),
                    whole && written.length() <= 2 && isBelow(numeral) ? new BigDecimal("0." + written) : null);
        }
        Matcher bare = sentence.at(BARE, at);
        return bare == null ? ending(at, BigDecimal.ZERO) : ending(bare.end(), whole ? bare(bare, numeral) : null);
    }

    private static Ending ending(int end, @Nullable BigDecimal small) {
        return new Ending(end, BigDecimal.ONE, small, true);
    }

    /** 十二块五, 三块二五, 三块零五; but 一千块五 may mean "a thousand and five", and 三百块零八 may mean 308. */
    private static @Nullable BigDecimal bare(Matcher bare, Numeral numeral) {
        String first = bare.group(2);
        String second = bare.group(3);
        if (bare.group(1) != null) {
            return second == null && isBelow(numeral, BigDecimal.valueOf(100)) ? places(first, 2) : null;
        }
        if (!isBelow(numeral)) {
            return null;
        }
        if (second == null) {
            return places(first, 1);
        }
        // 五块五六 is "five fifty or sixty".
        boolean consecutive = DIGITS.indexOf(second) == DIGITS.indexOf(first) + 1;
        return consecutive ? null : places(first, 1).add(places(second, 2));
    }

    private static boolean isBelow(Numeral numeral) {
        return isBelow(numeral, MAX_WITH_BARE_TENTHS);
    }

    private static boolean isBelow(Numeral numeral, BigDecimal bound) {
        return numeral.values().stream().allMatch(value -> value.compareTo(bound) < 0);
    }

    /** What follows 毛 or 角. */
    private static Ending hundredths(Sentence sentence, int at) {
        Matcher named = sentence.at(HUNDREDTHS, at);
        if (named != null) {
            return ending(named.end(), places(named.group(1), 2));
        }
        Matcher bare = sentence.at(BARE_HUNDREDTH, at);
        return bare == null || Currencies.isLatin(sentence.charAt(bare.end()))
                ? ending(at, BigDecimal.ZERO)
                : ending(bare.end(), places(bare.group(1), 2));
    }

    private static BigDecimal places(String digit, int places) {
        int value = digit.equals("两") ? 2 : DIGITS.indexOf(digit);
        return BigDecimal.valueOf(value >= 0 ? value : Integer.parseInt(digit), places);
    }
}
