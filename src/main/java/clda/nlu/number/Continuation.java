package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether the text next to a number turns it into another number, so that it must not be read alone. */
final class Continuation {

    /** Text between two numbers that makes them one number, or no readable number. */
    private static final Pattern TIED = words(
            "\\s*|\\s*[+*×÷/=^·]\\s*|\\s*x\\s*|\\s+(?:plus|times|minus|multiplied\\s+by|divided\\s+by|x|less)\\s+|\\s*(?:加上?|减去?|乘以?|除以?)\\s*");
    /** Signs between two numbers that do not form a list. */
    private static final Pattern NO_LIST = Pattern.compile("[^\\p{L}\\p{N},，;；、。.!?！？\\n]+|\\s+[,.，。]\\s*");

    private static final Pattern IN_BRACKETS = Pattern.compile("\\s*[(（]\\s*");

    /** Text after a number that changes its value. */
    private static final Pattern CHANGED_BEHIND = words(
            "\\s+(?:and|&|n)\\s+(?:an?\\s+)?(?:half|quarter|third|bit|some|something|change|odd|more)\\b|[-\\s]+something\\b|\\s+(?:twice|thrice|doubled)\\b"
                    + "|[-\\s]+(?:half|halves|quarters?|thirds?|fifths?|sixths?|eighths?|tenths?|hundredths?)\\b|\\s*(?:几[毛角分]?|好几[块元]?|出头|的?[两双三四五]倍)");

    private static final Pattern MISSPELT_MONEY =
            words("\\s+([A-Za-z]+)\\s+(?:dollars?|bucks?|euros?|pounds?|cents?|usd|eur|gbp)\\b");
    private static final Pattern MAY_STAND_BEFORE_MONEY = words("(?:for|of|in|to|and|or|the|a|my|his|her|order)");
    private static final Pattern GLUED = Pattern.compile("[A-Za-z0-9]+");

    /** "1.A234", but not "5,A-1003". */
    private static final Pattern GLUED_BEHIND_MARK =
            Pattern.compile("[.,'’·](?![A-Za-z]+-\\d\\d)(?=[^\\s\\p{IsHan}$£€¥￥]*\\d)[^\\s\\p{IsHan}]+");

    private Continuation() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** Whether two numbers with this text between them are one number or an arithmetic expression. */
    static boolean ties(String between) {
        return TIED.matcher(between).matches() || NO_LIST.matcher(between).matches();
    }

    /** Whether the second amount only repeats the first, in brackets: 100元（壹佰元整）. */
    static boolean repeats(Amount first, Amount second, String between) {
        return IN_BRACKETS.matcher(between).matches()
                && first.kind() == second.kind()
                && first.exact().isPresent()
                && first.readings().equals(second.readings());
    }

    /** The end of text that changes the number, such as "and a bit" or misspelt words; else the end of the number. */
    static int end(Sentence sentence, Part part) {
        int end = part.end();
        int changed = sentence.after(CHANGED_BEHIND, end);
        if (changed > end) {
            return changed;
        }
        if (isGlued(sentence, end)) {
            return sentence.after(GLUED, end);
        }
        int behindMark = isDigit(sentence.charAt(end - 1)) ? sentence.after(GLUED_BEHIND_MARK, end) : end;
        if (behindMark > end) {
            return behindMark;
        }
        Matcher money = part.kind() == Kind.NUMBER ? sentence.at(MISSPELT_MONEY, end) : null;
        return money == null || MAY_STAND_BEFORE_MONEY.matcher(money.group(1)).matches() ? end : money.end();
    }

    /** Whether letters or digits that were not understood directly follow the number. */
    private static boolean isGlued(Sentence sentence, int end) {
        char last = sentence.charAt(end - 1);
        char next = sentence.charAt(end);
        boolean open = Currencies.isLatin(last) || isDigit(last);
        boolean goesOn = Currencies.isLatin(next) || isDigit(next);
        return open && goesOn && BoundWords.attached(sentence, end) == null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
