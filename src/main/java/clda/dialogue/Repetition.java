package clda.dialogue;

import clda.nlu.Language;
import clda.nlu.time.FarmersCalendar;
import clda.nlu.time.RuleParts;
import clda.nlu.time.RuleWords;
import clda.nlu.time.WrittenRule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence: a rule of RFC 5545 with its start. Times of day are local to the zone. A time that the zone skips on a day is
 * moved as {@link java.time.ZonedDateTime} does; if a time occurs twice, the first counts. A rule of only hours or minutes
 * counts elapsed time. A day that a month does not have is skipped, as the RFC says. {@code RSCALE=CHINESE} (RFC 7529) is
 * supported for monthly and yearly rules.
 *
 * @param text the stored form: {@code DTSTART:…}, a newline, {@code RRULE:…}
 * @param rule without {@code RRULE:}
 * @param start local date and time in the zone
 */
public record Repetition(String text, String rule, LocalDateTime start, ZoneId zone) {

    static final String HOW_TO_WRITE =
            "write a rule of RFC 5545 with its time of day, such as \"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0\","
                    + " from \"FREQ=MINUTELY\" to \"FREQ=YEARLY\"";

    private static final int LONGEST = 400;

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    /** The former notation of repetitions, used before they were rules. */
    private static final Pattern FORMER = Pattern.compile(
            "(?i)(?<every>daily|weekdays|weekly|monthly)(?: (?<day>\\w+))? (?<hour>\\d\\d):(?<minute>\\d\\d)");

    /** The start of repetitions in the former notation, whose rules all name their days. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2020, 1, 1, 0, 0);

    /** Upper bound of the shift when clocks are put forward or back. */
    private static final Duration SHIFT = Duration.ofDays(1);

    /** Maximum days until a day of the lunisolar calendar recurs, except a thirtieth, which not every month has. */
    private static final int FARMERS_DAYS = 1_200;

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if it is not a rule
     */
    public static Repetition parse(String text, ZoneId zone) {
        return read(text, zone, null);
    }

    /**
     * Reads a rule that begins now or at the time that it names. A rule with an interval, such as every other week, first
     * occurs at the next possible time.
     *
     * @throws IllegalArgumentException if it is not a rule or never occurs again
     */
    public static Repetition starting(String text, ZoneId zone, Instant now) {
        Repetition repetition = read(text, zone, now);
        if (repetition.after(now).isEmpty()) {
            throw new IllegalArgumentException("there is no such time to come; " + HOW_TO_WRITE);
        }
        return repetition;
    }

    /** What is written for a repetition, in words; as it is written if it is none. */
    public static String inWords(String written, Language language) {
        Matcher former = FORMER.matcher(written.strip());
        try {
            return RuleWords.of(former.matches() ? former(former) : written, language);
        } catch (IllegalArgumentException e) {
            return written;
        }
    }

    private static Repetition read(String text, ZoneId zone, @Nullable Instant now) {
        String stripped = text.strip();
        Matcher former = FORMER.matcher(stripped);
        if (former.matches()) {
            return new Repetition(text, former(former), LONG_AGO, zone);
        }
        if (stripped.length() > LONGEST) {
            throw new IllegalArgumentException(HOW_TO_WRITE);
        }
        try {
            WrittenRule written =
                    WrittenRule.read(stripped).orElseThrow(() -> new IllegalArgumentException(HOW_TO_WRITE));
            ZoneId in = written.zone() == null ? zone : written.zone();
            String rule = checked(written.rule(), in);
            LocalDateTime start = written.start();
            if (start == null) {
                if (now == null) {
                    throw new IllegalArgumentException("DTSTART is missing");
                }
                start = first(rule, in, now);
            }
            return new Repetition("DTSTART:" + start.format(BASIC) + "\nRRULE:" + rule, rule, start, in);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("DTSTART is not a local date and time in a zone; " + HOW_TO_WRITE, e);
        }
    }

