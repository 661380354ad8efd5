package clda.nlu.time;

import clda.nlu.time.ClockTimes.Clock;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what is to happen again and again, in English or Chinese. */
public final class RepetitionWords {

    /**
     * A repetition.
     *
     * @param every a recurrence rule (RFC 5545)
     * @param words the parts of the text that make it up
     */
    public record Again(String every, List<String> words) {
        public Again {
            words = List.copyOf(words);
        }
    }

    private static final int LOOKED_AT = 500;

    /** When no time of day is named. */
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private static final List<Pattern> EVERY = List.of(
            Pattern.compile(
                    "\\b(?:every|each)\\s+(?<every>day|morning|afternoon|evening|night|weekday|workday|month|"
                            + "monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b(?:\\s+on\\s+the\\s+(?<date>\\d{1,2})(?:st|nd|rd|th)?)?",
                    Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "每(?:个)?(?<every>天|日|早|晚|工作日|月|(?:周|星期|礼拜)[一二三四五六日天])(?:(?<date>" + NumberWords.ZH + ")[号日])?的?"));

    private RepetitionWords() {}

    /** The first repetition; empty if there is none. */
    public static Optional<Again> find(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        for (Pattern pattern : EVERY) {
            Matcher matcher = pattern.matcher(looked);
            if (matcher.find()) {
                return Optional.of(again(looked, matcher));
            }
        }
        return Optional.empty();
    }

    private static Again again(String text, Matcher matcher) {
        String every = matcher.group("every").toLowerCase(Locale.ROOT);
        String rest = text.substring(0, matcher.start())
                + " ".repeat(matcher.end() - matcher.start())
                + text.substring(matcher.end());
        Optional<Found<Clock>> clock = ClockTimes.first(rest);
        List<String> words = new ArrayList<>(List.of(matcher.group()));
        clock.ifPresent(found -> words.add(rest.substring(found.start(), found.end())));
        LocalTime time = clock.map(found -> found.value().time()).orElse(partOfDay(every));
        return new Again(
                repetition(every, matcher.group("date")) + ";BYHOUR=" + time.getHour() + ";BYMINUTE="
                        + time.getMinute(),
                words);
    }

    private static LocalTime partOfDay(String every) {
        return switch (every) {
            case "afternoon" -> LocalTime.of(14, 0);
            case "evening" -> LocalTime.of(19, 0);
            case "night", "晚" -> LocalTime.of(20, 0);
            default -> MORNING;
        };
    }

    private static String repetition(String every, @Nullable String date) {
        return switch (every) {
            case "day", "morning", "afternoon", "evening", "night", "天", "日", "早", "晚" -> "FREQ=DAILY";
            case "weekday", "workday", "工作日" -> "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
            case "month", "月" -> "FREQ=MONTHLY;BYMONTHDAY=" + (date == null ? 1 : NumberWords.chinese(date));
            default -> "FREQ=WEEKLY;BYDAY=" + dayOfWeek(every).name().substring(0, 2);
        };
    }

    private static DayOfWeek dayOfWeek(String name) {
        int chinese = "一二三四五六日".indexOf(name.endsWith("天") ? '日' : name.charAt(name.length() - 1));
        return chinese >= 0
                ? DayOfWeek.of(chinese + 1)
                : Arrays.stream(DayOfWeek.values())
                        .filter(day -> day.name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow();
    }
}
