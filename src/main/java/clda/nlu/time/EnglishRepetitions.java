package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recurrences in English: {@code every other Monday}, {@code the last day of every month}. */
final class EnglishRepetitions {

    private static final String DAY =
            "(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon|tues?|wed|thurs?|thu|fri|sat|sun)";
    private static final String DAYS = "(?:" + DAY + "(?:\\s*(?:,\\s*and|,|and|&|to|through|-|–)\\s*" + DAY
            + "\\b)*|week-?days?|work-?days?|working days?|weekends?)";
    private static final String PLURALS =
            "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days(?:\\s*(?:,\\s*and|,|and|&)\\s*(?:mon|tues|wednes|thurs|fri|satur|sun)days)*|week-?days|work-?days|weekends)";
    private static final String MONTHS =
            "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)";
    private static final String EVERY = "\\b(?:every|each|once (?:every|a|an|per))\\s+(?:single\\s+)?";
    private static final String OF_MONTH = "(?:every|each)(?: (?<n>other|second|" + NumberWords.EN + "))? months?\\b";
    private static final String DATES =
            "(?:\\d{1,2}(?:st|nd|rd|th)?|first)(?:\\s*(?:,\\s*and(?: the)?|,|and(?: the)?|&)\\s*\\d{1,2}(?:st|nd|rd|th))*";
    private static final String PLACE = "(?:first|second|third|fourth|last|1st|2nd|3rd|4th)";
    private static final String KIND = "(?:" + DAY + "|week-?day|work-?day|working day|business day|day)";

    static final List<Rule<RuleDraft, RuleDraft>> RULES = List.of(
            Rule.of(
                    "\\b(?:twice|thrice|(?:two|three|four|five|six|\\d+) times) (?:a|an|per|every|each) (?:minute|hour|day|week|month|year)\\b"
                            + "|\\b(?:every now and (?:then|again)|from time to time|every so often|every few \\w+|bi-?weekly|bi-?monthly)\\b",
                    (match, draft) -> doubt(draft, Doubt.Why.NOT_PRECISE)),
            Rule.of(
                    EVERY
                            + "(?<other>other |second )?(?<unit>second|minute|hour|day|week|month|year|quarter)\\b(?! of the| of an)",
                    (match, draft) -> unit(draft, match.group("unit"), match.group("other") == null ? 1 : 2)),
            Rule.of(
                    "\\b(?<name>hourly|daily|weekly|monthly|quarterly|yearly|annually|fortnightly)\\b",
                    (match, draft) -> named(draft, match.group("name"))),
            Rule.of(EVERY + "hour and a half\\b", (match, draft) -> unit(draft, "minute", 90)),
            Rule.of(EVERY + "fortnight\\b", (match, draft) -> named(draft, "fortnightly")),
            Rule.of(
                    EVERY + "(?<n>" + NumberWords.EN + ") (?<unit>days|weeks|months|years)\\b",
                    (match, draft) -> unit(
                            draft,
                            match.group("unit").substring(0, match.group("unit").length() - 1),
                            NumberWords.english(match.group("n")))),
            Rule.of(
                    EVERY + "(?<part>morning|afternoon|evening|night)\\b",
                    (match, draft) -> part(draft, match.group("part"))),
            Rule.of(
                    "\\b(?:on )?" + EVERY + "(?<other>other |second )?(?<days>" + DAYS + ")\\b(?! of\\b)",
                    (match, draft) -> weekly(draft, match.group("days"), match.group("other") == null ? 1 : 2)),
            Rule.of("\\b(?:on )?(?<days>" + PLURALS + ")\\b", (match, draft) -> weekly(draft, match.group("days"), 1)),
            Rule.of(
                    "\\b(?:every|each) (?<place>first|third|fourth|last|1st|3rd|4th) (?<kind>" + KIND
                            + ")\\b(?: (?:of|in) (?:the|each|every) month\\b)?",
                    (match, draft) -> dayInMonth(draft, match.group("place"), match.group("kind"), 1)),
            Rule.of(
                    "\\b(?:every|each) (?<place>" + PLACE + ") (?<kind>" + KIND
                            + ") (?:of|in) (?:the|each|every) month\\b",
                    (match, draft) -> dayInMonth(draft, match.group("place"), match.group("kind"), 1)),
            Rule.of(
                    "\\b(?:on |at )?(?:the )?(?<place>" + PLACE + ") (?<kind>" + KIND + ") (?:of|in) " + OF_MONTH,
                    (match, draft) ->
                            dayInMonth(draft, match.group("place"), match.group("kind"), count(match.group("n")))),
            Rule.of(
                    "\\b(?:every|each) (?<dates>\\d{1,2}(?:st|nd|rd|th))(?: of (?:the|each|every) month)?\\b(?! of)",
                    (match, draft) -> dates(draft, match.group("dates"), 1)),
            Rule.of(
                    "\\b(?:on )?the (?<dates>" + DATES + ") (?:day )?of " + OF_MONTH,
                    (match, draft) -> dates(draft, match.group("dates"), count(match.group("n")))),
            Rule.of(
                    "\\b(?:at |by )?the end of " + OF_MONTH,
                    (match, draft) -> dayInMonth(draft, "last", "day", count(match.group("n")))),
            Rule.of(
                    EVERY + "(?<month>" + MONTHS + ") (?:the )?(?<date>\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)",
                    (match, draft) -> yearly(draft, match.group("month"), match.group("date"))),
            Rule.of(
                    EVERY + "(?<date>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>" + MONTHS + ")\\b",
                    (match, draft) -> yearly(draft, match.group("month"), match.group("date"))),
            Rule.of(
                    EVERY + "(?:" + MONTHS + ")\\b(?! (?:the )?\\d)",
                    (match, draft) -> doubt(draft, Doubt.Why.NOT_PRECISE)),
            Rule.of(EVERY + "(?<name>" + Holidays.EN + ")\\b", (match, draft) -> holiday(draft, match.group("name"))));

