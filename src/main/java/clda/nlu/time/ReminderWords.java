package clda.nlu.time;

import clda.nlu.time.TimeParser.Expression;
import clda.nlu.time.TimeParser.Part;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time at which a user wants to be reminded, as opposed to the times of the thing itself: "remind me tomorrow to book a
 * table for 7 pm" is for tomorrow, and "remind me to book a table for 7 pm" does not say when.
 */
public final class ReminderWords {

    /**
     * A time, or the reason why the user has to be asked.
     *
     * @param at local date and time in the zone, as {@code 2026-03-02T09:00}, with {@code [zone]} behind it if it is not that of the
     *     person; empty if there is a doubt
     * @param doubt null if there is none
     * @param parts the parts of the text that state it
     */
    public record When(String at, @Nullable Doubt doubt, List<Part> parts) {}

    /** The time if only a day is named. */
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private static final Pattern REQUEST = Pattern.compile(
            "\\bremind(?:ing)? (?:me|us)\\b|\\breminder\\b(?! (?:number|no\\b|#|\\d))|提醒(?:一?下)?(?:我们?|咱们)?",
            Pattern.CASE_INSENSITIVE);

    /** Words that begin the thing to be reminded of. */
    private static final Pattern THING = Pattern.compile(
            "\\b(?<how>to|that|about|of)\\b(?! (?:the )?\\d| noon| midnight)", Pattern.CASE_INSENSITIVE);

    /** Words before a time that belongs to the thing. */
    private static final Pattern OF_THING = Pattern.compile(
            "(?:\\b(?:for|before|until|till|since|from|after|of|the|a|an|my|our|your|his|her|their|due|is|are|was|will be|moved to|move to|postponed to)\\s*(?:on |at )?|(?:改到|推迟到|提前到|在|是|为|于|到|订|约|定)\\s*)$",
            Pattern.CASE_INSENSITIVE);

    /** A separate clause within the thing. */
    private static final Pattern CLAUSE = Pattern.compile(
            "\\b(?:that|whether|when|where|who|which|if|because|saying)\\b|说|问|因为", Pattern.CASE_INSENSITIVE);

    private static final Pattern BEFORE =
            Pattern.compile("\\b(?:before|until|till)\\s+(?:the )?$", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEGINS_BEFORE =
            Pattern.compile("^(?:before|until|till|since|from)\\b", Pattern.CASE_INSENSITIVE);

    private ReminderWords() {}

    /** Empty if no time is named for the reminder. */
    public static Optional<When> find(String text, ZonedDateTime now) {
        List<Expression> all = TimeParser.all(text, now);
        Matcher request = REQUEST.matcher(text);
        if (!request.find()) {
            return answer(all, text, now);
        }
        int asked = request.start();
        Matcher thing = THING.matcher(text);
        int begins = thing.find(request.end()) ? thing.start() : -1;
        List<Expression> own = all.stream()
                .filter(one -> one.start() < asked || begins > 0 && one.start() < begins)
                .filter(one -> !isNoun(text, one))
                .toList();
        if (own.isEmpty() && begins < 0) {
            own = all.stream()
                    .filter(one -> follows(one, request.end(), text) && !isNoun(text, one))
                    .toList();
        }
        if (!own.isEmpty()) {
            return own.size() == 1 ? Optional.of(when(own.getFirst(), text, now)) : Optional.of(several(own, text));
        }
        String how = begins < 0 ? "" : thing.group("how").toLowerCase(java.util.Locale.ROOT);
        List<Expression> late = all.stream()
                .filter(one -> !isNoun(text, one))
                .filter(one -> begins < 0
                        || !CLAUSE.matcher(text.substring(begins + how.length(), one.start()))
                                .find())
                .filter(one -> !OF_THING.matcher(text.substring(0, one.start())).find())
                .toList();
        if (late.isEmpty() || how.equals("that")) {
            return Optional.empty();
        }
        Expression last = late.getLast();
        if (how.equals("about") || how.equals("of")) {
            return Optional.of(
                    new When("", new Doubt(Doubt.Why.TWO_READINGS, String.join(" ", last.words())), last.parts()));
        }
        return late.size() == 1 ? Optional.of(when(last, text, now)) : Optional.of(several(late, text));
    }

    private static Optional<When> answer(List<Expression> all, String text, ZonedDateTime now) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(all.size() == 1 ? when(all.getFirst(), text, now) : several(all, text));
    }

    /** Whether the time directly follows the request. */
    private static boolean follows(Expression one, int end, String text) {
        return one.start() >= end && text.substring(end, one.start()).matches("[\\s,，:：]*(?:在|于|on |at )?");
    }

    /** A time that identifies the thing: 七点的会, "the 3 pm meeting". */
    private static boolean isNoun(String text, Expression one) {
        String behind = text.substring(one.end());
        return behind.matches("(?s)(?:的(?!时候|话)|'s\\b).*")
                || behind.matches(
                        "(?is)\\s*(?:meeting|call|appointment|train|flight|bus|class|lesson|deadline|interview|standup|session|show|reservation|booking)\\b.*");
    }

    private static When several(List<Expression> all, String text) {
        int start = all.getFirst().start();
        int end = all.getLast().end();
        return new When(
                "",
                new Doubt(Doubt.Why.SEVERAL, text.substring(start, end)),
                all.stream().flatMap(one -> one.parts().stream()).toList());
    }

    private static When when(Expression one, String text, ZonedDateTime now) {
        String words = String.join(" ", one.words());
        if (!(one.meaning() instanceof TimeSpan span)) {
            return new When("", (Doubt) one.meaning(), one.parts());
        }
        boolean point = span.timed() && span.to() == null || span.isDay();
        if (!point
                || BEFORE.matcher(text.substring(0, one.start())).find()
                || BEGINS_BEFORE.matcher(words).find()) {
            return new When("", new Doubt(Doubt.Why.NOT_PRECISE, words), one.parts());
        }
        ZoneId zone = one.zone() == null ? now.getZone() : one.zone();
        LocalDateTime at = span.begin(MORNING).truncatedTo(ChronoUnit.SECONDS);
        if (!at.atZone(zone).isAfter(now)) {
            return new When("", new Doubt(Doubt.Why.PASSED, words), one.parts());
        }
        return new When(at + (one.zone() == null ? "" : "[" + zone.getId() + "]"), null, one.parts());
    }
}
