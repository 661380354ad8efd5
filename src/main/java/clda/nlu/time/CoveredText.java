package clda.nlu.time;

import clda.nlu.Widths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text that is searched for times: quotations, and what only looks like a time, are covered at the same length. */
final class CoveredText {

    private static final int LOOKED_AT = 200;

    /** Replaces text that is not part of any expression; no rule matches it. */
    private static final char COVERED = '\uFFFC';

    /** Quotations, and text that only looks like a time. */
    private static final Pattern UNTOUCHED = Pattern.compile(
            "\"[^\"\\n]{0,300}\"|“[^”\\n]{0,300}”|「[^」\\n]{0,300}」|『[^』\\n]{0,300}』|《[^》\\n]{0,300}》"
                    + "|(?<=^|[\\s:,：，])'[^'\\n]{1,300}'(?=$|[\\s.,!?;。，！？；])|(?<=^|[\\s:,])‘[^’\\n]{1,300}’(?=$|[\\s.,!?;。，])"
                    + "|[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63})+|https?://\\S+|(?<![A-Za-z\\d])[A-Z]-\\d{3,6}(?!\\d)");

    private CoveredText() {}

    static String of(String text) {
        String looked = Widths.narrowed(text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text)
                .replace('：', ':');
        StringBuilder covered = new StringBuilder(looked);
        Matcher untouched = UNTOUCHED.matcher(looked);
        while (untouched.find()) {
            cover(covered, untouched.start(), untouched.end());
        }
        return covered.toString().replaceAll("(?<=20\\d\\d-\\d\\d-\\d\\d)T(?=\\d\\d:\\d\\d)", " ");
    }

    /** Covers a part of the text, so that nothing is found there. */
    static void cover(StringBuilder text, int start, int end) {
        for (int i = start; i < end; i++) {
            text.setCharAt(i, COVERED);
        }
    }
}
