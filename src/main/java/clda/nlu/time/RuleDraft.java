package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A recurrence rule while its parts are being read. */
final class RuleDraft {

    static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    /** The time of day if none is named. */
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private static final int EVERY_MONTH_HAS = 28;
    private static final DateTimeFormatter BASIC = DateTimeFormatter.BASIC_ISO_DATE;

    String freq = "";
    int interval = 1;
    boolean farmers;
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);

    /** The first Monday of a month is 1, the last -1; 0 for every. */
    int place;

    final SortedSet<Integer> monthDays = new TreeSet<>();
    final SortedSet<Integer> months = new TreeSet<>();
    final SortedSet<LocalTime> times = new TreeSet<>();

    /** The minute of each hour; -1 if none is named. */
    int minute = -1;

    @Nullable
    LocalTime usual;

    @Nullable
    LocalDate from;

    @Nullable
    LocalDate until;

    int count;

    Doubt.@Nullable Why doubt;

    boolean passes() {
        return freq.equals("HOURLY") || freq.equals("MINUTELY") || freq.equals("SECONDLY");
    }

    /** The reason why the rule lacks something that has no default; null if it is complete. */
    Doubt.@Nullable Why missing() {
        if (doubt != null) {
            return doubt;
        }
        boolean day =
                switch (freq) {
                    case "WEEKLY" -> !days.isEmpty();
                    case "MONTHLY" -> !monthDays.isEmpty() || !days.isEmpty();
                    case "YEARLY" -> !months.isEmpty() && (!monthDays.isEmpty() || !days.isEmpty());
                    default -> true;
                };
        if (!day) {
            return Doubt.Why.NOT_PRECISE;
        }
        boolean often = !farmers && !freq.equals("YEARLY");
        if (often && monthDays.stream().anyMatch(date -> date > 31)) {
            return Doubt.Why.NO_SUCH_DAY;
        }
        if (often && monthDays.stream().anyMatch(date -> date > EVERY_MONTH_HAS)) {
            return Doubt.Why.NOT_EVERY_TIME;
        }
        if (!farmers && freq.equals("YEARLY") && !monthDays.isEmpty()) {
            int last = java.time.Month.of(months.first()).maxLength();
            boolean leap = months.first() == 2 && monthDays.last() == 29;
            return monthDays.last() > last ? Doubt.Why.NO_SUCH_DAY : leap ? Doubt.Why.NOT_EVERY_TIME : null;
        }
        return null;
    }

    /** The rule, with {@code DTSTART} if its start or its zone is given. */
    String rule(@Nullable ZoneId zone, LocalDate today) {
        List<LocalTime> at = new ArrayList<>(times);
        if (at.isEmpty() && !passes()) {
            at.add(usual == null ? MORNING : usual);
        }
        SortedSet<Integer> hours = at.stream().map(LocalTime::getHour).collect(Collectors.toCollection(TreeSet::new));
        SortedSet<Integer> minutes =
                at.stream().map(LocalTime::getMinute).collect(Collectors.toCollection(TreeSet::new));
        boolean crossed = at.size() == hours.size() * minutes.size();
        // Places among the times of a day can be named if the rule goes day by day.
        boolean byDay = !crossed && (freq.equals("WEEKLY") && interval == 1);
        List<String> parts = new ArrayList<>();
        if (farmers) {
            parts.add("RSCALE=CHINESE");
        }
        parts.add("FREQ=" + (byDay ? "DAILY" : freq));
        if (interval > 1) {
            parts.add("INTERVAL=" + interval);
        }
        if (count > 0) {
            parts.add("COUNT=" + count);
        }
        if (until != null) {
            parts.add("UNTIL=" + until.format(BASIC) + "T235959");
        }
        if (!months.isEmpty()) {
            parts.add("BYMONTH=" + joined(months));
        }
        if (!monthDays.isEmpty()) {
            parts.add("BYMONTHDAY=" + joined(monthDays));
        }
        boolean workday = place != 0 && days.equals(WORKDAYS);
        if (!days.isEmpty()) {
            String prefix = place == 0 || workday ? "" : String.valueOf(place);
            parts.add("BYDAY="
                    + days.stream()
                            .map(day -> prefix + day.name().substring(0, 2))
                            .collect(Collectors.joining(",")));
        }
        if (!hours.isEmpty()) {
            parts.add("BYHOUR=" + joined(hours));
            parts.add("BYMINUTE=" + joined(minutes));
        } else if (minute >= 0) {
            parts.add("BYMINUTE=" + minute);
        }
        if (workday) {
            parts.add("BYSETPOS=" + place);
        } else if (!crossed) {
            parts.add("BYSETPOS=" + places(at, hours, minutes));
        }
        String rule = String.join(";", parts);
        if (from == null && zone == null) {
            return rule;
        }
        String start = (from == null ? today : from).format(BASIC) + "T000000";
        return "DTSTART" + (zone == null ? "" : ";TZID=" + zone.getId()) + ":" + start + " RRULE:" + rule;
    }

    /** Whether a rule can express the times of day that are named. */
    boolean tellsTimes() {
        long hours = times.stream().map(LocalTime::getHour).distinct().count();
        long minutes = times.stream().map(LocalTime::getMinute).distinct().count();
        return times.size() == hours * minutes || freq.equals("DAILY") || freq.equals("WEEKLY") && interval == 1;
    }

    private static String places(List<LocalTime> wanted, Collection<Integer> hours, Collection<Integer> minutes) {
        List<String> places = new ArrayList<>();
        int place = 0;
        for (int hour : hours) {
            for (int min : minutes) {
                place++;
                if (wanted.contains(LocalTime.of(hour, min))) {
                    places.add(String.valueOf(place));
                }
            }
        }
        return String.join(",", places);
    }

    private static String joined(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
