package clda.nlu.time;

import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a text that states a repetition. It grows as words on either side turn out to belong to it. */
final class RepetitionPassage {

    final String text;
    final LocalDateTime now;
    final RuleDraft draft = new RuleDraft();
    int start;
    int end;

    RepetitionPassage(String text, LocalDateTime now) {
        this.text = text;
        this.now = now;
    }

    /** A matcher of what stands behind the passage. */
    Matcher behind(Pattern pattern) {
        return pattern.matcher(text).region(end, text.length()).useTransparentBounds(true);
    }

    /** Whether at most blanks stand between the passage and another part. */
    boolean touches(Found<?> other) {
        return other.start() >= start && other.end() <= end
                || other.start() >= end && text.substring(end, other.start()).isBlank()
                || other.end() <= start && text.substring(other.end(), start).isBlank();
    }

    /** Extends the passage over another part. */
    void include(Found<?> other) {
        start = Math.min(start, other.start());
        end = Math.max(end, other.end());
    }
}
