package clda.nlu.number;

import clda.nlu.number.Amount.Limit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words before and after a number that make it a bound: "not more than", 以内. */
final class BoundWords {

    record Found(int end, Limit limit) {}

    private static final Map<Limit, Pattern> BEFORE = new LinkedHashMap<>();
    private static final Map<Limit, Pattern> BEHIND = new LinkedHashMap<>();

    static {
        before(
                Limit.AT_MOST,
                "(?:not|no)\\s+more\\s+than|at\\s+most|up\\s+to|max(?:imum)?\\.?(?:\\s+of)?|an?\\s+max(?:imum)?\\s+of|not\\s+(?:exceeding|over|above)|(?:does\\s+not|doesn't|don't|not\\s+to)\\s+exceed|<=|≤",
                "不超过|不多于|不高于|不大于|不得超过|别超过|最多|至多|顶多|上限|最高");
        before(
                Limit.AT_LEAST,
                "(?:not|no)\\s+(?:less|fewer)\\s+than|at\\s+least|min(?:imum)?\\.?(?:\\s+of)?|an?\\s+min(?:imum)?\\s+of|not\\s+(?:below|under)|>=|≥",
                "至少|最少|不少于|不低于|不小于|起码|最低|下限");
        before(Limit.BELOW, "less\\s+than|fewer\\s+than|under|below|<", "少于|低于|小于|不到|不足|不满");
        before(Limit.ABOVE, "more\\s+than|greater\\s+than|over|above|exceeding|>", "超过|高于|多于|大于|超出");
        before(
                Limit.ABOUT,
                "about|around|roughly|approximately|approx\\.?|some|almost|nearly|circa|ca\\.|~|close\\s+to",
                "大约|大概|快(?=[\\d一二三四五六七八九十百千两])|约莫|约|差不多|将近|接近|(?<![最附])近");
        behind(
                Limit.AT_MOST,
                "(?:or|and)\\s+(?:less|under|below|lower)|max(?:imum)?|at\\s+(?:the\\s+)?most|tops",
                "以内|之内|以下|之下|封顶");
        behind(
                Limit.AT_LEAST,
                "(?:or|and)\\s+(?:more|over|above|up|higher)|min(?:imum)?|at\\s+(?:the\\s+)?least",
                "以上|起(?![来码床点飞])");
        behind(Limit.BELOW, "(?!)", "不到|不足");
        behind(Limit.ABOUT, "or\\s+so|or\\s+thereabouts|give\\s+or\\s+take", "左右|上下|多(?![少于次个半谢])");
    }

    private static final Pattern ATTACHED_ABOUT =
            Pattern.compile("-?(?:ish|odd)(?![A-Za-z])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTACHED_AT_LEAST = Pattern.compile("\\+(?!\\s*[\\d$£€¥￥])");

    private BoundWords() {}

    private static void before(Limit limit, String english, String chinese) {
        BEFORE.put(
                limit,
                Pattern.compile(
                        "(?:" + english.replace("<=|≤", "(?:<=|≤)") + ")(?:\\s+|(?<=[<>=≤≥~.])(?=\\S)|(?=[$£€¥￥]))|(?:"
                                + chinese + ")(?:为|是|给)?\\s*",
                        Pattern.CASE_INSENSITIVE));
    }

    private static void behind(Limit limit, String english, String chinese) {
        BEHIND.put(
                limit, Pattern.compile("\\s+(?:" + english + ")\\b|\\s*(?:" + chinese + ")", Pattern.CASE_INSENSITIVE));
    }

    /** The bound at a place before a number, or null. */
    static @Nullable Found before(Sentence sentence, int at) {
        return Currencies.isLatin(sentence.charAt(at))
                        && Character.isLetterOrDigit(sentence.charAt(at - 1))
                        && Currencies.isLatin(sentence.charAt(at - 1))
                ? null
                : find(BEFORE, sentence, at);
    }

    /** The bound at a place after a number, or null. */
    static @Nullable Found behind(Sentence sentence, int at) {
        return find(BEHIND, sentence, at);
    }

    /** A bound attached to a number, before its currency: "20-ish dollars", "20+ dollars". */
    static @Nullable Found attached(Sentence sentence, int at) {
        int about = sentence.after(ATTACHED_ABOUT, at);
        if (about > at) {
            return new Found(about, Limit.ABOUT);
        }
        int atLeast = sentence.after(ATTACHED_AT_LEAST, at);
        return atLeast > at ? new Found(atLeast, Limit.AT_LEAST) : null;
    }

    private static @Nullable Found find(Map<Limit, Pattern> patterns, Sentence sentence, int at) {
        for (Map.Entry<Limit, Pattern> pattern : patterns.entrySet()) {
            Matcher matcher = sentence.at(pattern.getValue(), at);
            if (matcher != null) {
                return new Found(matcher.end(), pattern.getKey());
            }
        }
        return null;
    }
}
