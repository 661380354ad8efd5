package clda.nlu.local;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds when something is to happen, once or again and again, in an English or Chinese sentence. */
public final class TimeWords {

    /** A time once, with the words that named it. */
    public record Once(LocalDateTime at, String raw) {}

    /** A repetition such as {@code weekly MONDAY 08:00}, with the words that named it. */
    public record Again(String every, String raw) {}

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final String EN_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
    private static final String EN_HOURS =
            "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight";
    private static final String EN_TIME = "(?:at\\s+)?(?<hour>\\d{1,2}(?!\\d)|" + EN_HOURS
            + ")(?::(?<minute>\\d{2}))?\\s*(?<half>a\\.?m\\.?|p\\.?m\\.?|o'clock)?";
    private static final Pattern EN_IN = Pattern.compile(
            "\\bin\\s+(?<count>\\d{1,3}|an?|" + EN_HOURS + ")\\s+(?<unit>minute|hour|day|week)s?\\b", FLAGS);
    private static final Pattern EN_DAY = Pattern.compile(
            "\\b(?:on\\s+)?(?<day>today|tonight|tomorrow|the day after tomorrow|(?:next\\s+)?(?:" + EN_DAYS
                    + "))(?:\\s+(?<part>morning|afternoon|evening))?(?:,?\\s+" + EN_TIME + ")?(?![\\w:])",
            FLAGS);
    private static final Pattern EN_AT = Pattern.compile("\\bat\\s+" + EN_TIME + "(?![\\w:])", FLAGS);
    private static final Pattern EN_EVERY = Pattern.compile(
            "\\b(?:every|each)\\s+(?<every>day|morning|weekday|workday|month|" + EN_DAYS
                    + ")(?:\\s+on\\s+the\\s+(?<date>\\d{1,2})(?:st|nd|rd|th)?)?"
                    + "(?:\\s+(?<part>morning|afternoon|evening))?(?:,?\\s+" + EN_TIME + ")?(?![\\w:])",
            FLAGS);

    private static final String ZH_NUMBER = "[0-9]{1,2}|[零一二两三四五六七八九十]{1,3}";
    private static final String ZH_TIME = "(?<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\\s*(?<hour>" + ZH_NUMBER
            + ")\\s*(?:[:：](?<minute>\\d{2})|[点點时](?:(?<half>半)|(?<minutes>" + ZH_NUMBER + ")分?|整)?)";
    private static final Pattern ZH_IN =
            Pattern.compile("(?<count>" + ZH_NUMBER + "|半)\\s*个?(?<unit>分钟|小时|钟头|天|星期|周)[之以]?后");
    private static final Pattern ZH_DAY = Pattern.compile(
            "(?<day>今天|今晚|今日|明天|明日|明早|明晚|后天|大后天|(?:下下?个?|这|本)?(?:周|星期|礼拜)[一二三四五六日天])(?:的)?\\s*(?:" + ZH_TIME + ")?");
    private static final Pattern ZH_AT = Pattern.compile(ZH_TIME);
    private static final Pattern ZH_EVERY =
            Pattern.compile("每(?:个)?(?<every>天|日|早|工作日|月|(?:周|星期|礼拜)[一二三四五六日天])(?:(?<date>" + ZH_NUMBER
                    + ")[号日])?(?:的)?\\s*(?:" + ZH_TIME + ")?");

