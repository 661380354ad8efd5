package clda.nlu.time;

import clda.nlu.Language;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recurrence rule in words: {@code every other Monday at 09:00}. No part of the rule is left out: people approve what they
 * read.
 */
public final class RuleWords {

    private static final int DATE = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final List<String> EN_PLACES = List.of("first", "second", "third", "fourth", "fifth");
    private static final String ZH_DAYS = "一二三四五六日";
    private static final List<String> ZH_FARMERS_MONTHS =
            List.of("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊");

    private final RuleParts parts;
    private final Language language;

    private RuleWords(RuleParts parts, Language language) {
        this.parts = parts;
        this.language = language;
    }

    /**
     * The rule in words.
     *
     * @param rule may have {@code RRULE:} and a line of {@code DTSTART} before it
     * @return the text as it is if it is not a rule
     */
    public static String of(String rule, Language language) {
        try {
            return WrittenRule.read(rule)
                    .map(written -> new RuleWords(RuleParts.of(written.rule()), language).words(written))
                    .orElse(rule);
        } catch (RuntimeException e) {
            return rule;
        }
    }

    private String words(WrittenRule written) {
        String words;
        if (PlainRules.isPlain(parts)) {
            List<LocalTime> times = parts.times();
            String at = times.isEmpty()
                    ? ""
                    : language.choose(" at ", " ")
                            + joined(times.stream().map(LocalTime::toString).toList());
            words = every() + at;
        } else {
            words = Stream.concat(Stream.of(frequency()), RulePartWords.of(parts, language).stream())
                    .collect(Collectors.joining(language.choose("; ", "；")));
        }
        return words + end() + start(written);
    }

    private String start(WrittenRule written) {
        LocalDateTime start = written.start();
        if (start == null) {
            return "";
        }
        // Where the rule names its times of day, midnight stands for the whole day.
        boolean wholeDay = start.toLocalTime().equals(LocalTime.MIDNIGHT) && parts.has("BYHOUR");
        String from = start.toLocalDate() + (wholeDay ? "" : " " + start.toLocalTime());
        ZoneId zone = written.zone();
        return language.choose(", from " + from, "，从 " + from + " 起")
                + (zone == null ? "" : language.choose(", " + zone + " time", "，" + zone + " 时间"));
    }

    private String end() {
        String count = "";
        if (parts.has("COUNT")) {
            int n = Integer.parseInt(parts.value("COUNT"));
            count = language.choose(n == 1 ? ", once" : ", " + n + " times", "，共 " + n + " 次");
        }
        return parts.has("UNTIL") ? count + language.choose(", until " + until(), "，到 " + until() + " 为止") : count;
    }

    private String until() {
        String until = parts.value("UNTIL");
        String day = LocalDate.parse(until.substring(0, DATE), DateTimeFormatter.BASIC_ISO_DATE)
                .toString();
        String rest = until.substring(DATE);
        if (rest.isEmpty() || rest.equals("T235959")) {
            return day;
        }
        return day + " " + LocalTime.parse(rest.substring(1, 7), TIME) + (rest.endsWith("Z") ? " UTC" : "");
    }

    private String frequency() {
        int n = parts.interval();
        return switch (parts.freq()) {
            case "SECONDLY" -> passing(n, "second", "秒");
            case "MINUTELY" -> passing(n, "minute", "分钟");
            case "HOURLY" -> passing(n, "hour", "小时");
            case "DAILY" -> units(n, "day", "天");
            case "WEEKLY" -> units(n, "week", "周");
            case "MONTHLY" -> units(n, "month", n == 1 ? "月" : "个月");
            case "YEARLY" -> units(n, "year", "年");
            default -> throw new IllegalArgumentException("not a rule");
        };
    }

    private String every() {
        int n = parts.interval();
        return switch (parts.freq()) {
            case "HOURLY" -> frequency() + minutes();
            case "DAILY" -> parts.has("BYDAY") ? weekly(1) : frequency();
            case "WEEKLY" -> weekly(n);
            case "MONTHLY" -> monthly(n);
            case "YEARLY" -> yearly();
            default -> frequency();
        };
    }

    private String minutes() {
        if (!parts.has("BYMINUTE")) {
            return "";
        }
        String past = joined(parts.numbers("BYMINUTE").stream()
                .map(minute -> ":%02d".formatted(minute))
                .toList());
        return language.choose(" at " + past, "的 " + past);
    }

    private String passing(int n, String english, String chinese) {
        return language.choose(
                n == 1 ? "every " + english : "every " + n + " " + english + "s",
                n == 1 ? "每" + chinese : "每 " + n + " " + chinese);
    }

    private String units(int n, String english, String chinese) {
        return language.choose(
                n == 1 ? "every " + english : n == 2 ? "every other " + english : "every " + n + " " + english + "s",
                n == 1 ? "每" + chinese : n == 2 ? "每两" + chinese : "每 " + n + " " + chinese);
    }