    /** Words after a rule of weeks, months or years that name the day. */
    static final List<Rule<RuleDraft, RuleDraft>> DAYS_BEHIND = List.of(
            Rule.of(
                    "^\\s*,?\\s*on (?:an? |the )?(?<days>" + DAYS + ")\\b",
                    (match, draft) -> draft.freq.equals("WEEKLY")
                            ? weekly(draft, match.group("days"), draft.interval)
                            : Optional.empty()),
            Rule.of(
                    "^\\s*,?\\s*on the (?<place>" + PLACE + ") (?<kind>" + KIND + ")\\b",
                    (match, draft) -> draft.freq.equals("MONTHLY") || draft.months.size() > 1
                            ? dayInMonth(draft, match.group("place"), match.group("kind"), draft.interval)
                            : Optional.empty()),
            Rule.of(
                    "^\\s*,?\\s*on (?:the )?(?<dates>" + DATES + ")\\b(?! of|:| (?:" + MONTHS + ")\\b)",
                    (match, draft) -> draft.freq.equals("MONTHLY")
                            ? dates(draft, match.group("dates"), draft.interval)
                            : Optional.empty()),
            Rule.of(
                    "^\\s*,?\\s*(?:on )?(?<month>" + MONTHS
                            + ")\\.? (?:the )?(?<date>\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)",
                    (match, draft) -> draft.freq.equals("YEARLY")
                            ? yearly(draft, match.group("month"), match.group("date"))
                            : Optional.empty()),
            Rule.of(
                    "^\\s*,?\\s*(?:on )?(?:the )?(?<date>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>" + MONTHS + ")\\b",
                    (match, draft) -> draft.freq.equals("YEARLY")
                            ? yearly(draft, match.group("month"), match.group("date"))
                            : Optional.empty()),
            Rule.of(
                    "^\\s*,?\\s*(?:on|at) (?<name>" + Holidays.EN + ")\\b",
                    (match, draft) ->
                            draft.freq.equals("YEARLY") ? holiday(draft, match.group("name")) : Optional.empty()));

    private EnglishRepetitions() {}

    static Optional<RuleDraft> doubt(RuleDraft draft, Doubt.Why why) {
        draft.freq = "DAILY";
        draft.doubt = why;
        return Optional.of(draft);
    }

    private static int count(String n) {
        return n == null ? 1 : n.equalsIgnoreCase("other") || n.equalsIgnoreCase("second") ? 2 : NumberWords.english(n);
    }

