package clda.nlu.time;

import clda.nlu.Language;

/**
 * Why an expression of time does not name a definite time.
 *
 * @param words the words as the user said them
 */
public record Doubt(Why why, String words) implements Meaning {

    /** What is wrong with the words. */
    public enum Why {
        /** There is no such day. */
        NO_SUCH_DAY,
        /** There is no such time of day. */
        NO_SUCH_TIME,
        /** The day of the week is not that of the date. */
        OTHER_WEEKDAY,
        /** The words have two possible meanings. */
        TWO_READINGS,
        /** The words give only an approximate time. */
        NOT_PRECISE,
        /** The words name more than one time. */
        SEVERAL,
        /** Not every month or year has the day. */
        NOT_EVERY_TIME,
        /** The time has passed. */
        PASSED
    }

    /** A doubt whose words are set later. */
    Doubt(Why why) {
        this(why, "");
    }

    Doubt of(String said) {
        return words.isEmpty() ? new Doubt(why, said.strip()) : this;
    }

    /** A sentence that explains why no time was taken. */
    public String sentence(Language language) {
        return switch (why) {
            case NO_SUCH_DAY -> language.choose("There is no \"" + words + "\".", "没有“" + words + "”这一天。");
            case NO_SUCH_TIME ->
                language.choose("There is no such time as \"" + words + "\".", "没有“" + words + "”这个时间。");
            case OTHER_WEEKDAY ->
                language.choose(
                        "In \"" + words + "\", the day of the week does not fit the date.",
                        "“" + words + "”的星期和日期对不上。");
            case TWO_READINGS -> language.choose("\"" + words + "\" can be read in two ways.", "“" + words + "”有两种理解。");
            case NOT_PRECISE -> language.choose("\"" + words + "\" does not say exactly when.", "“" + words + "”不够确切。");
            case PASSED -> language.choose("\"" + words + "\" has passed.", "“" + words + "”已经过去了。");
            case SEVERAL ->
                language.choose(
                        "\"" + words + "\" is more than one time; I can take one at a time.",
                        "“" + words + "”不止一个时间，请一次说一个。");
            case NOT_EVERY_TIME ->
                language.choose(
                        "Not every time has the day that \"" + words
                                + "\" names; say for example \"the last day of every month\".",
                        "不是每次都有“" + words + "”这一天，可以说“每月最后一天”。");
        };
    }
}
