package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Dates in English. "Next Friday" is that of the week after this one, "Friday" the one that comes. */
final class EnglishDates {

    private static final String DAYS =
            "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri|sat|sun";
    private static final String MONTHS =
            "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
    private static final String ORDINAL = "(?:first|second|third|fourth|\\d(?:st|nd|rd|th)?)";
    private static final String ON = "\\b(?:on |by |until |before |since |from )?(?:the )?";

    static final List<Rule<LocalDateTime, TimeSpan>> RULES = List.of(
            Rule.of(
                    "\\b(?<sign>in|after|within) (?:the next )?(?<n>half an|half a|" + NumberWords.EN
                            + ")\\s*(?<more>and a half )?(?<unit>minute|min|hour|day|week|fortnight|month|year)s?(?<half> and a half)?\\b",
                    EnglishDates::away),
            Rule.of(
                    "\\b(?<n>half an|half a|" + NumberWords.EN
                            + ")\\s*(?<more>and a half )?(?<unit>minute|min|hour|day|week|month|year)s?(?<half> and a half)? (?<sign>ago|from now|earlier|later)\\b",
                    EnglishDates::away),
            Rule.of(
                    "\\b(?:(?:in|during|over|for|within) )?(?:the )?(?<way>last|past|next|coming|previous) (?<n>"
                            + NumberWords.EN + ") (?<unit>day|week|month|year)s?\\b",
                    EnglishDates::stretch),
            Rule.of("\\b(?:the )?day after tomorrow\\b", (match, now) -> day(now, 2)),
            Rule.of("\\b(?:the )?day before yesterday\\b", (match, now) -> day(now, -2)),
            Rule.of("\\btomorrow\\b", (match, now) -> day(now, 1)),
            Rule.of("\\b(?:today|tonight|this (?=morning|afternoon|evening))", (match, now) -> day(now, 0)),
            Rule.of("\\byesterday\\b|\\blast night\\b", (match, now) -> day(now, -1)),
            Rule.of(
                    ON + "(?<which>this|next|last|coming|past)? ?\\b(?<day>" + DAYS
                            + ")(?<later> after next| in (?:a|one|two) weeks?(?:' time)?| week)?\\b",
                    EnglishDates::weekday),
            Rule.of(
                    "\\b(?:in |on |at |by |during |over )?(?:the )?(?<which>this|next|last|coming|past|previous|current) (?<unit>week(?!end)|weekend|month|quarter|year)\\b",
                    EnglishDates::unit),
            Rule.of(
                    "\\b(?:on |over |at )?the weekend\\b",
                    (match, now) -> Optional.of(Calendar.weekend(now.toLocalDate(), 0))),
            Rule.of(
                    "\\b(?:in |at |by |on |until |before )?(?:the )?(?<where>end|beginning|start|middle|last day|first day) of (?:the |this )?(?<which>next |last )?(?<unit>month|week|year|quarter|day|"
                            + MONTHS + ")\\b",
                    EnglishDates::edge),
            Rule.of(
                    "\\b(?:by |at )?(?:the )?(?<unit>month|year|week)['-]?s?[ -]end\\b",
                    (match, now) -> edge("end", "", match.group("unit"), now)),
            Rule.of(
                    "\\b(?:in )?mid[- ](?<unit>" + MONTHS + ")\\b",
                    (match, now) -> edge("middle", "", match.group("unit"), now)),
            Rule.of(
                    "\\b(?:in |during )?(?:the )?(?:(?<n>first|second|third|fourth) quarter|q(?<q>[1-4]))(?:,? (?:of )?(?<year>20\\d{2}))?\\b",
                    EnglishDates::quarter),
            Rule.of(
                    "(?<![\\d-])(?:on )?(?<year>20\\d{2})-(?<month>\\d{1,2})-(?<date>\\d{1,2})(?![\\d-])",
                    EnglishDates::numbered),
            Rule.of(
                    "(?<![\\d.])(?:on )?(?<date>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>20\\d{2})?(?!\\d)",
                    EnglishDates::numbered),
            Rule.of(
                    "(?<![\\d/])(?:on )?(?<month>\\d{1,2})/(?<date>\\d{1,2})(?:/(?<year>20\\d{2}))?(?![\\d/])",
                    EnglishDates::numbered),
            Rule.of(
                    ON + "(?<date>\\d{1,2}|first|second|third)(?:st|nd|rd|th)?(?: of)? (?<month>" + MONTHS
                            + ")\\b(?:,? (?<year>20\\d{2})\\b)?",
                    EnglishDates::named),
            Rule.of(
                    ON + "\\b(?<month>" + MONTHS
                            + ")\\.? (?:the )?(?<date>\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (?<year>20\\d{2})\\b)?",
                    EnglishDates::named),
            Rule.of(
                    "\\b(?:in |during |for )?(?:(?<which>this|next|last) )?(?<month>" + MONTHS
                            + ")(?: (?<year>20\\d{2}))?\\b",
                    EnglishDates::month),
            Rule.of("\\b(?:on |by |until )?the (?<date>\\d{1,2})(?:st|nd|rd|th)\\b", (match, now) -> Calendar.next(
                            now.toLocalDate(), Integer.parseInt(match.group("date")))
                    .map(TimeSpan::day)),
            Rule.of(
                    "\\bin (?<year>20\\d{2})\\b",
                    (match, now) -> Optional.of(Calendar.year(Integer.parseInt(match.group("year"))))),
            Rule.of(
                    "\\b(?:(?:on|at|over|before|until) )?(?<which>this |next |last )?(?<name>" + Holidays.EN
                            + ")(?:,? (?<year>20\\d{2}))?\\b",
                    EnglishDates::holiday));