    private static final String ZH_WEEK = "一二三四五六日";
    private static final Map<String, Integer> EN_NUMBERS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("noon", 12),
            Map.entry("midnight", 0));
    /** When a day or a part of it is named and no hour. */
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private TimeWords() {}

    /** The first time named once. */
    public static Optional<Once> once(String text, LocalDateTime now) {
        for (Pattern in : List.of(EN_IN, ZH_IN)) {
            Matcher matcher = in.matcher(text);
            if (matcher.find()) {
                return Optional.of(new Once(later(matcher, now), matcher.group()));
            }
        }
        for (Pattern day : List.of(EN_DAY, ZH_DAY)) {
            Matcher matcher = day.matcher(text);
            if (matcher.find()) {
                return dated(matcher, now);
            }
        }
        for (Pattern at : List.of(EN_AT, ZH_AT)) {
            Matcher matcher = at.matcher(text);
            if (matcher.find()) {
                return time(matcher, null).map(time -> {
                    LocalDateTime today = now.toLocalDate().atTime(time);
                    return new Once(today.isAfter(now) ? today : today.plusDays(1), matcher.group());
                });
            }
        }
        return Optional.empty();
    }

    /** The first repetition named. */
    public static Optional<Again> again(String text) {
        for (Pattern pattern : List.of(EN_EVERY, ZH_EVERY)) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                String every = matcher.group("every").toLowerCase(Locale.ROOT);
                return time(matcher, MORNING)
                        .map(time -> new Again(repetition(every, matcher.group("date")) + " " + time, matcher.group()));
            }
        }
        return Optional.empty();
    }

    private static String repetition(String every, @Nullable String date) {
        return switch (every) {
            case "day", "morning", "天", "日", "早" -> "daily";
            case "weekday", "workday", "工作日" -> "weekdays";
            case "month", "月" -> "monthly " + (date == null ? 1 : number(date));
            default -> "weekly " + dayOfWeek(every);
        };
    }

    private static DayOfWeek dayOfWeek(String name) {
        int chinese = ZH_WEEK.indexOf(name.charAt(name.length() - 1) == '天' ? '日' : name.charAt(name.length() - 1));
        if (chinese >= 0) {
            return DayOfWeek.of(chinese + 1);
        }
        String last = name.substring(name.lastIndexOf(' ') + 1);
        return DayOfWeek.valueOf(last.toUpperCase(Locale.ROOT));
    }

    private static LocalDateTime later(Matcher matcher, LocalDateTime now) {
        String count = matcher.group("count");
        String unit = matcher.group("unit");
        LocalDateTime minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (count.equals("半")) {
            return unit.equals("天") ? minute.plusHours(12) : minute.plusMinutes(30);
        }
        int n = number(count);
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "minute", "分钟" -> minute.plusMinutes(n);
            case "hour", "小时", "钟头" -> minute.plusHours(n);
            case "day", "天" -> minute.plusDays(n);
            default -> minute.plusWeeks(n);
        };
    }

    private static Optional<Once> dated(Matcher matcher, LocalDateTime now) {
        String day = matcher.group("day").toLowerCase(Locale.ROOT);
        LocalTime otherwise = day.equals("tonight") || day.endsWith("晚") ? LocalTime.of(20, 0) : MORNING;
        boolean evening = day.equals("tonight") || day.endsWith("晚");
        return time(matcher, otherwise).map(time -> {
            LocalTime at = evening && time.getHour() < 12 ? time.plusHours(12) : time;
            return new Once(date(day, now.toLocalDate()).atTime(at), matcher.group());
        });
    }

    private static LocalDate date(String day, LocalDate today) {
        switch (day) {
            case "today", "tonight", "今天", "今晚", "今日":
                return today;
            case "tomorrow", "明天", "明日", "明早", "明晚":
                return today.plusDays(1);
            case "the day after tomorrow", "后天":
                return today.plusDays(2);
            case "大后天":
                return today.plusDays(3);
            default:
                DayOfWeek weekday = dayOfWeek(day);
                // Chinese weeks begin on Monday: 下周三 is the Wednesday of the week after this one.
                if (day.startsWith("下") || day.startsWith("这") || day.startsWith("本")) {
                    int weeks = day.startsWith("下下") ? 2 : day.startsWith("下") ? 1 : 0;
                    return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .plusWeeks(weeks)
                            .with(weekday);
                }
                return today.with(TemporalAdjusters.next(weekday));
        }
    }

    private static Optional<LocalTime> time(Matcher matcher, @Nullable LocalTime otherwise) {
        String hour = matcher.group("hour");
        String part = has(matcher, "part") ? matcher.group("part") : null;
        if (hour == null) {
            return Optional.ofNullable(part == null ? otherwise : partAlone(part));
        }
        int h = number(hour.toLowerCase(Locale.ROOT));
        int m = minutes(matcher);
        String half = has(matcher, "half") ? matcher.group("half") : null;
        boolean afternoon =
                half != null && half.toLowerCase(Locale.ROOT).startsWith("p") || part != null && isLate(part);
        boolean morning = half != null && half.toLowerCase(Locale.ROOT).startsWith("a");
        if (afternoon && h < 12) {
            h += 12;
        } else if (morning && h == 12) {
            h = 0;
        }
        return h > 23 || m > 59 ? Optional.empty() : Optional.of(LocalTime.of(h, m));
    }

    private static int minutes(Matcher matcher) {
        if (matcher.group("minute") != null) {
            return Integer.parseInt(matcher.group("minute"));
        }
        if ("半".equals(matcher.group("half"))) {
            return 30;
        }
        return has(matcher, "minutes") && matcher.group("minutes") != null ? number(matcher.group("minutes")) : 0;
    }

    private static boolean has(Matcher matcher, String group) {
        return matcher.namedGroups().containsKey(group);
    }

    private static boolean isLate(String part) {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "afternoon", "evening", "下午", "傍晚", "晚上", "晚" -> true;
            default -> false;
        };
    }

    private static LocalTime partAlone(String part) {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "afternoon", "下午" -> LocalTime.of(14, 0);
            case "evening", "傍晚", "晚上", "晚" -> LocalTime.of(19, 0);
            case "中午" -> LocalTime.NOON;
            default -> MORNING;
        };
    }

    private static int number(String words) {
        Integer english = EN_NUMBERS.get(words.toLowerCase(Locale.ROOT));
        if (english != null) {
            return english;
        }
        if (Character.isDigit(words.charAt(0)) && words.charAt(0) < 0x80) {
            return Integer.parseInt(words);
        }
        int ten = words.indexOf('十');
        if (ten < 0) {
            return digit(words.charAt(words.length() - 1));
        }
        int tens = ten == 0 ? 1 : digit(words.charAt(0));
        int ones = ten == words.length() - 1 ? 0 : digit(words.charAt(words.length() - 1));
        return tens * 10 + ones;
    }

    private static int digit(char c) {
        return c == '两' ? 2 : "零一二三四五六七八九".indexOf(c);
    }
}
