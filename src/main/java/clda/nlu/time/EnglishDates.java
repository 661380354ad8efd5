package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Dates in English. "Next Friday" is in the week after this one; "Friday" is the coming one. */
final class EnglishDates {

    private static final String DAYS = EnglishDateWords.DAYS;
    private static final String MONTHS = EnglishDateWords.MONTHS;
    private static final String ORDINALS = EnglishDateWords.ORDINALS;
    private static final String ON = "\\b(?:on |by |until |before |since |from )?(?:the )?";

    static final List<Rule<LocalDateTime, Meaning>> RULES = List.of(
            Rule.of(
                    "\\b(?:in |after )?a few (?:minutes|hours|days|weeks|months|years)(?: from now)?\\b",
                    (match, now) -> Optional.of(new Doubt(Doubt.Why.NOT_PRECISE))),
            Rule.of(
                    "\\b(?:(?:in|during|over|for|within) )?(?:the )?(?<way>last|past|next|coming|previous) (?<n>"
                            + NumberWords.EN + ") (?<unit>day|week|month|year)s?\\b",
                    EnglishPeriods::stretch),
            Rule.of("\\b(?:the )?day after tomorrow\\b", (match, now) -> day(now, 2)),
            Rule.of("\\b(?:the )?day before yesterday\\b", (match, now) -> day(now, -2)),
            Rule.of("\\b(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr)\\b", (match, now) -> day(now, 1)),
            Rule.of("\\b(?:today|tonight|this (?=morning|afternoon|evening))", (match, now) -> day(now, 0)),
            Rule.of("\\byesterday\\b|\\blast night\\b", (match, now) -> day(now, -1)),
            Rule.of(
                    ON + "(?<which>this|next|last|coming|past)? ?\\b(?<day>" + DAYS
                            + ")(?<later> after next| in (?:a|one|two) weeks?(?:' time)?| week)?\\b",
                    EnglishDates::weekday),
            Rule.of(
                    "\\b(?<n>a|" + NumberWords.EN + ") weeks? (?:on|from|after) (?<day>" + DAYS + ")\\b",
                    (match, now) -> Optional.of(TimeSpan.day(now.toLocalDate()
                            .with(TemporalAdjusters.next(EnglishDateWords.dayOfWeek(match.group("day"))))
                            .plusWeeks(NumberWords.english(match.group("n")))))),
            Rule.of(
                    "\\b(?:in |during )?(?:the )?(?<unit>week|month|quarter|year) (?<which>after next|before last)\\b",
                    (match, now) -> Optional.of(EnglishPeriods.unit(
                            match.group("unit"),
                            match.group("which").toLowerCase(Locale.ROOT).startsWith("after") ? 2 : -2,
                            now))),
            Rule.of(
                    "\\bthe past (?:week|month|quarter|year)\\b",
                    (match, now) -> Optional.of(new Doubt(Doubt.Why.TWO_READINGS))),
            Rule.of(
                    "\\b(?:the )?(?<unit>year|month)[- ]to[- ]date\\b|\\bytd\\b",
                    (match, now) -> Optional.of(TimeSpan.days(
                            match.group("unit") != null && match.group("unit").equalsIgnoreCase("month")
                                    ? now.toLocalDate().withDayOfMonth(1)
                                    : now.toLocalDate().withDayOfYear(1),
                            now.toLocalDate().plusDays(1)))),
            Rule.of(
                    "\\b(?:in |during )?(?:the )?(?<half>first|second) half of (?:the )?(?:(?<year>20\\d{2})|(?<which>this |next |last )?year)\\b",
                    EnglishPeriods::half),
            Rule.of(
                    "\\b(?:in |during )?(?:the )?(?<n>first|second|third|fourth) week (?:of|in) (?<month>" + MONTHS
                            + ")(?: (?<year>20\\d{2}))?\\b",
                    EnglishPeriods::weekOfMonth),
            Rule.of(
                    ON + "(?<n>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th) (?<day>" + DAYS
                            + "|weekday|workday|working day|business day) (?:of|in) (?:(?:the |(?<which>this |next ))month|(?<month>"
                            + MONTHS + ")(?: (?<year>20\\d{2}))?)\\b",
                    EnglishDates::dayInMonth),
            Rule.of(
                    "\\b(?:in |on |at |by |during |over )?(?:the )?(?<which>this|next|last|coming|past|previous|current) (?<unit>week(?!end)|weekend|month|quarter|year)\\b",
                    EnglishPeriods::unit),
            Rule.of(
                    "\\b(?:on |over |at )?the weekend\\b",
                    (match, now) -> Optional.of(Calendar.weekend(now.toLocalDate(), 0))),
            Rule.of(
                    "\\b(?:in |at |by |on |until |before )?(?:the )?(?<where>end|beginning|start|middle|last day|first day) of (?:the |this )?(?<which>next |last )?(?<unit>month|week|year|quarter|day|"
                            + MONTHS + ")(?: (?<year>20\\d{2}))?\\b",
                    EnglishPeriods::edge),
            Rule.of(
                    "\\b(?:by |at )?(?:the )?(?<unit>month|year|week)['-]?s?[ -]end\\b",
                    (match, now) -> EnglishPeriods.edge("end", "", match.group("unit"), null, now)),
            Rule.of(
                    "\\b(?:in )?mid[- ](?<unit>" + MONTHS + ")\\b",
                    (match, now) -> EnglishPeriods.edge("middle", "", match.group("unit"), null, now)),
            Rule.of(
                    "\\b(?:in |during )?(?:the )?(?:(?<n>first|second|third|fourth) quarter|q(?<q>[1-4]))(?:,? (?:of )?(?<year>20\\d{2}))?\\b",
                    EnglishPeriods::quarter),
            Rule.of(
                    "(?<![\\d-])(?:on )?(?<year>20\\d{2})-(?<month>\\d{1,2})-(?<date>\\d{1,2})(?![\\d-])",
                    EnglishDates::numbered),
            Rule.of(
                    "(?<![\\d.])(?:on )?(?<date>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>20\\d{2})?(?!\\d)",
                    EnglishDates::numbered),
            Rule.of(
                    "(?<![\\d/])(?:on )?(?<month>\\d{1,2})/(?<date>\\d{1,2})(?:/(?<year>20\\d{2}))?(?![\\d/])",
                    EnglishDates::slashed),
            Rule.of(
                    ON + "(?<date>\\d{1,2}|" + ORDINALS + ")(?:st|nd|rd|th)?(?: of)? (?<month>" + MONTHS
                            + ")\\b(?! (?:be|i|we|you|not|need|have)\\b)(?:,? (?<year>20\\d{2}|this year|next year)\\b)?",
                    EnglishDates::named),
            Rule.of(
                    ON + "\\b(?<month>" + MONTHS
                            + ")\\.? (?:the )?(?<date>\\d{1,2}|" + ORDINALS
                            + ")(?:st|nd|rd|th)?\\b(?!:| ?[ap]\\.?m\\b)(?:,? (?<year>20\\d{2}|this year|next year)\\b)?",
                    EnglishDates::named),
            Rule.of(
                    "\\b(?<month>" + MONTHS
                            + ")\\.? (?<date>\\d{1,2})(?:st|nd|rd|th)? ?[-–] ?(?<last>\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (?<year>20\\d{2})\\b)?",
                    EnglishDates::days),
            Rule.of(
                    "\\b(?<date>\\d{1,2})(?:st|nd|rd|th)? ?[-–] ?(?<last>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>"
                            + MONTHS + ")\\b(?:,? (?<year>20\\d{2})\\b)?",
                    EnglishDates::days),
            Rule.of(
                    "\\b(?:in |during |for )?(?:(?<which>this|next|last) )?(?<month>" + MONTHS
                            + ")(?: (?<year>20\\d{2}))?\\b",
                    EnglishPeriods::month),
            Rule.of(
                    "\\b(?:on |by |until )?the (?<date>\\d{1,2})(?:st|nd|rd|th)\\b(?: of (?<which>the|this|next) month\\b)?",
                    (match, now) -> ofMonth(Integer.parseInt(match.group("date")), match.group("which"), now)),
            Rule.of(
                    "\\b(?:on |by )?the first of (?<which>the|this|next) month\\b",
                    (match, now) -> ofMonth(1, match.group("which"), now)),
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

    private static Optional<Meaning> weekday(Matcher match, LocalDateTime now) {
        DayOfWeek day = EnglishDateWords.dayOfWeek(match.group("day"));
        String later = match.group("later");
        if (later != null && later.endsWith("next")) {
            return Optional.of(new Doubt(Doubt.Why.TWO_READINGS));
        }
        LocalDate today = now.toLocalDate();
        String which = match.group("which") == null ? "" : match.group("which").toLowerCase(Locale.ROOT);
        LocalDate found =
                switch (which) {
                    case "this" -> Calendar.monday(today).with(day);
                    case "next" -> Calendar.monday(today).plusWeeks(1).with(day);
                    case "last", "past" -> today.with(TemporalAdjusters.previous(day));
                    default -> today.with(TemporalAdjusters.next(day));
                };
        if (later != null) {
            found = found.plusWeeks(later.contains("two") ? 2 : 1);
        }
        return Optional.of(TimeSpan.day(found));
    }

    private static Optional<Meaning> dayInMonth(Matcher match, LocalDateTime now) {
        int place = EnglishDateWords.place(match.group("n"));
        String kind = match.group("day").toLowerCase(Locale.ROOT);
        Predicate<LocalDate> fits =
                kind.startsWith("w") && !kind.startsWith("we") || kind.equals("weekday") || kind.startsWith("b")
                        ? Distances::isWorkday
                        : day -> day.getDayOfWeek() == EnglishDateWords.dayOfWeek(kind);
        LocalDate today = now.toLocalDate();
        String which = match.group("which");
        YearMonth month = match.group("month") != null
                ? EnglishPeriods.month(match.group("year"), match.group("month"), now)
                : YearMonth.from(today).plusMonths(EnglishPeriods.weeks(which));
        Optional<LocalDate> found = Calendar.inMonth(month, place, fits);
        if (match.group("month") == null
                && which == null
                && found.isPresent()
                && found.get().isBefore(today)) {
            found = Calendar.inMonth(month.plusMonths(1), place, fits);
        }
        return existing(found);
    }

    private static Optional<Meaning> existing(Optional<LocalDate> day) {
        return Optional.of(day.<Meaning>map(TimeSpan::day).orElseGet(() -> new Doubt(Doubt.Why.NO_SUCH_DAY)));
    }

    private static Optional<Meaning> ofMonth(int date, @Nullable String which, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        if (which == null || which.equalsIgnoreCase("the")) {
            return existing(Calendar.next(today, date));
        }
        YearMonth month = YearMonth.from(today).plusMonths(which.equalsIgnoreCase("next") ? 1 : 0);
        return existing(Calendar.date(month.getYear(), month.getMonthValue(), date));
    }

    private static Optional<Meaning> days(Matcher match, LocalDateTime now) {
        Optional<Meaning> first = date(
                match.group("year"),
                EnglishDateWords.monthOf(match.group("month")),
                Integer.parseInt(match.group("date")),
                now);
        if (first.isEmpty() || !(first.get() instanceof TimeSpan from)) {
            return first;
        }
        LocalDate begin = from.from().toLocalDate();
        return Calendar.date(begin.getYear(), begin.getMonthValue(), Integer.parseInt(match.group("last")))
                .filter(last -> last.isAfter(begin))
                .<Meaning>map(last -> TimeSpan.days(begin, last.plusDays(1)))
                .or(() -> Optional.of(new Doubt(Doubt.Why.NO_SUCH_DAY)));
    }

    /** Americans write the month first, most others the day. */
    private static Optional<Meaning> slashed(Matcher match, LocalDateTime now) {
        int one = Integer.parseInt(match.group("month"));
        int other = Integer.parseInt(match.group("date"));
        Optional<Meaning> american = date(match.group("year"), one, other, now);
        Optional<Meaning> european = date(match.group("year"), other, one, now);
        if (american.get() instanceof Doubt) {
            return european;
        }
        return european.get() instanceof Doubt || one == other
                ? american
                : Optional.of(new Doubt(Doubt.Why.TWO_READINGS));
    }

    private static Optional<Meaning> numbered(Matcher match, LocalDateTime now) {
        return date(
                match.group("year"),
                Integer.parseInt(match.group("month")),
                Integer.parseInt(match.group("date")),
                now);
    }

    private static Optional<Meaning> named(Matcher match, LocalDateTime now) {
        String date = match.group("date").toLowerCase(Locale.ROOT);
        int word = EnglishDateWords.ORDINAL_WORDS.indexOf(date);
        return date(
                match.group("year"),
                EnglishDateWords.monthOf(match.group("month")),
                word < 0 ? Integer.parseInt(date) : word + 1,
                now);
    }

    private static Optional<Meaning> date(@Nullable String year, int month, int date, LocalDateTime now) {
        if (year == null) {
            return existing(Calendar.next(now.toLocalDate(), month, date));
        }
        int in = year.endsWith("year")
                ? now.getYear() + (year.toLowerCase(Locale.ROOT).startsWith("next") ? 1 : 0)
                : Integer.parseInt(year);
        return existing(Calendar.date(in, month, date));
    }

    private static Optional<Meaning> holiday(Matcher match, LocalDateTime now) {
        String name = match.group("name");
        if (Holidays.isElsewhereAnother(name)) {
            return Optional.of(new Doubt(Doubt.Why.TWO_READINGS));
        }
        LocalDate today = now.toLocalDate();
        if (match.group("year") != null) {
            return Holidays.of(name, Integer.parseInt(match.group("year"))).<Meaning>map(TimeSpan::day);
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
        return day.<Meaning>map(TimeSpan::day);
    }
}
