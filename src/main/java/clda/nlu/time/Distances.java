package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times given by their distance from now: {@code in 1 hour and 30 minutes}, 三天前. */
final class Distances {

    private static final Pattern AHEAD = Pattern.compile(
            "\\b(?:in|after|within) (?:the next |exactly )?|(?:再过|过)(?=[\\d零一二两三四五六七八九十百半])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENGLISH_START = Pattern.compile(
            "(?<![\\w.:-])(?:\\d|an?\\b|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|quarter|couple)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ENGLISH_SIGN = Pattern.compile(
            "\\s*(?:(?<back>ago|earlier|before now)|(?<ahead>from now|later|from today|hence)|from (?<tomorrow>tomorrow))\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CHINESE_START = Pattern.compile("(?<![\\d零一二两三四五六七八九十百.第])[\\d零一二两三四五六七八九十百半]");
    private static final Pattern CHINESE_SIGN = Pattern.compile("\\s*(?:(?<back>[之以]?前)|(?<ahead>[之以过]?后))");
    private static final Pattern WORKDAYS = Pattern.compile(
            "\\b(?:in|after) (?<n>" + NumberWords.EN
                    + ") (?:business|working) days?\\b|(?<zh>[\\d一二两三四五六七八九十]{1,3})个工作日[之以]?后",
            Pattern.CASE_INSENSITIVE);

    private Distances() {}

    static Optional<Found<Meaning>> first(String text, LocalDateTime now) {
        List<Found<Meaning>> all = new ArrayList<>();
        workdays(text, now).ifPresent(all::add);
        Matcher ahead = AHEAD.matcher(text);
        while (ahead.find()) {
            Optional<Found<Length>> length = Length.at(text, ahead.end());
            if (length.isPresent()) {
                all.add(new Found<>(
                        length.get().value().fromNow(now, 1),
                        ahead.start(),
                        length.get().end()));
                break;
            }
        }
        signed(text, now, ENGLISH_START, ENGLISH_SIGN).ifPresent(all::add);
        signed(text, now, CHINESE_START, CHINESE_SIGN).ifPresent(all::add);
        return Rule.earliest(all);
    }

    private static Optional<Found<Meaning>> signed(String text, LocalDateTime now, Pattern begins, Pattern sign) {
        Matcher begin = begins.matcher(text);
        while (begin.find()) {
            Optional<Found<Length>> length = Length.at(text, begin.start());
            if (length.isEmpty()) {
                continue;
            }
            Matcher end = sign.matcher(text).region(length.get().end(), text.length());
            if (!end.lookingAt()) {
                continue;
            }
            boolean tomorrow = end.namedGroups().containsKey("tomorrow") && end.group("tomorrow") != null;
            int way = end.group("back") != null ? -1 : 1;
            LocalDateTime from = tomorrow ? now.plusDays(1) : now;
            return Optional.of(new Found<>(length.get().value().fromNow(from, way), begin.start(), end.end()));
        }
        return Optional.empty();
    }

    private static Optional<Found<Meaning>> workdays(String text, LocalDateTime now) {
        Matcher matcher = WORKDAYS.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int count = matcher.group("n") != null
                ? NumberWords.english(matcher.group("n").toLowerCase(Locale.ROOT))
                : NumberWords.chinese(matcher.group("zh"));
        LocalDate day = now.toLocalDate();
        for (int left = count; left > 0; ) {
            day = day.plusDays(1);
            left -= isWorkday(day) ? 1 : 0;
        }
        return Optional.of(new Found<>(TimeSpan.day(day), matcher.start(), matcher.end()));
    }

    /** Monday to Friday; public holidays are not known. */
    static boolean isWorkday(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    }
}
