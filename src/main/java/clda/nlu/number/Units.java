package clda.nlu.number;

import java.util.regex.Pattern;

/** Units after a number that is not money. */
final class Units {

    static final Pattern PERCENT = words("\\s*(?:%|percent\\b|per\\s+cent\\b|pct\\b|percentage\\s+points?\\b)");
    /** Units of clocks and calendars, whose numbers do not count anything. */
    static final Pattern TIME = words("\\s*(?:[ap]m\\b|[ap]\\.m\\.|o'clock\\b)|\\s*(?:年|月|日|号|点钟|点半|点|时(?!间))");
    /** Units of things and of durations. */
    static final Pattern COUNTED = words(
            "\\s*-?\\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times|items|pieces|pcs|tickets|orders|e-?mails|mails|messages|refunds|people|persons|customers|users|h|kg|kilos?|g|grams?|km|miles?|meters?|metres?|cm|mm|inch(?:es)?|feet|ft|lbs?|mb|gb|tb)(?![A-Za-z])"
                    + "|\\s*(?:秒|分钟|个?小时|天|周(?!末)|个?星期|个?月|位|封|张|条|件|份|笔|次|名|人(?!民币)|岁|公斤|斤|公里|里|米|个(?!百分点)|单(?!子)|倍|积分|币)");

    private Units() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
