package clda.nlu.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pattern, and the meaning of a match at a given time; empty if the match has no meaning after all. */
record Rule<N, T>(Pattern pattern, BiFunction<Matcher, N, ? extends Optional<? extends T>> meaning) {

    static <N, T> Rule<N, T> of(String regex, BiFunction<Matcher, N, ? extends Optional<? extends T>> meaning) {
        return new Rule<>(Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), meaning);
    }

    /** The first match; of several that begin at the same place, the longest. */
    static <N, T> Optional<Found<T>> first(List<Rule<N, T>> rules, String text, N now) {
        List<Found<T>> all = new ArrayList<>();
        for (Rule<N, T> rule : rules) {
            Matcher matcher = rule.pattern.matcher(text);
            while (matcher.find()) {
                Optional<? extends T> value = rule.meaning.apply(matcher, now);
                if (value.isPresent()) {
                    all.add(new Found<>(value.get(), matcher.start(), matcher.end()));
                    break;
                }
            }
        }
        return earliest(all);
    }

    static <T> Optional<Found<T>> earliest(List<Found<T>> all) {
        return all.stream()
                .min(Comparator.<Found<T>>comparingInt(Found::start)
                        .thenComparing(Found::end, Comparator.reverseOrder()));
    }
}
