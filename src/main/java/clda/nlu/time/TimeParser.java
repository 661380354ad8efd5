package clda.nlu.time;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds expressions of time in a sentence, in English or Chinese, and gives the meaning of each, or the reason why the user has
 * to be asked. Quoted text is ignored.
 */
public final class TimeParser {

    /** Maximum number of expressions that are told apart. */
    private static final int MAX = 3;

    /** Before another time that is named beside the first, or instead of it. */
    private static final Pattern OR = Pattern.compile("[\\s,，]*(?:\\bor\\b|或者?|还是)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern AND =
            Pattern.compile("\\s*(?:,?\\s*\\band\\b|和|以及|、|&)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOUR = Pattern.compile("\\d{1,2}(?![\\w.:%])");

    /** More of a number or a time that was not understood. */
    private static final Pattern LEFT =
            Pattern.compile("\\s*(?:[:/.–-]\\d|\\d|前后|左右|之前(?!的)|以前(?!的)|前(?![一1天往台后])|点(?!击|评|餐)|(?:ish|or so)\\b)");

    /** Before the expression: the beginning of a number of which it took only the end. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:\\d[./:-]|[^\\d]\\d ?)$");

    /**
     * An expression of time in a text.
     *
     * @param zone the zone that it names; null for the user's
     * @param parts the parts of the text that state it, in order
     */
    public record Expression(Meaning meaning, @Nullable ZoneId zone, List<Part> parts) {
        public Expression {
            parts = List.copyOf(parts);
        }

        /** The time; empty if the user has to be asked. */
        public Optional<TimeSpan> span() {
            return meaning instanceof TimeSpan span ? Optional.of(span) : Optional.empty();
        }

        public List<String> words() {
            return parts.stream().map(Part::words).toList();
        }

        public int start() {
            return parts.getFirst().start();
        }

        public int end() {
            return parts.getLast().end();
        }
    }

    /** @param start the index of the first char in the text, {@code end} that after the last */
    public record Part(int start, int end, String words) {}

    private TimeParser() {}

    /** The first expression; empty if there is none. */
    public static Optional<Expression> find(String text, ZonedDateTime now) {
        return first(CoveredText.of(text), text, now);
    }

    /** All expressions, in the order of the text. */
    public static List<Expression> all(String text, ZonedDateTime now) {
        List<Expression> all = new ArrayList<>();
        StringBuilder left = new StringBuilder(CoveredText.of(text));
        for (Optional<Expression> found = first(left.toString(), text, now);
                found.isPresent() && all.size() < MAX;
                found = first(left.toString(), text, now)) {
            all.add(found.get());
            found.get().parts().forEach(part -> CoveredText.cover(left, part.start(), part.end()));
        }
        all.sort(Comparator.comparingInt(Expression::start));
        return all;
    }

    private static Optional<Expression> first(String text, String said, ZonedDateTime now) {
        Optional<Found<ZoneWords.Named>> zone = ZoneWords.first(text);
        if (zone.isPresent()) {
            Found<ZoneWords.Named> named = zone.get();
            ZoneId in = named.value().zone();
            String rest = text.substring(0, named.start())
                    + " ".repeat(named.end() - named.start())
                    + text.substring(named.end());
            ZonedDateTime there = in == null ? now : now.withZoneSameInstant(in);
            Optional<Expression> found = local(rest, said, there.toLocalDateTime())
                    .filter(one -> touches(one, named, text))
                    .map(one -> in == null
                            ? new Expression(
                                    new Doubt(Doubt.Why.TWO_READINGS, words(said, one, named)),
                                    null,
                                    with(one, named, said))
                            : new Expression(one.meaning(), in, with(one, named, said)));
            if (found.isPresent()) {
                return found.map(one -> existing(one, in == null ? now.getZone() : in));
            }
        }
        return local(text, said, now.toLocalDateTime()).map(one -> existing(one, now.getZone()));
    }

    private static boolean touches(Expression found, Found<ZoneWords.Named> zone, String text) {
        int end = found.end();
        int start = found.start();
        String between = zone.start() >= end
                ? text.substring(end, zone.start())
                : zone.end() <= start ? text.substring(zone.end(), start) : "";
        return between.strip().isEmpty() || SingleTime.joins(between);
    }

    private static List<Part> with(Expression found, Found<ZoneWords.Named> zone, String said) {
        int start = Math.min(found.start(), zone.start());
        int end = Math.max(found.end(), zone.end());
        return found.parts().size() == 1
                ? List.of(new Part(start, end, said.substring(start, end)))
                : Stream.concat(
                                found.parts().stream(),
                                Stream.of(new Part(zone.start(), zone.end(), said.substring(zone.start(), zone.end()))))
                        .sorted(Comparator.comparingInt(Part::start))
                        .toList();
    }

    private static String words(String said, Expression found, Found<ZoneWords.Named> zone) {
        return said.substring(Math.min(found.start(), zone.start()), Math.max(found.end(), zone.end()));
    }

    /** A time that the clocks skip when they are put forward does not exist. */
    private static Expression existing(Expression found, ZoneId zone) {
        boolean missing = found.meaning() instanceof TimeSpan span
                && span.to() == null
                && zone.getRules().getValidOffsets(span.from()).isEmpty();
        return missing
                ? new Expression(
                        new Doubt(Doubt.Why.NO_SUCH_TIME, String.join(" ", found.words())), found.zone(), found.parts())
                : found;
    }

    private static Optional<Expression> local(String text, String said, LocalDateTime now) {
        Optional<Expression> offset = ShiftedTimes.before(text, said, now);
        Optional<Expression> plain = Stretch.first(text, now)
                .map(one -> one.in(said))
                .or(() -> SingleTime.first(text, now).map(one -> checked(one, text, said, now)));
        return offset.isPresent()
                        && (plain.isEmpty()
                                || offset.get().start() <= plain.get().start())
                ? offset
                : plain;
    }

    /** Whether what stands behind it belongs to it. */
    private static Expression checked(SingleTime one, String text, String said, LocalDateTime now) {
        Expression found = one.in(said);
        int end = found.end();
        Optional<Expression> shifted = ShiftedTimes.behind(found, text, said);
        if (shifted.isPresent()) {
            return shifted.get();
        }
        Optional<Doubt.Why> more = others(text, end, now, one);
        if (more.isPresent()) {
            return doubtful(found, more.get());
        }
        return LEFT.matcher(text).region(end, text.length()).lookingAt()
                        || ENDS_IN_NUMBER
                                .matcher(text.substring(0, found.start()))
                                .find()
                ? doubtful(found, Doubt.Why.NOT_PRECISE)
                : found;
    }

    private static Expression doubtful(Expression found, Doubt.Why why) {
        return found.meaning() instanceof Doubt
                ? found
                : new Expression(new Doubt(why, String.join(" ", found.words())), found.zone(), found.parts());
    }

    /** Why another time beside the expression makes it unclear. */
    private static Optional<Doubt.Why> others(String text, int end, LocalDateTime now, SingleTime one) {
        Matcher or = OR.matcher(text).region(end, text.length()).useTransparentBounds(true);
        boolean other = or.lookingAt();
        Matcher and = AND.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (!other && !and.lookingAt()) {
            return Optional.empty();
        }
        String rest = text.substring(other ? or.end() : and.end());
        boolean time = SingleTime.isAtStartOf(rest, now)
                || one.clock() != null && HOUR.matcher(rest).lookingAt();
        return time ? Optional.of(other ? Doubt.Why.TWO_READINGS : Doubt.Why.SEVERAL) : Optional.empty();
    }
}
