package clda.nlu.time;

import clda.nlu.Language;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A recurrence rule in words: {@code every other Monday at 09:00}. */
public final class RuleWords {

    private static final List<String> WORKDAYS = List.of("MO", "TU", "WE", "TH", "FR");
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
     * @return the rule as it is if there are no words for it
     */
    public static String of(String rule, Language language) {
        String bare = rule.substring(rule.lastIndexOf(':') + 1);
        try {
            return new RuleWords(RuleParts.of(bare), language).words();
        } catch (RuntimeException e) {
            return bare;
        }
    }

    private String words() {
        String every = every();
        List<LocalTime> times = parts.times();
        String at = times.isEmpty()
                ? ""
                : language.choose(" at ", " ")
                        + joined(times.stream().map(LocalTime::toString).toList());
        return every + at + end();
    }

    private String end() {
        if (parts.has("COUNT")) {
            String count = parts.value("COUNT");
            return language.choose(count.equals("1") ? ", once" : ", " + count + " times", "，共 " + count + " 次");
        }
        if (parts.has("UNTIL")) {
            String until = parts.value("UNTIL");
            String day = until.substring(0, 4) + "-" + until.substring(4, 6) + "-" + until.substring(6, 8);
            return language.choose(", until " + day, "，到 " + day + " 为止");
        }
        return "";
    }

    private String every() {
        int n = parts.interval();
        return switch (parts.freq()) {
            case "MINUTELY" -> passing(n, "minute", "分钟");
            case "HOURLY" -> passing(n, "hour", "小时") + minutes();
            case "DAILY" -> parts.has("BYDAY") && n == 1 ? weekly(1) : units(n, "day", "天");
            case "WEEKLY" -> weekly(n);
            case "MONTHLY" -> monthly(n);
            case "YEARLY" -> yearly(n);
            default -> throw new IllegalArgumentException("no words");
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
        boolean workdays = days.equals(WORKDAYS);
        if (language == Language.zh) {
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
        String month = units(n, "month", n == 1 ? "月" : "个月");
        if (parts.has("BYDAY")) {
            String day = dayInMonth();
            return language.choose("on the " + day + " of " + month, month + (n == 1 ? "" : "的") + day);
        }
        boolean last = parts.value("BYMONTHDAY").equals("-1");
        if (language == Language.zh) {
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

    private String yearly(int n) {
        if (parts.isFarmers()) {
            int month = parts.numbers("BYMONTH").getFirst();
            return language.choose(
                    "every year on the " + ordinals() + " of the " + ordinal(month) + " month of the Chinese calendar",
                    "每年农历" + ZH_FARMERS_MONTHS.get(month - 1) + "月" + farmersDays());
        }
        String year = units(n, "year", "年");
        List<Integer> months = parts.numbers("BYMONTH");
        if (months.isEmpty()) {
            throw new IllegalArgumentException("no words");
        }
        String named = joined(months.stream()
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
        if (!days.equals(WORKDAYS)) {
            throw new IllegalArgumentException("no words");
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

    private static String ordinal(int number) {
        if (number == -1) {
            return "last day";
        }
        String suffix = number / 10 == 1
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

    private static String englishDay(String code) {
        return dayOfWeek(code).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String chineseDay(String code) {
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
        if (language == Language.zh) {
            return String.join("、", words);
        }
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
