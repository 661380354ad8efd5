package clda.nlu.time;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration: {@code 1 hour and 30 minutes}, 两天三小时. */
record Length(long months, long days, long seconds) {

    private static final String EN_UNIT =
            "(?:(?<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|fortnights?|months?|years?|yrs?)\\b|(?<=\\d)(?<letter>h|m|s|d)(?![a-z]))";
    private static final Pattern EN_PART = Pattern.compile(
            "(?:(?<quarters>(?:a |one |three )?quarters?) of an hour\\b|half(?: an?)? (?<halved>second|minute|hour|day|week|month|year)\\b"
                    + "|(?<n>\\d{1,4}(?:\\.\\d)?|" + NumberWords.EN + ")\\s*-?(?<and> and a half)?\\s*" + EN_UNIT
                    + "(?<half> and a half\\b)?)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EN_JOIN =
            Pattern.compile("\\s*(?:,\\s*(?:and\\s+)?|\\band\\s+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HALF = Pattern.compile("\\s+and\\s+a\\s+half\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern ZH_PART =
            Pattern.compile("(?:(?<n>\\d{1,4}(?:\\.\\d)?|[零〇一二两三四五六七八九十百]{1,5}|半)\\s*(?<piece>个)?(?<half1>半)?"
                    + "(?<unit>秒钟?|分钟|刻钟|小时|钟头|天|日|星期|礼拜|周|月|年|分(?=半?钟|[零0-9一二三四五六七八九十]+秒|[之以]?[前后]))(?<half2>半)?钟?)");
    private static final Pattern ZH_JOIN = Pattern.compile("\\s*[零又加、，,]?\\s*");

    private static final Length NOTHING = new Length(0, 0, 0);

    Length plus(Length more) {
        return new Length(months + more.months, days + more.days, seconds + more.seconds);
    }

    /** Whether it has a part of hours or smaller units. */
    boolean isTimed() {
        return seconds != 0;
    }

    LocalDateTime from(LocalDateTime time, int way) {
        return time.plusMonths(way * months).plusDays(way * days).plusSeconds(way * seconds);
    }

    /** The time at this distance from now: a day, or a point in time if the length has hours or smaller units. */
    TimeSpan fromNow(LocalDateTime now, int way) {
        return isTimed()
                ? TimeSpan.at(from(second(now, way), way))
                : TimeSpan.day(from(now, way).toLocalDate());
    }

    /** A whole second. Rounded up for the future, so that "in one minute" is not less than a minute. */
    private static LocalDateTime second(LocalDateTime now, int way) {
        LocalDateTime begun = now.truncatedTo(ChronoUnit.SECONDS);
        return way > 0 && begun.isBefore(now) ? begun.plusSeconds(1) : begun;
    }

    /** The duration that begins at the place in the text. */
    static Optional<Found<Length>> at(String text, int start) {
        Optional<Found<Length>> english = at(text, start, EN_PART, EN_JOIN, true);
        return english.isPresent() ? english : at(text, start, ZH_PART, ZH_JOIN, false);
    }

    private static Optional<Found<Length>> at(String text, int start, Pattern part, Pattern join, boolean english) {
        Length all = NOTHING;
        int end = start;
        int from = start;
        boolean begun = false;
        while (true) {
            Matcher matcher = part.matcher(text).region(from, text.length()).useTransparentBounds(true);
            if (!matcher.lookingAt()) {
                break;
            }
            Optional<Length> read = english ? english(matcher) : chinese(matcher);
            if (read.isEmpty()) {
                break;
            }
            all = all.plus(read.get());
            begun = true;
            end = matcher.end();
            Matcher half = HALF.matcher(text).region(end, text.length());
            if (english && all.seconds % 3600 == 0 && all.seconds > 0 && half.lookingAt()) {
                all = all.plus(new Length(0, 0, 1800));
                end = half.end();
            }
            Matcher joined = join.matcher(text).region(end, text.length()).useTransparentBounds(true);
            from = joined.lookingAt() ? joined.end() : end;
        }
        return begun ? Optional.of(new Found<>(all, start, end)) : Optional.empty();
    }

    private static Optional<Length> english(Matcher matcher) {
        if (matcher.group("quarters") != null) {
            return Optional.of(new Length(
                    0, 0, matcher.group("quarters").toLowerCase(Locale.ROOT).startsWith("three") ? 2700 : 900));
        }
        if (matcher.group("halved") != null) {
            return Optional.of(of(0, true, unit(matcher.group("halved"))));
        }
        String unit = matcher.group("unit") == null ? matcher.group("letter") : matcher.group("unit");
        boolean half = matcher.group("and") != null || matcher.group("half") != null;
        return number(matcher.group("n"), half, unit(unit), true);
    }

    private static Optional<Length> chinese(Matcher matcher) {
        String unit = matcher.group("unit");
        boolean half = matcher.group("half1") != null || matcher.group("half2") != null;
        // 三月 is March, 三个月 are three months.
        if (unit.equals("月") && matcher.group("piece") == null && matcher.group("half1") == null) {
            return Optional.empty();
        }
        if (matcher.group("n").equals("半")) {
            return Optional.of(of(0, true, zhUnit(unit)));
        }
        return number(matcher.group("n"), half, zhUnit(unit), false);
    }

    private static Optional<Length> number(String words, boolean half, char unit, boolean english) {
        int point = words.indexOf('.');
        if (point > 0) {
            long tenths = Long.parseLong(words.substring(0, point)) * 10 + (words.charAt(point + 1) - '0');
            long seconds = secondsOf(unit);
            return seconds == 0 ? Optional.empty() : Optional.of(new Length(0, 0, tenths * seconds / 10));
        }
        return Optional.of(of(english ? NumberWords.english(words) : NumberWords.chinese(words), half, unit));
    }

    private static long secondsOf(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'q' -> 900;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            default -> 0;
        };
    }

    private static Length of(long n, boolean half, char unit) {
        return switch (unit) {
            case 's', 'm', 'q', 'h' -> new Length(0, 0, n * secondsOf(unit) + (half ? secondsOf(unit) / 2 : 0));
            case 'd' -> new Length(0, n, half ? 43_200 : 0);
            case 'w' -> new Length(0, 7 * n + (half ? 3 : 0), 0);
            case 'f' -> new Length(0, 14 * n + (half ? 7 : 0), 0);
            case 'M' -> new Length(n, half ? 15 : 0, 0);
            default -> new Length(12 * n + (half ? 6 : 0), 0, 0);
        };
    }

    private static char unit(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("mo") ? 'M' : lower.charAt(0);
    }

    private static char zhUnit(String name) {
        return switch (name) {
            case "秒", "秒钟" -> 's';
            case "分钟", "分" -> 'm';
            case "刻钟" -> 'q';
            case "小时", "钟头" -> 'h';
            case "天", "日" -> 'd';
            case "月" -> 'M';
            case "年" -> 'y';
            default -> 'w';
        };
    }
}
