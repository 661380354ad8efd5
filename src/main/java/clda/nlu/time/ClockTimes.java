package clda.nlu.time;

import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of day. Without a half of the day, hours from one to five are in the afternoon. */
final class ClockTimes {

    private static final int LAST_OF_AFTERNOON = 5;

    /**
     * @param halfNamed whether it is certain which half of the day is meant
     * @param endsDay whether it is the midnight at the end of a day, rather than that at its beginning
     */
    record Clock(LocalTime time, boolean halfNamed, boolean endsDay) {
        Clock(LocalTime time, boolean halfNamed) {
            this(time, halfNamed, false);
        }
    }

    private static final String EN_HOUR =
            "(?<hour>\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
    private static final String EN_WORD = "(?<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";

    /** Words after a number which show that it is not an hour. */
    private static final String NO_HOUR =
            " ?(?:percent|degrees?|dollars?|euros?|bucks|cents|usd|eur|km|kilomet|miles?|people|persons|kg|kilos?|minutes|hours|days|weeks|months|years)"
                    + "| (?-i:[A-Z])[a-z]+ (?:street|st|road|rd|avenue|ave|lane|square|drive)\\b";

    private static final String EN_HALF =
            "(?:\\s*(?<half>a\\.?m\\.?|p\\.?m\\.?)(?!\\w)|\\s+(?:in the |this |tomorrow )?(?<part>morning|afternoon|evening|at night|tonight)\\b)";
    private static final String ZH_PART = "(?<part>凌晨|清晨|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|夜里|半夜|晚|早)";

    private static final List<Rule<String, Clock>> ENGLISH = List.of(
            Rule.of(
                    "\\b(?:at |by |around )?(?<past>half|quarter|a quarter|(?:five|ten|twenty[- ]five|twenty)(?: minutes)?|\\d{1,2} minutes|\\d{1,2}(?= past)) (?<way>past|to|after) "
                            + EN_HOUR + EN_HALF + "?\\b",
                    (match, text) -> past(match)),
            Rule.of("\\b(?:at |by |around )?half " + EN_WORD + EN_HALF + "?\\b", (match, text) -> halfPast(match)),
            Rule.of(
                    "\\b(?:at |by |around )" + EN_WORD
                            + " (?<minute>oh five|ten|fifteen|twenty[- ]five|twenty|thirty[- ]five|thirty|forty[- ]five|forty|fifty[- ]five|fifty)"
                            + EN_HALF + "?\\b",
                    (match, text) -> clock(match)),
            Rule.of(
                    "\\b(?:at |by )?(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d) ?(?:hours|hrs|h)\\b",
                    (match, text) -> clock(match)),
            Rule.of(
                    "\\b(?:at |by |around )?" + EN_HOUR + "\\.(?<minute>[0-5]\\d)" + EN_HALF,
                    (match, text) -> clock(match)),
            Rule.of(
                    "\\b(?:at |by |around |about )?" + EN_HOUR + ":(?<minute>\\d{2})(?::00)?" + EN_HALF + "?(?!\\d)",
                    (match, text) -> clock(match)),
            Rule.of(
                    "\\b(?:at |by |around |about )?" + EN_HOUR + "(?: o'?clock)?" + EN_HALF,
                    (match, text) -> clock(match)),
            Rule.of("\\b(?:at |by |around |about )?" + EN_HOUR + " o'?clock\\b", (match, text) -> clock(match)),
            Rule.of(
                    "\\b(?:at|by|around|@) ?" + EN_HOUR + "(?: sharp)?(?![\\w:%]|[.,]\\d|" + NO_HOUR + ")",
                    (match, text) -> clock(match)),
            Rule.of("\\b(?:at |by )?(?:noon|midday)\\b", (match, text) -> exact(12, 0)),
            Rule.of("\\b(?:at |by )?midnight\\b", (match, text) -> exact(0, 0)));

