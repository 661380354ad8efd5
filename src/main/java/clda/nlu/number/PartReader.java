package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a number with its sign, its currency, its multiplier and its cents, all of it or nothing. */
final class PartReader {

    private static final Pattern MINUS = words("-(?=[$£€¥￥]?\\s?[.\\d])|(?:minus|negative)\\s+|负");
    private static final Pattern DASH = words("[-–]\\s+(?=[$£€¥￥]?\\s?[.\\d])");
    private static final Pattern PLUS = words("\\+(?=[$£€¥￥]?[.\\d])");
    private static final Pattern MULTIPLIER = words(
            "\\s?(k|thousand|grand)(?![A-Za-z])|\\s?(mn|mio|million)(?![A-Za-z])|\\s?(bn|billion)(?![A-Za-z])|([mb])(?![A-Za-z])|\\s?(hundred)(?![A-Za-z])|\\s?(lakhs?)(?![A-Za-z])|\\s?(crores?)(?![A-Za-z])|(w)(?![A-Za-z])|\\s*(dozen)(?![A-Za-z])");
    private static final long[] FACTORS = {1_000, 1_000_000, 1_000_000_000, 0, 100, 100_000, 10_000_000, 10_000, 12};
    private static final Pattern PERCENT = words("\\s*(?:%|percent\\b|per\\s+cent\\b|pct\\b|percentage\\s+points?\\b)");
    private static final Pattern TIME = words("\\s*(?:[ap]m\\b|[ap]\\.m\\.|o'clock\\b)|\\s*(?:年|月|日|号|点钟|点半|点|时(?!间))");
    private static final Pattern UNIT = words(
            "\\s*-?\\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times|items?|pieces?|pcs|tickets?|orders?|e-?mails?|mails?|messages?|refunds?|people|persons|customers?|users?|kg|kilos?|g|grams?|km|miles?|meters?|metres?|cm|mm|inch(?:es)?|feet|ft|lbs?|mb|gb|tb)(?![A-Za-z])"
                    + "|\\s*(?:秒|分钟|个?小时|天|周(?!末)|个?星期|个?月|位|封|张|条|件|份|笔|次|名|人(?!民币)|岁|公斤|斤|公里|里|米|个(?!百分点)|单(?!子)|倍)");
    private static final Pattern ARTICLE_BEFORE_MONEY = words("an?\\s+(?=(?:dollar|buck|euro|pound|quid)\\b)");
    private static final Pattern HALF = words(
            "(?:half\\s+(?:an?\\s+)?|(?:a\\s+|one\\s+)?half\\s+of\\s+an?\\s+)(?=(?:dollar|buck|euro|pound|percent)\\b)|半(?=[块元毛角]|美元|欧元)");
    private static final Pattern QUARTERS =
            words("(an?|one|three)\\s+quarters?\\s+of\\s+an?\\s+(?=(?:dollar|buck|euro|pound)\\b)");
    private static final Pattern COUPLE = words(
            "(?:a\\s+)?couple(?:\\s+of)?\\s+(?=(?:hundred|thousand|million|grand|dollar|buck|euro|pound|cent|quid)s?\\b)");
    private static final Pattern DOZEN = words("half\\s+a\\s+dozen\\b|a\\s+dozen\\b");
    private static final Pattern VAGUE = words(
            "(?:an?\\s+few|several)\\s+(?:hundred\\s+|thousand\\s+|million\\s+)?(?=(?:hundred|thousand|million|grand|dollar|buck|euro|pound|cent|quid)s?\\b)"
                    + "|(?:好?几|数|上|若干)(?:[十百千万亿]+|(?=[块元毛]))|百八十(?=[块元])|[百千万块](?:把|儿八)(?=[块元钱个毛])|千儿八百");
    private static final Pattern AND_HALF = words("\\s+and\\s+(?:an?\\s+)?half\\b|\\s*½|\\s+1/2(?![\\d/])");
    private static final Pattern AND_QUARTER = words("\\s+and\\s+(?:an?|one)\\s+quarter\\b|\\s*¼|\\s+1/4(?![\\d/])");
    private static final Pattern AND_QUARTERS = words("\\s+and\\s+three\\s+quarters\\b|\\s*¾|\\s+3/4(?![\\d/])");
    private static final Pattern FRACTION = Pattern.compile("([1-9])/(2|4|5|8|10|20)(?![\\d/])");
    private static final Pattern NO_CENTS = Pattern.compile("[.,](?:--?|–|—)(?!\\d)");
    private static final Pattern TIME_WITH_POINT = Pattern.compile("点\\s*\\d+(?:分|\\s*刻)?");
    private static final Pattern POINT = Pattern.compile("点(\\d+)(?=\\s*[块元])");
    private static final Pattern MORE = Pattern.compile("[多余来](?=[块元个万千百])");
    private static final Pattern LEADING_POINT = Pattern.compile("(?<!\\p{IsHan})点[零一二三四五六七八九]+");
    private static final Pattern GLUED = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern GLUED_UNITS = words("(?:st|nd|rd|th|ish|odd|am|pm|x)(?![A-Za-z0-9])");
    private static final Pattern ONE_MEANT =
            words("one(?:\\s+(?:or|to)\\s+(?:two|three|four|five|ten|\\d)|\\s*[-–]\\s*(?:two|three|\\d))");
    private static final Pattern ONLY_ONE = words("\\W*one\\W*");
    private static final Pattern ARTICLE_ONE = Pattern.compile("一(?=\\p{IsHan})(?![块元角毛分百千万亿点到至或还半美欧英日港台澳加新人整])");

