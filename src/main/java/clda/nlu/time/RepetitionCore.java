package clda.nlu.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What makes a sentence a repetition: {@code every Monday}, {@code every 90 minutes}, 每天. */
final class RepetitionCore {

    private static final Pattern AMOUNT = Pattern.compile(
            "\\b(?:every|each|once (?:every|an?|per)) (?<other>other )?|每(?:隔)?(?=[\\d一两二三四五六七八九十半])",
            Pattern.CASE_INSENSITIVE);

    private RepetitionCore() {}

    /** The first one in the text; it is written into the draft. */
    static Optional<Found<RuleDraft>> first(String text, RuleDraft draft) {
        List<Found<RuleDraft>> all = new ArrayList<>();
        Stream.of(EnglishRepetitions.RULES, ChineseRepetitions.RULES)
                .flatMap(List::stream)
                .forEach(rule -> {
                    Matcher matcher = rule.pattern().matcher(text);
                    while (matcher.find()) {
                        if (rule.meaning().apply(matcher, new RuleDraft()).isPresent()) {
                            all.add(new Found<>(draft, matcher.start(), matcher.end()));
                            break;
                        }
                    }
                });
        Optional<Found<Length>> amount = amount(text);
        Optional<Found<RuleDraft>> first = Rule.earliest(all);
        if (amount.isPresent()
                && (first.isEmpty()
                        || amount.get().start() < first.get().start()
                        || amount.get().start() == first.get().start()
                                && amount.get().end() > first.get().end())) {
            return passing(amount.get(), draft);
        }
        // The rule writes into the draft only when it is the one.
        return first.flatMap(found -> Stream.of(EnglishRepetitions.RULES, ChineseRepetitions.RULES)
                .flatMap(List::stream)
                .flatMap(rule -> {
                    Matcher matcher = rule.pattern().matcher(text);
                    return matcher.find(found.start())
                                    && matcher.start() == found.start()
                                    && matcher.end() == found.end()
                            ? rule.meaning().apply(matcher, draft).stream()
                            : Stream.empty();
                })
                .findFirst()
                .map(read -> found));
    }

    /** A repetition every few minutes or hours. */
    private static Optional<Found<Length>> amount(String text) {
        Matcher every = AMOUNT.matcher(text);
        while (every.find()) {
            Optional<Found<Length>> length =
                    every.group("other") != null ? Optional.empty() : Length.at(text, every.end());
            if (length.isPresent()
                    && length.get().value().isTimed()
                    && length.get().value().days() == 0
                    && length.get().value().months() == 0) {
                return Optional.of(new Found<>(
                        length.get().value(), every.start(), length.get().end()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Found<RuleDraft>> passing(Found<Length> every, RuleDraft draft) {
        long seconds = every.value().seconds();
        if (seconds % 3600 == 0) {
            draft.freq = "HOURLY";
            draft.interval = (int) (seconds / 3600);
        } else if (seconds % 60 == 0) {
            draft.freq = "MINUTELY";
            draft.interval = (int) (seconds / 60);
        } else {
            draft.freq = "SECONDLY";
            draft.interval = (int) seconds;
        }
        return Optional.of(new Found<>(draft, every.start(), every.end()));
    }
}