    /** Times that do not exist, such as 25:00. */
    private static final Pattern IMPOSSIBLE = Pattern.compile(
            "(?<![\\w:.-])(?:at |by )?(?:(?:2[5-9]|[3-9]\\d):[0-5]\\d|24:(?!00)\\d{2}|\\d{1,2}:[6-9]\\d)(?![\\d:])"
                    + "|(?<![\\w:.,-])(?:at |by )?(?:1[3-9]|[2-9]\\d) ?[ap]\\.?m\\b|\\b(?:at )?(?:2[5-9]|[3-9]\\d) ?o'?clock\\b"
                    + "|" + ZH_PART.replace("<part>", ":")
                    + "?(?<!周|星期|礼拜)(?:二十[五六七八九]|[三四五六七八九]十[一二三四五六七八九]?|2[5-9]|[3-9]\\d)点(?![半整]?[多都不也])"
                    + "|" + ZH_PART.replace("<part>", ":")
                    + "?[0-9一二三四五六七八九十]{1,3}点(?:[6-9]\\d|[六七八九]十[一二三四五六七八九]?)分?",
            Pattern.CASE_INSENSITIVE);

    private static final List<Rule<String, Clock>> ENGLISH_PARTS = List.of(Rule.of(
            "\\b(?:in the |this |early |late )?(?<part>morning|afternoon|evening|at night|night|lunchtime)\\b",
            (match, text) -> part(match.group("part"))));

    private static final List<Rule<String, Clock>> CHINESE = List.of(
            Rule.of(
                    ZH_PART + "?\\s*差(?:(?<minutes>" + NumberWords.ZH + ")分|(?<quarter>一刻))(?:钟)?(?:到)?(?<hour>"
                            + NumberWords.ZH + ")点",
                    (match, text) -> before(match)),
            Rule.of(
                    ZH_PART + "?的?\\s*(?<hour>" + NumberWords.ZH
                            + ")\\s*(?:[点时](?:钟)?(?:(?<half>半)|(?<quarter>[一三1３3])刻|(?<minutes>" + NumberWords.ZH
                            + ")分?|整|(?!间|候|都|儿|也|不|没))|[:：](?<minute>\\d{2}))",
                    (match, text) -> chinese(match)));

    private static final List<Rule<String, Clock>> CHINESE_PARTS = List.of(Rule.of(
            "(?<part>中午|正午|半夜|午夜|早上|早晨|清晨|上午|下午|傍晚|晚上|夜里|凌晨|下班前|今晚|明晚|后晚|昨晚|今早|明早)",
            (match, text) -> part(match.group("part"))));

    private ClockTimes() {}

    /** The first time of day; a part of the day and an hour in it count as one. */
    static Optional<Found<Clock>> first(String text) {
        return earlier(first(ENGLISH, ENGLISH_PARTS, text), first(CHINESE, CHINESE_PARTS, text));
    }

    private static Optional<Found<Clock>> first(
            List<Rule<String, Clock>> exact, List<Rule<String, Clock>> parts, String text) {
        Optional<Found<Clock>> hour = Rule.first(exact, text, text);
        Optional<Found<Clock>> part = Rule.first(parts, text, text);
        if (hour.isEmpty() || part.isEmpty() || hour.get().overlaps(part.get())) {
            return hour.or(() -> part);
        }
        Clock clock = hour.get().value();
        LocalTime time = clock.time();
        boolean late = part.get().value().time().getHour() >= 12;
        if (!clock.halfNamed() && late && time.getHour() < 12) {
            time = time.plusHours(12);
        } else if (!clock.halfNamed() && !late && time.getHour() >= 12) {
            time = time.minusHours(12);
        }
        boolean night =
                part.get().value().time().getHour() >= 20 && clock.time().getHour() == 12 && !clock.halfNamed();
        return Optional.of(new Found<>(
                night ? new Clock(LocalTime.MIDNIGHT, true, true) : new Clock(time, true, clock.endsDay()),
                Math.min(hour.get().start(), part.get().start()),
                Math.max(hour.get().end(), part.get().end())));
    }

    private static Optional<Found<Clock>> earlier(Optional<Found<Clock>> one, Optional<Found<Clock>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().start() <= other.get().start() ? one : other;
    }

    /** The first time that does not exist. */
    static Optional<Found<Meaning>> impossible(String text) {
        Matcher matcher = IMPOSSIBLE.matcher(text);
        return matcher.find()
                ? Optional.of(new Found<>(
                        new Doubt(Doubt.Why.NO_SUCH_TIME, matcher.group().strip()), matcher.start(), matcher.end()))
                : Optional.empty();
    }

    private static Optional<Clock> exact(int hour, int minute) {
        return Optional.of(new Clock(LocalTime.of(hour, minute), true, hour == 0));
    }