    private String weekly(int n) {
        List<String> days = parts.list("BYDAY");
        boolean workdays = days.equals(PlainRules.WORKDAYS);
        if (language == Language.ZH) {
            String named = workdays
                    ? "工作日"
                    : "周" + days.stream().map(RuleWords::chineseDay).collect(Collectors.joining("、周"));
            return n == 1 ? (workdays ? "每个" : "每") + named : units(n, "week", "周") + "的" + named;
        }
        String named = workdays
                ? "weekday"
                : joined(days.stream().map(RuleWords::englishDay).toList());
        return n <= 2 ? units(n, named, "") : units(n, "week", "") + " on " + named;
    }

    private String monthly(int n) {
        if (parts.isFarmers()) {
            return language.choose(
                    "on the " + ordinals() + " of every month of the Chinese calendar", "每逢农历" + farmersDays());
        }
        String month = frequency();
        if (parts.has("BYDAY")) {
            String day = dayInMonth();
            return language.choose("on the " + day + " of " + month, month + (n == 1 ? "" : "的") + day);
        }
        boolean last = parts.value("BYMONTHDAY").equals("-1");
        if (language == Language.ZH) {
            String days = last
                    ? "最后一天"
                    : parts.list("BYMONTHDAY").stream()
                            .map(day -> day.equals("-1") ? "最后一天" : day + " 日")
                            .collect(Collectors.joining("、"));
            String short_ = parts.has("SKIP") && parts.numbers("BYMONTHDAY").getFirst() > 28 ? "（没有则为最后一天）" : "";
            return month + (last ? "" : n == 1 ? " " : "的 ") + days + short_;
        }
        String short_ = parts.has("SKIP") && parts.numbers("BYMONTHDAY").getFirst() > 28 ? " (or its last day)" : "";
        return "on the " + ordinals() + " of " + month + short_;
    }

    private String yearly() {
        if (parts.isFarmers()) {
            int month = parts.numbers("BYMONTH").getFirst();
            return language.choose(
                    "every year on the " + ordinals() + " of the " + ordinal(month) + " month of the Chinese calendar",
                    "每年农历" + ZH_FARMERS_MONTHS.get(month - 1) + "月" + farmersDays());
        }
        String year = frequency();
        String named = joined(parts.numbers("BYMONTH").stream()
                .map(month ->
                        language.choose(Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH), month + " 月"))
                .toList());
        if (parts.has("BYDAY")) {
            return language.choose(
                    year + " on the " + dayInMonth() + " of " + named, year + " " + named + dayInMonth());
        }
        if (parts.value("BYMONTHDAY").equals("-1")) {
            return language.choose(year + " on the last day of " + named, year + " " + named + "最后一天");
        }
        String days = joined(parts.list("BYMONTHDAY"));
        return language.choose(year + " on " + days + " " + named, year + " " + named + " " + days + " 日");
    }

    /** The first Monday, the last working day. */
    private String dayInMonth() {
        List<String> days = parts.list("BYDAY");
        String place = parts.value("BYSETPOS");
        if (place.isEmpty()) {
            return joined(days.stream()
                    .map(day -> place(
                            day.substring(0, day.length() - 2),
                            language.choose(englishDay(day), "周" + chineseDay(day))))
                    .toList());
        }
        return place(place, language.choose("weekday", "工作日"));
    }

    private String place(String number, String day) {
        int place = Integer.parseInt(number);
        if (place == -1) {
            return language.choose("last " + day, "最后一个" + day);
        }
        return language.choose(EN_PLACES.get(place - 1) + " " + day, "第" + ChineseNumber.of(place) + "个" + day);
    }

    private String ordinals() {
        return joined(
                parts.numbers("BYMONTHDAY").stream().map(RuleWords::ordinal).toList());
    }

    static String ordinal(int number) {
        if (number == -1) {
            return "last day";
        }
        String suffix = number % 100 / 10 == 1
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + suffix;
    }

    private String farmersDays() {
        return parts.numbers("BYMONTHDAY").stream()
                .map(day -> day == -1 ? "最后一天" : day <= 10 ? "初" + ChineseNumber.of(day) : ChineseNumber.of(day))
                .collect(Collectors.joining("、"));
    }

    static String englishDay(String code) {
        return dayOfWeek(code).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    static String chineseDay(String code) {
        return String.valueOf(ZH_DAYS.charAt(dayOfWeek(code).getValue() - 1));
    }

    private static DayOfWeek dayOfWeek(String code) {
        String two = code.substring(code.length() - 2);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(two))
                .findFirst()
                .orElseThrow();
    }

    private String joined(List<String> words) {
        return joined(words, language);
    }

    static String joined(List<String> words, Language language) {
        if (language == Language.ZH) {
            return String.join("、", words);
        }
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
