package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Limit;
import clda.nlu.number.Amount.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the amounts of a sentence. */
public final class AmountReader {

    /** Names with digits in them: mail addresses, links, "A-1003", "#7". Their digits are not numbers. */
    private static final Pattern NAME = Pattern.compile(
            "[\\w.+'-]{1,64}+@[\\w-]++(?:\\.[\\w-]++)++|(?:https?://|www\\.)[^\\s，。；）]+|[A-Za-z]++(?:[-_][A-Za-z]++){0,6}+[-_]\\d{2}[\\w-]*+(?:\\.\\d++)*+"
                    + "|(?:[#№]\\s?|[A-Za-z]++(?:[-_][A-Za-z]++){0,6}+[-_]?(?=\\d))[\\w-]++(?:[.,]\\d++)*+");

    private static final Pattern CURRENCY_AND_DIGITS =
            Pattern.compile("(?:[A-Za-z]{3}|Rs|kr|US|hk)\\d.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern BETWEEN = words("(?:between|from)\\s+|从\\s*|介于\\s*");
    private static final Pattern RANGE = words("\\s*[-–~]\\s*|\\s+to\\s+|\\s*[到至]\\s*|\\s+through\\s+");
    private static final Pattern RANGE_AFTER_BETWEEN = words("\\s*[-–~]\\s*|\\s+(?:to|and)\\s+|\\s*[到至和与]\\s*");
    private static final Pattern OR = words("\\s+or\\s+|\\s*(?:或者?|还是)\\s*");
    private static final Pattern MORE_DASHES = Pattern.compile("[-–/]\\d[\\d/–-]*");

    private static final Pattern TIMES_BEFORE =
            words("(?:twice|thrice|double|triple|half)\\s+(?:the\\s+)?(?=[$£€¥￥\\d])");

    private AmountReader() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** The amounts in order, without overlaps. Numbers within a name ("A-1003"), a mail address or a link are ignored. */
    public static List<Amount> read(String text) {
        Sentence sentence = new Sentence(text);
        List<Amount> found = new ArrayList<>();
        int at = Beginnings.next(sentence, 0);
        while (at < sentence.length()) {
            int name = name(sentence, at);
            int money = name > at ? money(sentence, name) : name;
            Amount amount = money > name ? unreadable(at, money) : name > at ? null : at(sentence, at);
            if (amount != null) {
                add(sentence, found, amount);
            }
            at = Beginnings.next(sentence, amount != null ? amount.end() : Math.max(name, at + 1));
        }
        return List.copyOf(found);
    }

    /** The end of a name that begins at the place; the place itself if there is none. */
    private static int name(Sentence sentence, int at) {
        char before = sentence.charAt(at - 1);
        if (before == '@' || Currencies.isLatin(before) || before >= '0' && before <= '9') {
            return at;
        }
        Matcher name = sentence.at(NAME, at);
        if (name == null) {
            return ChineseNumbers.noNumber(sentence, at);
        }
        String written = name.group();
        boolean currency = CURRENCY_AND_DIGITS.matcher(written).matches() && Currencies.before(sentence, at) != null;
        return currency ? at : name.end();
    }

    /** The end of a currency that follows a name ("A12 dollars", "#99块"), or the end of the name. */
    private static int money(Sentence sentence, int end) {
        Currencies.Written behind = Currencies.behind(sentence, sentence.afterSpace(end));
        if (behind != null && behind.word() && behind.end() - sentence.afterSpace(end) > 3) {
            return behind.end();
        }
        Currencies.Written cents = Cents.alone(sentence, end);
        if (cents != null) {
            return cents.end();
        }
        ChineseMoney.Ending ending = ChineseMoney.behind(sentence, end, Numeral.unreadable(end));
        return ending != null ? ending.end() : end;
    }

    /** Numbers that are adjacent or joined by an arithmetic sign are not read one by one. */
    private static void add(Sentence sentence, List<Amount> found, Amount amount) {
        Amount last = found.isEmpty() ? null : found.getLast();
        if (last != null && isNumber(last, sentence) && isNumber(amount, sentence)) {
            String between = sentence.text().substring(last.end(), amount.start());
            boolean repeats = Continuation.repeats(last, amount, between);
            if (repeats || Continuation.ties(between)) {
                found.removeLast();
                found.add(
                        repeats
                                ? new Amount(last.start(), amount.end(), last.kind(), last.limit(), last.readings())
                                : unreadable(last.start(), amount.end()));
                return;
            }
        }
        found.add(amount);
    }

    private static boolean isNumber(Amount amount, Sentence sentence) {
        return switch (amount.kind()) {
            case NUMBER, MONEY, PERCENTAGE, UNREADABLE -> true;
            case QUANTITY ->
                amount.in(sentence.text()).endsWith("times")
                        || amount.in(sentence.text()).endsWith("倍");
            case ORDINAL, REMAINDER, WHOLE -> false;
        };
    }

    private static @Nullable Amount at(Sentence sentence, int at) {
        if (Character.isDigit(sentence.charAt(at))) {
            return number(sentence, at, at, Limit.EXACTLY, RANGE);
        }
        int times = sentence.after(TIMES_BEFORE, at);
        Amount once = times > at && !Currencies.isLatin(sentence.charAt(at - 1))
                ? number(sentence, times, times, Limit.EXACTLY, RANGE)
                : null;
        if (once != null) {
            return unreadable(at, once.end());
        }
        BoundWords.Found before = BoundWords.before(sentence, at);
        if (before != null) {
            BoundWords.Found again = BoundWords.before(sentence, before.end());
            before = again != null && again.limit() == before.limit() ? again : before;
            Amount bound = number(sentence, at, before.end(), before.limit(), RANGE);
            if (bound != null) {
                return bound;
            }
        }
        int between = sentence.after(BETWEEN, at);
        boolean word = !Currencies.isLatin(sentence.charAt(at - 1));
        if (between > at && word) {
            Amount range = number(sentence, at, between, Limit.EXACTLY, RANGE_AFTER_BETWEEN);
            if (range != null && range.limit() == Limit.BETWEEN) {
                return range;
            }
        }
        return number(sentence, at, at, Limit.EXACTLY, RANGE);
    }

    private static @Nullable Amount number(Sentence sentence, int start, int at, Limit limit, Pattern rangeWords) {
        Part part = PartReader.at(sentence, at);
        if (part == null) {
            return null;
        }
        if (part.kind() == Kind.REMAINDER || part.kind() == Kind.WHOLE || part.kind() == Kind.ORDINAL) {
            return start == at ? new Amount(start, part.end(), part.kind(), Limit.EXACTLY, part.readings()) : null;
        }
        int changed = Continuation.end(sentence, part);
        if (changed > part.end()) {
            return unreadable(start, changed);
        }
        BoundWords.Found attached = BoundWords.attached(sentence, part.end());
        if (attached != null) {
            return attached(sentence, start, part, attached);
        }
        Amount range = limit == Limit.EXACTLY ? range(sentence, start, part, rangeWords) : null;
        if (range != null) {
            return range;
        }
        Amount either = limit == Limit.EXACTLY ? either(sentence, start, part) : null;
        if (either != null) {
            return either;
        }
        return bounded(sentence, start, part, limit);
    }

    private static Amount unreadable(int start, int end) {
        return new Amount(start, end, Kind.UNREADABLE, Limit.EXACTLY, List.of());
    }

    private static Amount bounded(Sentence sentence, int start, Part part, Limit limit) {
        BoundWords.Found behind = BoundWords.behind(sentence, part.end());
        int end = behind == null ? part.end() : behind.end();
        Limit all = limit;
        if (behind != null) {
            boolean contradiction = limit != Limit.EXACTLY && limit != behind.limit();
            if (contradiction) {
                return unreadable(start, end);
            }
            all = behind.limit();
        }
        if (part.about()) {
            if (all != Limit.EXACTLY && all != Limit.ABOUT) {
                return unreadable(start, end);
            }
            all = Limit.ABOUT;
        }
        return part.kind() == Kind.UNREADABLE
                ? unreadable(start, end)
                : new Amount(start, end, part.kind(), all, part.readings());
    }

    /** "20-ish dollars": the currency follows the bound. */
    private static Amount attached(Sentence sentence, int start, Part part, BoundWords.Found attached) {
        Currencies.Written money =
                part.kind() == Kind.NUMBER ? Currencies.behind(sentence, sentence.afterSpace(attached.end())) : null;
        if (part.readings().isEmpty()) {
            return unreadable(start, attached.end());
        }
        if (money == null) {
            return new Amount(start, attached.end(), part.kind(), attached.limit(), part.readings());
        }
        List<Reading> readings = part.readings().stream()
                .map(reading -> new Reading(reading.value(), null, money.codes().getFirst()))
                .toList();
        return new Amount(start, money.end(), Kind.MONEY, attached.limit(), readings);
    }

    private static @Nullable Amount range(Sentence sentence, int start, Part low, Pattern words) {
        Part high = next(sentence, low, words);
        if (high == null) {
            return null;
        }
        int more = sentence.after(MORE_DASHES, high.end());
        boolean numbers = low.isClear() && high.isClear() && more == high.end();
        if (!numbers || !sameKind(low, high)) {
            return unreadable(start, more);
        }
        Reading from = low.readings().getFirst();
        Reading to = high.readings().getFirst();
        boolean oneCurrency = from.currency() == null
                || to.currency() == null
                || from.currency().equals(to.currency());
        boolean scaled = to.value().compareTo(from.value().multiply(BigDecimal.valueOf(1_000))) >= 0;
        if (!oneCurrency
                || from.value().compareTo(to.value()) >= 0
                || scaled && from.value().signum() > 0) {
            return unreadable(start, high.end());
        }
        String currency = from.currency() == null ? to.currency() : from.currency();
        Kind kind = low.kind() == Kind.NUMBER ? high.kind() : low.kind();
        return new Amount(
                start, high.end(), kind, Limit.BETWEEN, List.of(new Reading(from.value(), to.value(), currency)));
    }

    /** "5 or 6 dollars": a person has to say which. */
    private static @Nullable Amount either(Sentence sentence, int start, Part first) {
        Part second = next(sentence, first, OR);
        if (second == null || !sameKind(first, second)) {
            return null;
        }
        if (!first.isClear() || !second.isClear()) {
            return unreadable(start, second.end());
        }
        Reading one = first.readings().getFirst();
        Reading other = second.readings().getFirst();
        String currency = one.currency() == null ? other.currency() : one.currency();
        Kind kind = first.kind() == Kind.NUMBER ? second.kind() : first.kind();
        return new Amount(
                start,
                second.end(),
                kind,
                Limit.EXACTLY,
                List.of(
                        new Reading(one.value(), null, currency),
                        new Reading(other.value(), null, other.currency() == null ? currency : other.currency())));
    }

    private static @Nullable Part next(Sentence sentence, Part part, Pattern words) {
        int from = sentence.after(words, part.end());
        if (from == part.end() || name(sentence, from) > from) {
            return null;
        }
        Part next = PartReader.at(sentence, from);
        return next == null || next.kind() == Kind.ORDINAL || next.kind() == Kind.REMAINDER || next.kind() == Kind.WHOLE
                ? null
                : next;
    }

    private static boolean sameKind(Part one, Part other) {
        return one.kind() == other.kind()
                || one.kind() == Kind.NUMBER
                || other.kind() == Kind.NUMBER && one.kind() != Kind.QUANTITY;
    }
}