    private static Optional<Clock> halfPast(Matcher match) {
        return of(NumberWords.english(match.group("hour")), 30, group(match, "half"), group(match, "part"), false);
    }

    private static Optional<Clock> clock(Matcher match) {
        String minutes = group(match, "minute");
        int minute = minutes == null
                ? 0
                : Character.isDigit(minutes.charAt(0))
                        ? Integer.parseInt(minutes)
                        : NumberWords.english(minutes.replace("oh ", ""));
        return of(
                NumberWords.english(match.group("hour")),
                minute,
                group(match, "half"),
                group(match, "part"),
                match.group("hour").startsWith("0"));
    }

    private static Optional<Clock> past(Matcher match) {
        String past = match.group("past").toLowerCase(Locale.ROOT).replace(" minutes", "");
        int minutes = past.equals("half") ? 30 : past.endsWith("quarter") ? 15 : NumberWords.english(past);
        boolean to = match.group("way").equalsIgnoreCase("to");
        return of(NumberWords.english(match.group("hour")), 0, group(match, "half"), group(match, "part"), false)
                .map(clock -> new Clock(clock.time().plusMinutes(to ? -minutes : minutes), clock.halfNamed()));
    }

    private static Optional<Clock> before(Matcher match) {
        int minutes = match.group("quarter") != null ? 15 : NumberWords.chinese(match.group("minutes"));
        return of(NumberWords.chinese(match.group("hour")), 0, null, match.group("part"), false)
                .map(clock -> new Clock(clock.time().minusMinutes(minutes), clock.halfNamed()));
    }

    private static Optional<Clock> chinese(Matcher match) {
        int minute = 0;
        if (match.group("half") != null) {
            minute = 30;
        } else if (match.group("quarter") != null) {
            minute = "一1".contains(match.group("quarter")) ? 15 : 45;
        } else if (match.group("minutes") != null) {
            minute = NumberWords.chinese(match.group("minutes"));
        } else if (match.group("minute") != null) {
            minute = Integer.parseInt(match.group("minute"));
        }
        String hour = match.group("hour");
        return of(NumberWords.chinese(hour), minute, null, match.group("part"), hour.startsWith("0"));
    }

    private static @Nullable String group(Matcher match, String name) {
        return match.namedGroups().containsKey(name) ? match.group(name) : null;
    }

    private static Optional<Clock> of(
            int hour, int minute, @Nullable String half, @Nullable String part, boolean exact) {
        if (hour > 24 || minute > 59) {
            return Optional.empty();
        }
        boolean named = half != null || part != null || exact || hour > 12;
        boolean late =
                half != null && half.toLowerCase(Locale.ROOT).startsWith("p") || part != null && isLate(part, hour);
        int h = hour % 24;
        if (late && h < 12) {
            h += 12;
        } else if (h == 12 && (half != null && !late || part != null && isNight(part))) {
            h = 0;
        } else if (!named && h > 0 && h <= LAST_OF_AFTERNOON) {
            h += 12;
        }
        boolean endsDay = h == 0 && minute == 0 && (hour == 24 || hour == 12 && part != null && !part.equals("凌晨"));
        return Optional.of(new Clock(LocalTime.of(h, minute), named, endsDay));
    }

    private static boolean isNight(String part) {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "凌晨", "半夜", "夜里", "晚上", "晚", "at night", "tonight" -> true;
            default -> false;
        };
    }

    private static boolean isLate(String part, int hour) {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "afternoon", "evening", "下午", "午后", "傍晚" -> true;
            case "tonight", "at night", "晚上", "晚", "夜里" -> hour > LAST_OF_AFTERNOON && hour < 12;
            // One at noon is after it, eleven at noon before.
            case "中午", "正午" -> hour < 3;
            default -> false;
        };
    }

    private static Optional<Clock> part(String part) {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "morning", "早上", "早晨", "清晨", "上午", "今早", "明早" -> exact(9, 0);
            case "lunchtime", "中午", "正午" -> exact(12, 0);
            case "afternoon", "下午" -> exact(14, 0);
            case "evening", "傍晚" -> exact(19, 0);
            case "下班前" -> exact(18, 0);
            case "night", "at night", "晚上", "夜里", "今晚", "明晚", "后晚", "昨晚" -> exact(20, 0);
            case "半夜", "午夜" -> exact(0, 0);
            case "凌晨" -> exact(3, 0);
            default -> Optional.empty();
        };
    }
}