    private static String former(Matcher former) {
        try {
            LocalTime time =
                    LocalTime.of(Integer.parseInt(former.group("hour")), Integer.parseInt(former.group("minute")));
            String at = ";BYHOUR=" + time.getHour() + ";BYMINUTE=" + time.getMinute();
            String day = former.group("day");
            String every = former.group("every").toLowerCase(Locale.ROOT) + (day == null ? "" : " day");
            return switch (every) {
                case "daily" -> "FREQ=DAILY" + at;
                case "weekdays" -> "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" + at;
                case "weekly day" ->
                    "FREQ=WEEKLY;BYDAY="
                            + DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT))
                                    .name()
                                    .substring(0, 2) + at;
                // In the former notation, a day that the month does not have meant its last day.
                case "monthly day" ->
                    "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY="
                            + ChronoField.DAY_OF_MONTH.checkValidIntValue(Integer.parseInt(day)) + ";SKIP=BACKWARD"
                            + at;
                default -> throw new IllegalArgumentException(HOW_TO_WRITE);
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(HOW_TO_WRITE, e);
        }
    }

    /** @return the rule in the library's order, with its end in local time */
    private static String checked(String rule, ZoneId zone) {
        RuleParts parts = RuleParts.of(rule);
        if (parts.isFarmers()) {
            checkFarmers(parts);
            return rule;
        }
        try {
            RecurrenceRule read = new RecurrenceRule(rule, RfcMode.RFC5545_STRICT);
            boolean timed = read.getFreq() == Freq.HOURLY || read.getFreq() == Freq.MINUTELY || parts.has("BYHOUR");
            if (read.getFreq() == Freq.SECONDLY || !timed || read.hasPart(Part.BYSECOND)) {
                throw new IllegalArgumentException(HOW_TO_WRITE);
            }
            DateTime until = read.getUntil();
            if (until != null && !until.isFloating()) {
                LocalDateTime end =
                        Instant.ofEpochMilli(until.getTimestamp()).atZone(zone).toLocalDateTime();
                read.setUntil(dateTime(end));
            }
            return read.toString();
        } catch (InvalidRecurrenceRuleException e) {
            throw new IllegalArgumentException(e.getMessage() + "; " + HOW_TO_WRITE, e);
        }
    }

    private static void checkFarmers(RuleParts parts) {
        boolean known = parts.names().stream().allMatch(name -> switch (name) {
            case "RSCALE", "FREQ", "BYMONTH", "BYMONTHDAY", "BYHOUR", "BYMINUTE" -> true;
            default -> false;
        });
        boolean whole = parts.has("BYMONTHDAY")
                && parts.has("BYHOUR")
                && parts.freq().equals("YEARLY") == parts.has("BYMONTH")
                && (parts.freq().equals("YEARLY") || parts.freq().equals("MONTHLY"));
        if (!known || !whole || parts.times().isEmpty()) {
            throw new IllegalArgumentException(
                    "write \"RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15;BYHOUR=9;BYMINUTE=0\"");
        }
        parts.numbers("BYMONTH");
        parts.numbers("BYMONTHDAY");
    }

    /** The start of a rule that does not name one. */
    private static LocalDateTime first(String rule, ZoneId zone, Instant now) {
        RuleParts parts = RuleParts.of(rule);
        LocalDateTime local = now.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS);
        if (parts.isElapsed()) {
            return now.truncatedTo(ChronoUnit.SECONDS)
                    .plus(parts.interval(), parts.freq().equals("HOURLY") ? ChronoUnit.HOURS : ChronoUnit.MINUTES)
                    .atZone(zone)
                    .toLocalDateTime();
        }
        LocalDateTime minute = local.truncatedTo(ChronoUnit.MINUTES);
        Repetition eachTime = new Repetition("", parts.without("INTERVAL", "COUNT", "UNTIL"), minute, zone);
        return eachTime.after(now)
                .map(at -> at.atZone(zone).toLocalDateTime())
                .orElseThrow(() -> new IllegalArgumentException("there is no such time to come; " + HOW_TO_WRITE));
    }

    /** The first occurrence after the given time; empty after the last. */
    public Optional<Instant> after(Instant instant) {
        RuleParts parts = RuleParts.of(rule);
        if (parts.isFarmers()) {
            return farmersAfter(parts, instant);
        }
        ZoneId counted = parts.isElapsed() ? ZoneOffset.UTC : zone;
        LocalDateTime begin = start.atZone(zone).withZoneSameInstant(counted).toLocalDateTime();
        LocalDateTime from = instant.minus(SHIFT).atZone(counted).toLocalDateTime();
        try {
            RecurrenceRuleIterator all = new RecurrenceRule(rule).iterator(dateTime(begin));
            if (from.isAfter(begin)) {
                all.fastForward(dateTime(from));
            }
            while (all.hasNext()) {
                Instant at = local(all.nextDateTime()).atZone(counted).toInstant();
                if (at.isAfter(instant)) {
                    return Optional.of(at);
                }
            }
            return Optional.empty();
        } catch (InvalidRecurrenceRuleException e) {
            throw new IllegalStateException("a rule that was checked cannot be read", e);
        } catch (IllegalArgumentException e) {
            // The library gives up after looking through too many times that a part of the rule excludes.
            return Optional.empty();
        }
    }

    private Optional<Instant> farmersAfter(RuleParts parts, Instant instant) {
        LocalDate first = start.toLocalDate().isAfter(instant.atZone(zone).toLocalDate())
                ? start.toLocalDate()
                : instant.atZone(zone).toLocalDate();
        for (int days = 0; days < FARMERS_DAYS; days++) {
            LocalDate date = first.plusDays(days);
            FarmersCalendar.Day day = FarmersCalendar.of(date);
            boolean named = (!parts.has("BYMONTH")
                            || !day.leap() && parts.numbers("BYMONTH").contains(day.month()))
                    && (parts.numbers("BYMONTHDAY").contains(day.day())
                            || day.last() && parts.numbers("BYMONTHDAY").contains(-1));
            if (named) {
                for (LocalTime time : parts.times()) {
                    Instant at = date.atTime(time).atZone(zone).toInstant();
                    if (at.isAfter(instant)) {
                        return Optional.of(at);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static DateTime dateTime(LocalDateTime local) {
        return new DateTime(
                local.getYear(),
                local.getMonthValue() - 1,
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(
                time.getYear(),
                time.getMonth() + 1,
                time.getDayOfMonth(),
                time.getHours(),
                time.getMinutes(),
                time.getSeconds());
    }
}