    private EnglishDates() {}

    private static Optional<TimeSpan> day(LocalDateTime now, int days) {
        return Optional.of(TimeSpan.day(now.toLocalDate().plusDays(days)));
    }

    private static Optional<TimeSpan> away(Matcher match, LocalDateTime now) {
        String sign = match.group("sign").toLowerCase(Locale.ROOT);
        int way = sign.equals("ago") || sign.equals("earlier") ? -1 : 1;
        String n = match.group("n").toLowerCase(Locale.ROOT);
        boolean half = n.startsWith("half");
        boolean andHalf = match.group("more") != null || match.group("half") != null;
        int count = half ? 0 : NumberWords.english(n);
        LocalDateTime minute = now.truncatedTo(ChronoUnit.MINUTES);
        long minutesOf =
                switch (match.group("unit").toLowerCase(Locale.ROOT)) {
                    case "minute", "min" -> 1;
                    case "hour" -> 60;
                    default -> 0;
                };
        if (minutesOf > 0) {
            long minutes = count * minutesOf + (half || andHalf ? minutesOf / 2 : 0);
            return Optional.of(TimeSpan.at(minute.plusMinutes(way * minutes)));
        }
        LocalDate today = now.toLocalDate();
        return Optional.of(
                switch (match.group("unit").toLowerCase(Locale.ROOT)) {
                    case "day" ->
                        half
                                ? TimeSpan.at(minute.plusHours(12L * way))
                                : TimeSpan.day(today.plusDays((long) way * count));
                    case "week" -> TimeSpan.day(today.plusDays(7L * way * count + (andHalf ? 3L * way : 0)));
                    case "fortnight" -> TimeSpan.day(today.plusWeeks(2L * way * count));
                    case "month" ->
                        half
                                ? TimeSpan.day(today.plusDays(15L * way))
                                : TimeSpan.day(today.plusMonths((long) way * count));
                    default ->
                        half
                                ? TimeSpan.day(today.plusMonths(6L * way))
                                : TimeSpan.day(today.plusYears((long) way * count));
                });
    }

