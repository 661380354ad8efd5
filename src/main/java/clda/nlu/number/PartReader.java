package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a number with its sign, its currency, its multiplier and its cents, in full or not at all. */
final class PartReader {

    private static final Pattern MINUS = words("-(?=[.\\d]|[$£€¥￥]\\s?[.\\d])|(?:minus|negative)\\s+|负");
    /** May be a minus sign or a dash; behind a word that corrects ("no – 5") it is a dash. */
    private static final Pattern DASH = words(
            "(?<!(?:\\b(?:no|nope|wait|sorry|oops|actually)|不是|不对|错了|不|等等)[\\s–-]{0,3})(?:[-–]\\s+|–|--+)(?=[$£€¥￥]?\\s?[.\\d])");

    private static final Pattern PLUS = words("\\+(?=[$£€¥￥]?[.\\d])");
    private static final Pattern VAGUE = words(
            "(?:an?\\s+few|several)\\s+(?:hundred\\s+|thousand\\s+|million\\s+)?(?=(?:hundred|thousand|million|grand|dollar|buck|euro|pound|cent|quid)s?\\b)"
                    + "|(?:好?几|数|上|若干)(?:[十百千万亿]+|(?=[块元毛]))|百八十(?=[块元])|(?<![\\p{IsHan}&&[^退款付给还]])[块毛](?:半|八毛|[一二三四五六七八九](?![个件]))|[百千万块](?:把|儿八)(?=[块元钱个毛])|千儿八百");
    private static final Pattern LEADING_POINT = Pattern.compile("(?<![早晚快慢一差多少有重要地起终几好])点[零一二三四五六七八九]+");
    private static final Pattern ONE_MEANT =
            words("one(?:\\s+(?:or|to)\\s+(?:two|three|four|five|ten|\\d)|\\s*[-–]\\s*(?:two|three|\\d))");
    private static final Pattern ONLY_ONE = words("\\W*one\\W*");
    private static final Pattern ARTICLE_ONE = Pattern.compile("一(?=\\p{IsHan})(?![块元角毛分百千万亿点到至或还半美欧英日港台澳加新人整])");

