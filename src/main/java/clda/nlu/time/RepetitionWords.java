package clda.nlu.time;

import clda.nlu.time.TimeParser.Part;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds recurrences in a sentence, in English or Chinese. Quoted text is ignored. */
public final class RepetitionWords {

    /**
     * A repetition.
     *
     * @param every a recurrence rule (RFC 5545), with its start if that is named; empty if there is a doubt
     * @param doubt the reason why the user has to be asked; else null
     * @param parts the parts of the text that state it, in order
     */
    public record Again(String every, @Nullable Doubt doubt, List<Part> parts) {
        public Again {
            parts = List.copyOf(parts);
        }

        public List<String> words() {
            return parts.stream().map(Part::words).toList();
        }
    }

    private static final Pattern OR = Pattern.compile("\\s*(?:\\bor\\b|或者?|还是)\\s*", Pattern.CASE_INSENSITIVE);

    private final RepetitionPassage passage;
    private final RuleDraft draft;

    private RepetitionWords(String text, LocalDateTime now) {
        passage = new RepetitionPassage(text, now);
        draft = passage.draft;
    }

    /** The first repetition; empty if there is none. */
    public static Optional<Again> find(String text, ZonedDateTime now) {
        String covered = CoveredText.of(text);
        Optional<Found<ZoneWords.Named>> zone = ZoneWords.first(covered);
        if (zone.isPresent()) {
            Found<ZoneWords.Named> named = zone.get();
            String rest = covered.substring(0, named.start())
                    + " ".repeat(named.end() - named.start())
                    + covered.substring(named.end());
            ZoneId in = named.value().zone();
            ZonedDateTime there = in == null ? now : now.withZoneSameInstant(in);
            RepetitionWords words = new RepetitionWords(rest, there.toLocalDateTime());
            if (words.read() && words.passage.touches(named)) {
                words.passage.include(named);
                return Optional.of(words.again(text, in, in == null ? Doubt.Why.TWO_READINGS : null));
            }
        }
        RepetitionWords words = new RepetitionWords(covered, now.toLocalDateTime());
        return words.read() ? Optional.of(words.again(text, null, null)) : Optional.empty();
    }

    private Again again(String said, @Nullable ZoneId zone, Doubt.@Nullable Why unclear) {
        while (passage.start < passage.end && Character.isWhitespace(passage.text.charAt(passage.start))) {
            passage.start++;
        }
        String words = said.substring(passage.start, passage.end);
        Doubt.Why why = unclear != null ? unclear : draft.missing();
        if (why == null && !draft.tellsTimes()) {
            why = Doubt.Why.SEVERAL;
        }
        return new Again(
                why == null ? draft.rule(zone, passage.now.toLocalDate()) : "",
                why == null ? null : new Doubt(why, words.strip()),
                List.of(new Part(passage.start, passage.end, words)));
    }

    /** What makes it a repetition, and then what belongs to it on both sides. */
    private boolean read() {
        Optional<Found<RuleDraft>> core = RepetitionCore.first(passage.text, draft);
        if (core.isEmpty()) {
            return false;
        }
        passage.start = core.get().start();
        passage.end = core.get().end();
        RepetitionClocks clocks = new RepetitionClocks(passage);
        RepetitionLimits limits = new RepetitionLimits(passage);
        boolean more = true;
        while (more) {
            more = daysBehind()
                    || clocks.onTheHour()
                    || clocks.hoursOfDay()
                    || limits.except()
                    || limits.times()
                    || limits.forSoLong()
                    || limits.startingBehind()
                    || limits.untilBehind()
                    || clocks.clocksBehind()
                    || limits.exceptBefore()
                    || limits.startingBefore()
                    || limits.untilBefore()
                    || clocks.clockBefore();
        }
        Matcher or = passage.behind(OR);
        if (or.lookingAt() && SingleTime.isAtStartOf(passage.text.substring(or.end()), passage.now)) {
            draft.doubt = Doubt.Why.TWO_READINGS;
        }
        ClockTimes.impossible(passage.text)
                .filter(found -> found.start() <= passage.end + 4 && found.end() >= passage.start - 4)
                .ifPresent(found -> {
                    draft.doubt = Doubt.Why.NO_SUCH_TIME;
                    passage.include(found);
                });
        return true;
    }

    private boolean daysBehind() {
        String behind = passage.text.substring(passage.end);
        for (Rule<RuleDraft, RuleDraft> rule : EnglishRepetitions.DAYS_BEHIND) {
            Matcher matcher = rule.pattern().matcher(behind);
            if (draft.days.isEmpty()
                    && draft.monthDays.isEmpty()
                    && matcher.find()
                    && rule.meaning().apply(matcher, draft).isPresent()) {
                passage.end += matcher.end();
                return true;
            }
        }
        return false;
    }
}