    private static Optional<TimeSpan> stretch(Matcher match, LocalDateTime now) {
        boolean back = !match.group("way").toLowerCase(Locale.ROOT).matches("next|coming");
        int count = NumberWords.english(match.group("n"));
        LocalDate today = now.toLocalDate();
        LocalDate end =
                switch (match.group("unit").toLowerCase(Locale.ROOT)) {
                    case "day" -> today.plusDays(back ? -count : count);
                    case "week" -> today.plusWeeks(back ? -count : count);
                    case "month" -> today.plusMonths(back ? -count : count);
                    default -> today.plusYears(back ? -count : count);
                };
        // What is past ends today, what is to come begins today.
        return Optional.of(back ? TimeSpan.days(end, today) : TimeSpan.days(today, end));
    }

    private static Optional<TimeSpan> weekday(Matcher match, LocalDateTime now) {
        String name = match.group("day").toLowerCase(Locale.ROOT).substring(0, 3);
        DayOfWeek day = List.of(DayOfWeek.values()).stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).startsWith(name))
                .findFirst()
                .orElseThrow();
        LocalDate today = now.toLocalDate();
        String which = match.group("which") == null ? "" : match.group("which").toLowerCase(Locale.ROOT);
        LocalDate found =
                switch (which) {
                    case "this" -> Calendar.monday(today).with(day);
                    case "next" -> Calendar.monday(today).plusWeeks(1).with(day);
                    case "last", "past" -> today.with(TemporalAdjusters.previous(day));
                    default -> today.with(TemporalAdjusters.next(day));
                };
        String later = match.group("later");
        if (later != null) {
            found = found.plusWeeks(later.contains("two") ? 2 : 1);
        }
        return Optional.of(TimeSpan.day(found));
    }

    private static int weeks(@Nullable String which) {
        return which == null
                ? 0
                : switch (which.strip().toLowerCase(Locale.ROOT)) {
                    case "next", "coming" -> 1;
                    case "last", "past", "previous" -> -1;
                    default -> 0;
                };
    }

    private static Optional<TimeSpan> unit(Matcher match, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        int by = weeks(match.group("which"));
        return Optional.of(
                switch (match.group("unit").toLowerCase(Locale.ROOT)) {
                    case "week" -> Calendar.week(today, by);
                    case "weekend" ->
                        Calendar.weekend(today, match.group("which").equalsIgnoreCase("coming") ? 0 : by);
                    case "month" -> Calendar.month(YearMonth.from(today).plusMonths(by));
                    case "quarter" -> Calendar.quarter(today.getYear(), Calendar.quarterOf(today) + by);
                    default -> Calendar.year(today.getYear() + by);
                });
    }

    private static Optional<TimeSpan> edge(Matcher match, LocalDateTime now) {
        return edge(match.group("where"), match.group("which"), match.group("unit"), now);
    }

    private static Optional<TimeSpan> edge(String where, @Nullable String which, String unit, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        int by = weeks(which);
        TimeSpan whole =
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "week" -> Calendar.week(today, by);
                    case "month" -> Calendar.month(YearMonth.from(today).plusMonths(by));
                    case "quarter" -> Calendar.quarter(today.getYear(), Calendar.quarterOf(today) + by);
                    case "year" -> Calendar.year(today.getYear() + by);
                    case "day" -> TimeSpan.between(now, today.atTime(18, 0));
                    default -> Calendar.month(coming(monthOf(unit), today).plusYears(by));
                };
        if (unit.equalsIgnoreCase("day") || whole.to() == null) {
            return Optional.of(TimeSpan.at(today.atTime(18, 0)));
        }
        LocalDate first = whole.from().toLocalDate();
        LocalDate last = whole.to().toLocalDate().minusDays(1);
        return Optional.of(TimeSpan.day(
                switch (where.toLowerCase(Locale.ROOT)) {
                    case "end", "last day" -> unit.equalsIgnoreCase("week") ? first.plusDays(4) : last;
                    case "middle" ->
                        first.plusDays(unit.equalsIgnoreCase("week") ? 2 : unit.equalsIgnoreCase("year") ? 181 : 14);
                    default -> first;
                }));
    }

    private static Optional<TimeSpan> quarter(Matcher match, LocalDateTime now) {
        int number = match.group("q") != null
                ? Integer.parseInt(match.group("q"))
                : List.of("first", "second", "third", "fourth")
                                .indexOf(match.group("n").toLowerCase(Locale.ROOT))
                        + 1;
        int year = match.group("year") == null ? now.getYear() : Integer.parseInt(match.group("year"));
        return Optional.of(Calendar.quarter(year, number));
    }

    private static Optional<TimeSpan> numbered(Matcher match, LocalDateTime now) {
        return date(
                match.group("year"),
                Integer.parseInt(match.group("month")),
                Integer.parseInt(match.group("date")),
                now);
    }

    private static Optional<TimeSpan> named(Matcher match, LocalDateTime now) {
        String date = match.group("date").toLowerCase(Locale.ROOT);
        int word = List.of("first", "second", "third").indexOf(date);
        return date(
                match.group("year"), monthOf(match.group("month")), word < 0 ? Integer.parseInt(date) : word + 1, now);
    }

    private static Optional<TimeSpan> date(@Nullable String year, int month, int date, LocalDateTime now) {
        return (year == null
                        ? Calendar.next(now.toLocalDate(), month, date)
                        : Calendar.date(Integer.parseInt(year), month, date))
                .map(TimeSpan::day);
    }

    private static int monthOf(String name) {
        String three = name.toLowerCase(Locale.ROOT).substring(0, 3);
        return List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
                        .indexOf(three)
                + 1;
    }

    private static YearMonth coming(int month, LocalDate today) {
        YearMonth thisYear = YearMonth.of(today.getYear(), month);
        return thisYear.isBefore(YearMonth.from(today)) ? thisYear.plusYears(1) : thisYear;
    }

    private static Optional<TimeSpan> month(Matcher match, LocalDateTime now) {
        int month = monthOf(match.group("month"));
        boolean alone = match.group("year") == null && match.group("which") == null;
        // "May" and "March" are words of their own.
        if (alone
                && !match.group().toLowerCase(Locale.ROOT).matches("(in|during|for) .*")
                && month >= 3
                && month <= 5
                && month != 4) {
            return Optional.empty();
        }
        if (match.group("year") != null) {
            return Optional.of(Calendar.month(YearMonth.of(Integer.parseInt(match.group("year")), month)));
        }
        String which = match.group("which") == null ? "" : match.group("which").toLowerCase(Locale.ROOT);
        LocalDate today = now.toLocalDate();
        YearMonth found =
                switch (which) {
                    case "last" ->
                        YearMonth.of(today.getYear(), month).isBefore(YearMonth.from(today))
                                ? YearMonth.of(today.getYear(), month)
                                : YearMonth.of(today.getYear() - 1, month);
                    case "this" -> YearMonth.of(today.getYear(), month);
                    default -> coming(month, today);
                };
        return Optional.of(Calendar.month(found));
    }

    private static Optional<TimeSpan> holiday(Matcher match, LocalDateTime now) {
        String name = match.group("name");
        LocalDate today = now.toLocalDate();
        if (match.group("year") != null) {
            return Holidays.of(name, Integer.parseInt(match.group("year"))).map(TimeSpan::day);
        }
        String which =
                match.group("which") == null ? "" : match.group("which").strip().toLowerCase(Locale.ROOT);
        Optional<LocalDate> day =
                switch (which) {
                    case "last" ->
                        Holidays.of(name, today.getYear())
                                .filter(one -> one.isBefore(today))
                                .or(() -> Holidays.of(name, today.getYear() - 1));
                    case "this" -> Holidays.of(name, today.getYear());
                    default -> Holidays.next(name, today);
                };
        return day.map(TimeSpan::day);
    }
}