    private PartReader() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** The amount that begins at a place, or null. */
    static @Nullable Part at(Sentence sentence, int at) {
        char before = sentence.charAt(at - 1);
        boolean insideWord =
                Currencies.isLatin(before) && (Currencies.isLatin(sentence.charAt(at)) || isDigit(sentence.charAt(at)));
        if (insideWord || isDigit(before) && isDigit(sentence.charAt(at))) {
            return null;
        }
        Part expression = Expressions.at(sentence, at);
        return expression != null ? expression : new PartReader().read(sentence, at);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean negative;
    private boolean eitherSign;

    private @Nullable Part read(Sentence sentence, int at) {
        int place = sign(sentence, at);
        Currencies.Written before = Currencies.before(sentence, place);
        if (before != null) {
            place = sentence.afterSpace(before.end());
            int signed = sentence.after(MINUS, place);
            negative |= signed > place;
            place = signed;
        }
        int point = sentence.after(LEADING_POINT, place);
        if (point > place) {
            return Part.unreadable(point);
        }
        Matcher vague = sentence.at(VAGUE, place);
        if (vague != null) {
            return vague(sentence, vague.end());
        }
        Numeral numeral = NumeralReader.at(sentence, place, before);
        return numeral == null ? null : withUnit(sentence, place, before, numeral);
    }

    private @Nullable Part withUnit(
            Sentence sentence, int began, Currencies.@Nullable Written before, Numeral numeral) {
        Part part = unit(sentence, began, before, numeral);
        String written = sentence.text().substring(began, numeral.end());
        boolean bare = part.kind() == Kind.NUMBER && part.end() == numeral.end();
        boolean noNumber =
                bare && (isPronoun(sentence, began, written) || written.equals("一") && isArticle(sentence, began));
        boolean article = part.kind() == Kind.QUANTITY && (written.equals("一") || written.equalsIgnoreCase("one"));
        return noNumber || article ? null : part;
    }

    private int sign(Sentence sentence, int at) {
        char before = sentence.charAt(at - 1);
        boolean apart =
                !Character.isLetterOrDigit(before) || Character.UnicodeScript.of(before) == Character.UnicodeScript.HAN;
        if (!apart || before == '-' || before == ')') {
            return at;
        }
        int minus = sentence.after(MINUS, at);
        if (minus > at) {
            negative = true;
            return minus;
        }
        int dash = sentence.after(DASH, at);
        if (dash > at) {
            eitherSign = true;
            return dash;
        }
        return sentence.after(PLUS, at);
    }

    private static Part vague(Sentence sentence, int end) {
        Currencies.Written behind = Currencies.behind(sentence, sentence.afterSpace(end));
        ChineseMoney.Ending ending = ChineseMoney.behind(sentence, end, Numeral.unreadable(end));
        return Part.unreadable(
                behind != null
                        ? behind.end()
                        : ending != null ? ending.end() : NumeralReader.afterMultiplier(sentence, end));
    }

    /** "Which one", 一个工单. */
    private static boolean isPronoun(Sentence sentence, int began, String written) {
        return written.equalsIgnoreCase("one")
                && sentence.at(ONE_MEANT, began) == null
                && !ONLY_ONE.matcher(sentence.text()).matches();
    }

    private static boolean isArticle(Sentence sentence, int began) {
        return sentence.at(ARTICLE_ONE, began) != null;
    }

    private Part unit(Sentence sentence, int began, Currencies.@Nullable Written before, Numeral numeral) {
        int end = numeral.end();
        int percent = sentence.after(Units.PERCENT, end);
        if (percent > end) {
            return before == null
                    ? part(percent, Kind.PERCENTAGE, numeral, List.of(), BigDecimal.ZERO)
                    : Part.unreadable(percent);
        }
        Currencies.Written cents = before == null ? Cents.alone(sentence, end) : null;
        if (cents != null) {
            return part(cents.end(), Kind.MONEY, hundredths(numeral), cents.codes(), BigDecimal.ZERO, true);
        }
        Currencies.Written behind = Currencies.behind(sentence, sentence.afterSpace(end));
        if (behind == null) {
            ChineseMoney.Ending ending = ChineseMoney.behind(sentence, began, numeral);
            if (ending != null) {
                return chinese(sentence, before, numeral, ending);
            }
        }
        Currencies.Written again =
                behind == null ? null : Currencies.behind(sentence, sentence.afterSpace(behind.end()));
        if (behind != null && again != null) {
            if (Currencies.both(behind, again).isEmpty()) {
                return Part.unreadable(again.end());
            }
            behind = again;
        }
        Optional<List<String>> codes = Currencies.both(before, behind);
        if (before == null && behind == null) {
            return bare(sentence, numeral);
        }
        int place = behind == null ? end : behind.end();
        if (codes.isEmpty()) {
            return Part.unreadable(place);
        }
        boolean word = behind != null && behind.word();
        Cents.Added added = Cents.behind(sentence, place, word);
        if (added == null) {
            ChineseMoney.Ending local =
                    before != null && behind != null ? null : ChineseMoney.behind(sentence, began, numeral);
            return local != null
                    ? chinese(sentence, before, numeral, local)
                    : part(place, Kind.MONEY, numeral, codes.get(), BigDecimal.ZERO);
        }
        boolean whole =
                numeral.values().size() == 1 && numeral.values().getFirst().scale() <= 0 && added.value() != null;
        return whole && added.value() != null
                ? part(added.end(), Kind.MONEY, numeral, codes.get(), added.value())
                : Part.unreadable(added.end());
    }

    private static final Pattern BEHIND_CHINESE = Pattern.compile("\\s*人民币");

    private Part chinese(
            Sentence sentence, Currencies.@Nullable Written before, Numeral numeral, ChineseMoney.Ending ending) {
        int named = sentence.after(BEHIND_CHINESE, ending.end());
        List<String> codes = before != null ? before.codes() : List.of(named > ending.end() ? "CNY" : Amount.LOCAL);
        BigDecimal small = ending.small();
        boolean added = small != null && small.signum() > 0;
        boolean twoFractions = numeral.values().stream().anyMatch(value -> value.scale() > 0);
        if (small == null || added && (twoFractions || numeral.values().size() != 1)) {
            return Part.unreadable(named);
        }
        Numeral all = ending.factor().equals(BigDecimal.ONE) ? numeral : numeral.times(numeral.end(), ending.factor());
        return part(named, Kind.MONEY, all, codes, small);
    }

    private static final Pattern EVEN = Pattern.compile("[整正](?![个在好理])");

    private Part bare(Sentence sentence, Numeral numeral) {
        int end = numeral.end();
        int time = sentence.after(Units.TIME, end);
        if (time > end) {
            int unit = sentence.after(Units.COUNTED, end);
            return unit > time ? part(unit, Kind.QUANTITY, numeral, List.of(), BigDecimal.ZERO) : Part.unreadable(time);
        }
        int unit = sentence.after(Units.COUNTED, end);
        if (unit > end && sentence.charAt(unit) == '半') {
            return Part.unreadable(unit + 1);
        }
        if (unit > end) {
            return part(unit, Kind.QUANTITY, numeral, List.of(), BigDecimal.ZERO);
        }
        if (sentence.charAt(end) == '分' || sentence.charAt(end) == '半') {
            return Part.unreadable(end + 1);
        }
        return part(sentence.after(EVEN, end), Kind.NUMBER, numeral, List.of(), BigDecimal.ZERO);
    }

    private static Numeral hundredths(Numeral numeral) {
        return new Numeral(
                numeral.end(),
                numeral.values().stream().map(value -> value.movePointLeft(2)).toList(),
                numeral.about());
    }

    private Part part(int end, Kind kind, Numeral numeral, List<String> codes, BigDecimal added) {
        return part(end, kind, numeral, codes, added, false);
    }

    private Part part(int end, Kind kind, Numeral numeral, List<String> codes, BigDecimal added, boolean cents) {
        if (numeral.values().isEmpty() || cents && added.signum() > 0) {
            return Part.unreadable(end);
        }
        List<Reading> readings = new ArrayList<>();
        for (BigDecimal value : numeral.values()) {
            BigDecimal sum = added.signum() == 0 ? value : value.add(added);
            BigDecimal signed = negative ? sum.negate() : sum;
            for (String code : codes.isEmpty() ? List.of("") : codes) {
                String currency = code.isEmpty() ? null : code;
                readings.add(new Reading(signed, null, currency));
                if (eitherSign) {
                    readings.add(new Reading(signed.negate(), null, currency));
                }
            }
        }
        return new Part(end, kind, numeral.about(), readings);
    }
}