    static Optional<RuleDraft> unit(RuleDraft draft, String unit, int interval) {
        draft.interval = interval;
        draft.freq = switch (unit.toLowerCase(Locale.ROOT)) {
            case "second" -> "SECONDLY";
            case "minute" -> "MINUTELY";
            case "hour" -> "HOURLY";
            case "day" -> "DAILY";
            case "week" -> "WEEKLY";
            case "month" -> "MONTHLY";
            default -> "YEARLY";
        };
        if (unit.equalsIgnoreCase("quarter")) {
            draft.months.addAll(List.of(1, 4, 7, 10));
        }
        return Optional.of(draft);
    }

    private static Optional<RuleDraft> named(RuleDraft draft, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "hourly" -> unit(draft, "hour", 1);
            case "daily" -> unit(draft, "day", 1);
            case "weekly" -> unit(draft, "week", 1);
            case "fortnightly" -> unit(draft, "week", 2);
            case "monthly" -> unit(draft, "month", 1);
            case "quarterly" -> unit(draft, "quarter", 1);
            default -> unit(draft, "year", 1);
        };
    }

    private static Optional<RuleDraft> part(RuleDraft draft, String part) {
        draft.usual = switch (part.toLowerCase(Locale.ROOT)) {
            case "afternoon" -> LocalTime.of(14, 0);
            case "evening" -> LocalTime.of(19, 0);
            case "night" -> LocalTime.of(20, 0);
            default -> LocalTime.of(9, 0);
        };
        return unit(draft, "day", 1);
    }

    private static Optional<RuleDraft> weekly(RuleDraft draft, String days, int interval) {
        draft.freq = "WEEKLY";
        draft.interval = interval;
        draft.days = days(days);
        return Optional.of(draft);
    }

    /** The days that the words name: a range, weekdays, or a list. */
    static Set<DayOfWeek> days(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.startsWith("weekend")) {
            return EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        }
        if (lower.startsWith("week") || lower.startsWith("work")) {
            return EnumSet.copyOf(RuleDraft.WORKDAYS);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        Matcher matcher = Pattern.compile("(?<to>(?:to|through|-|–)\\s*)?(?<day>" + DAY + ")")
                .matcher(lower);
        DayOfWeek last = null;
        while (matcher.find()) {
            DayOfWeek day = EnglishDateWords.dayOfWeek(matcher.group("day"));
            for (DayOfWeek between = last; matcher.group("to") != null && between != null && between != day; ) {
                between = between.plus(1);
                days.add(between);
            }
            days.add(day);
            last = day;
        }
        return days;
    }

    private static Optional<RuleDraft> dayInMonth(RuleDraft draft, String place, String kind, int interval) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (!draft.freq.equals("YEARLY")) {
            draft.freq = "MONTHLY";
            draft.interval = interval;
        }
        if (lower.equals("day")) {
            draft.monthDays.add(EnglishDateWords.place(place));
            return Optional.of(draft);
        }
        draft.place = EnglishDateWords.place(place);
        draft.days = lower.startsWith("week") || lower.startsWith("work") || lower.startsWith("business")
                ? EnumSet.copyOf(RuleDraft.WORKDAYS)
                : EnumSet.of(EnglishDateWords.dayOfWeek(lower));
        return Optional.of(draft);
    }

    private static Optional<RuleDraft> dates(RuleDraft draft, String dates, int interval) {
        draft.freq = "MONTHLY";
        draft.interval = interval;
        Matcher date = Pattern.compile("\\d{1,2}|first").matcher(dates.toLowerCase(Locale.ROOT));
        while (date.find()) {
            draft.monthDays.add(date.group().equals("first") ? 1 : Integer.parseInt(date.group()));
        }
        return Optional.of(draft);
    }

    private static Optional<RuleDraft> yearly(RuleDraft draft, String month, String date) {
        draft.freq = "YEARLY";
        draft.months.add(EnglishDateWords.monthOf(month));
        draft.monthDays.add(Integer.parseInt(date));
        return Optional.of(draft);
    }

    /** A holiday that has the same date each year, or the same day of the farmers' calendar. */
    static Optional<RuleDraft> holiday(RuleDraft draft, String name) {
        draft.freq = "YEARLY";
        Optional<Holidays.Yearly> yearly = Holidays.yearly(name);
        if (yearly.isEmpty()) {
            return doubt(draft, Doubt.Why.NOT_PRECISE);
        }
        draft.farmers = yearly.get().farmers();
        draft.months.add(yearly.get().month());
        draft.monthDays.add(yearly.get().day());
        return Optional.of(draft);
    }
}