    private PartReader() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** What begins at a place, or null. */
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
        if (isDigit(sentence.charAt(place)) || sentence.charAt(place) == '.' && isDigit(sentence.charAt(place + 1))) {
            Numeral chinese = ChineseNumbers.at(sentence, place);
            return chinese != null ? inWords(sentence, place, before, chinese) : inDigits(sentence, place, before);
        }
        Numeral words = words(sentence, place);
        return words == null ? null : inWords(sentence, place, before, words);
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
                behind != null ? behind.end() : ending != null ? ending.end() : sentence.after(MULTIPLIER, end));
    }

    /** Words that begin at a place, or null. */
    private static @Nullable Numeral words(Sentence sentence, int at) {
        Matcher half = sentence.at(HALF, at);
        if (half != null) {
            return Numeral.of(half.end(), new BigDecimal("0.5"));
        }
        Matcher quarters = sentence.at(QUARTERS, at);
        if (quarters != null) {
            boolean three = quarters.group(1).toLowerCase(Locale.ROOT).equals("three");
            return Numeral.of(quarters.end(), new BigDecimal(three ? "0.75" : "0.25"));
        }
        int couple = sentence.after(COUPLE, at);
        if (couple > at) {
            return new Numeral(couple, List.of(BigDecimal.TWO), true);
        }
        Matcher dozen = sentence.at(DOZEN, at);
        if (dozen != null) {
            return Numeral.of(
                    dozen.end(),
                    BigDecimal.valueOf(Character.toLowerCase(dozen.group().charAt(0)) == 'h' ? 6 : 12));
        }
        int article = sentence.after(ARTICLE_BEFORE_MONEY, at);
        if (article > at) {
            return Numeral.of(article, BigDecimal.ONE);
        }
        BigDecimal fraction = DigitNumbers.fraction(sentence.charAt(at));
        if (fraction != null) {
            return Numeral.of(at + 1, fraction);
        }
        Numeral english = EnglishNumbers.at(sentence, at);
        return english != null ? english : ChineseNumbers.at(sentence, at);
    }

    private @Nullable Part inWords(Sentence sentence, int began, Currencies.@Nullable Written before, Numeral numeral) {
        Numeral whole = withFraction(sentence, numeral);
        Matcher multiplier = sentence.at(MULTIPLIER, whole.end());
        if (multiplier != null && factor(multiplier) > 0) {
            whole = whole.times(multiplier.end(), BigDecimal.valueOf(factor(multiplier)));
        }
        Part part = withUnit(sentence, began, before, whole);
        boolean bare = part.kind() == Kind.NUMBER && part.end() == numeral.end();
        String written = sentence.text().substring(began, numeral.end());
        if (bare && (isPronoun(sentence, began, written) || numeral.end() == began + 1 && isArticle(sentence, began))) {
            return null;
        }
        boolean article = part.kind() == Kind.QUANTITY && (written.equals("一") || written.equalsIgnoreCase("one"));
        return article ? null : part;
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

    private static Numeral withFraction(Sentence sentence, Numeral numeral) {
        int at = numeral.end();
        BigDecimal added = null;
        int end = at;
        if (sentence.after(AND_HALF, at) > at) {
            end = sentence.after(AND_HALF, at);
            added = new BigDecimal("0.5");
        } else if (sentence.after(AND_QUARTER, at) > at) {
            end = sentence.after(AND_QUARTER, at);
            added = new BigDecimal("0.25");
        } else if (sentence.after(AND_QUARTERS, at) > at) {
            end = sentence.after(AND_QUARTERS, at);
            added = new BigDecimal("0.75");
        }
        if (added == null) {
            return numeral;
        }
        boolean whole =
                numeral.values().size() == 1 && numeral.values().getFirst().scale() <= 0;
        return whole ? Numeral.of(end, numeral.values().getFirst().add(added)) : Numeral.unreadable(end);
    }

    private static long factor(Matcher multiplier) {
        for (int group = 1; group <= multiplier.groupCount(); group++) {
            if (multiplier.group(group) != null) {
                return FACTORS[group - 1];
            }
        }
        return 0;
    }

    private @Nullable Part inDigits(Sentence sentence, int at, Currencies.@Nullable Written before) {
        int end = DigitNumbers.end(sentence, at);
        String digits = sentence.text().substring(at, end);
        Matcher fraction = sentence.at(FRACTION, at);
        if (fraction != null && Currencies.behind(sentence, sentence.afterSpace(fraction.end())) != null) {
            BigDecimal value = new BigDecimal(fraction.group(1)).divide(new BigDecimal(fraction.group(2)));
            boolean proper = value.compareTo(BigDecimal.ONE) < 0;
            Numeral numeral = proper ? Numeral.of(fraction.end(), value) : Numeral.unreadable(fraction.end());
            return withUnit(sentence, at, before, numeral);
        }
        if (isGlued(sentence, end)) {
            return Part.unreadable(sentence.after(GLUED, end));
        }
        Matcher point = sentence.at(POINT, end);
        if (point != null) {
            return withUnit(
                    sentence, at, before, Numeral.of(point.end(), new BigDecimal(digits + "." + point.group(1))));
        }
        int time = sentence.after(TIME_WITH_POINT, end);
        if (time > end) {
            return Part.unreadable(time);
        }
        Matcher multiplier = sentence.at(MULTIPLIER, end);
        int place = multiplier == null ? end : multiplier.end();
        Currencies.Written behind = Currencies.behind(sentence, sentence.afterSpace(place));
        boolean percent = sentence.after(PERCENT, end) > end;
        Numeral numeral =
                new Numeral(end, values(sentence, digits, before, behind, multiplier != null || percent), false);
        numeral = withFraction(sentence, numeral);
        if (multiplier != null && numeral.end() == end) {
            Numeral many = many(sentence, numeral, multiplier, before != null || behind != null);
            return many == null ? Part.unreadable(sentence.after(GLUED, end)) : withUnit(sentence, at, before, many);
        }
        int noCents = sentence.after(NO_CENTS, numeral.end());
        if (digits.endsWith("0") && sentence.at(MORE, noCents) != null) {
            return withUnit(sentence, at, before, ChineseNumbers.about(sentence, noCents + 1, numeral.values()));
        }
        return withUnit(sentence, at, before, new Numeral(noCents, numeral.values(), false));
    }

    /** Whether letters follow the digits that are no unit: "1O", "5x". */
    private static boolean isGlued(Sentence sentence, int end) {
        if (!Currencies.isLatin(sentence.charAt(end))) {
            return false;
        }
        int letters = sentence.after(MULTIPLIER, end);
        boolean unit = sentence.after(GLUED_UNITS, end) > end
                || sentence.after(UNIT, end) > end
                || sentence.after(PERCENT, end) > end
                || Cents.alone(sentence, end) != null
                || Currencies.behind(sentence, letters) != null;
        return !unit && (letters == end || isDigit(sentence.charAt(letters)));
    }

    private static List<BigDecimal> values(
            Sentence sentence,
            String digits,
            Currencies.@Nullable Written before,
            Currencies.@Nullable Written behind,
            boolean decimalComma) {
        List<String> codes = Currencies.both(before, behind).orElse(List.of());
        DigitNumbers.Marks marks = codes.isEmpty() && sentence.isChinese() && hasChineseUnit(sentence, digits)
                ? DigitNumbers.Marks.COMMA_GROUPS
                : Currencies.marks(codes);
        return DigitNumbers.values(
                digits, marks, sentence.isChinese(), decimalComma || marks == DigitNumbers.Marks.EITHER);
    }

    private static boolean hasChineseUnit(Sentence sentence, String digits) {
        return Pattern.compile(Pattern.quote(digits) + "\\s*[块元]")
                .matcher(sentence.text())
                .find();
    }

    /** Null if the letter may as well be something else. */
    private static @Nullable Numeral many(Sentence sentence, Numeral numeral, Matcher multiplier, boolean money) {
        long factor = factor(multiplier);
        String letter = multiplier.group().strip();
        if (factor > 0) {
            boolean tenThousand = letter.equalsIgnoreCase("w");
            boolean clear = !tenThousand
                    || sentence.isChinese()
                    || sentence.text().strip().length() == multiplier.end();
            return clear ? numeral.times(multiplier.end(), BigDecimal.valueOf(factor)) : null;
        }
        BigDecimal million = BigDecimal.valueOf(letter.equalsIgnoreCase("m") ? 1_000_000 : 1_000_000_000);
        Numeral many = numeral.times(multiplier.end(), million);
        if (money || letter.equals("M")) {
            return many;
        }
        List<BigDecimal> either = new ArrayList<>(many.values());
        either.addAll(numeral.values());
        return new Numeral(multiplier.end(), either, false);
    }

    private Part withUnit(Sentence sentence, int began, Currencies.@Nullable Written before, Numeral numeral) {
        int end = numeral.end();
        int percent = sentence.after(PERCENT, end);
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
            ChineseMoney.Ending again =
                    before != null && behind != null ? null : ChineseMoney.behind(sentence, began, numeral);
            return again != null
                    ? chinese(sentence, before, numeral, again)
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
        int time = sentence.after(TIME, end);
        if (time > end) {
            int unit = sentence.after(UNIT, end);
            return unit > time ? part(unit, Kind.QUANTITY, numeral, List.of(), BigDecimal.ZERO) : Part.unreadable(time);
        }
        int unit = sentence.after(UNIT, end);
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
