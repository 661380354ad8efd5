package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What limits a repetition: its start and end, how often it happens, and the days left out. */
final class RepetitionLimits {

    /** How often: {@code five times}, 三次. */
    static final Pattern TIMES = Pattern.compile(
            "[\\s,，]*(?:for )?(?<n>" + NumberWords.EN + ") times\\b|[\\s,，]*(?:一?共|总共|连续)?(?<zh>" + NumberWords.ZH
                    + ")次",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ONCE = Pattern.compile("[\\s,，]*一次");

    private static final Pattern UNTIL =
            Pattern.compile("[\\s,，]*(?:\\buntil |\\btill |\\bthrough |一?直到|到|至)(?:the )?", Pattern.CASE_INSENSITIVE);

    private static final Pattern UNTIL_END = Pattern.compile("为止|结束");

    private static final Pattern STARTING = Pattern.compile(
            "[\\s,，]*(?:\\b(?:starting|beginning|as of|from)(?: from| on)? (?:the )?|从|自)", Pattern.CASE_INSENSITIVE);

    private static final Pattern STARTING_END = Pattern.compile("(?:这天)?(?:开始|起)[，,]?");

    private static final Pattern FOR_DAYS = Pattern.compile(
            "[\\s,，]*(?:for (?:the next )?(?<n>" + NumberWords.EN
                    + ") (?<unit>day|week|month|hour|year)s?\\b|(?:连续|持续)(?<zh>" + NumberWords.ZH
                    + ")个?(?<zhunit>天|周|星期|月))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXCEPT = Pattern.compile(
            "[\\s,，]*(?:except(?: for)?|but not|excluding)(?: on)? (?<days>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?)(?:\\s*(?:,|and)\\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?))*)"
                    + "|[\\s,，]*(?:除了?)?(?:周|星期|礼拜)(?<zh>[一二三四五六日天末])(?:除外|不用|外|以外)|[\\s,，]*除了?(?:周|星期|礼拜)(?<zh2>[一二三四五六日天末])(?:除外|外|以外|之外)?[，,]?",
            Pattern.CASE_INSENSITIVE);

    private final RepetitionPassage passage;
    private final String text;
    private final RuleDraft draft;
    private final LocalDateTime now;

    RepetitionLimits(RepetitionPassage passage) {
        this.passage = passage;
        this.text = passage.text;
        this.draft = passage.draft;
        this.now = passage.now;
    }

    boolean except() {
        Matcher matcher = passage.behind(EXCEPT);
        if (!matcher.lookingAt()) {
            return false;
        }
        passage.end = matcher.end();
        return without(matcher);
    }

    boolean exceptBefore() {
        Matcher matcher = EXCEPT.matcher(text);
        while (matcher.find()) {
            if (matcher.end() == passage.start) {
                passage.start = matcher.start();
                return without(matcher);
            }
        }
        return false;
    }

    private boolean without(Matcher matcher) {
        String zh = matcher.group("zh") != null ? matcher.group("zh") : matcher.group("zh2");
        Set<DayOfWeek> left = matcher.group("days") != null
                ? EnglishRepetitions.days(matcher.group("days"))
                : zh.equals("末") ? Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY) : ChineseRepetitions.days(zh);
        if (draft.freq.equals("DAILY") && draft.interval == 1) {
            draft.freq = "WEEKLY";
            draft.days.addAll(List.of(DayOfWeek.values()));
        }
        if (!draft.freq.equals("WEEKLY")) {
            draft.doubt = Doubt.Why.TWO_READINGS;
        }
        draft.days.removeAll(left);
        return true;
    }

    boolean times() {
        Matcher once = ONCE.matcher(text).region(passage.end, text.length());
        if (once.lookingAt()) {
            passage.end = once.end();
            return true;
        }
        Matcher matcher = passage.behind(TIMES);
        if (draft.count > 0 || !matcher.lookingAt()) {
            return false;
        }
        draft.count = matcher.group("n") != null
                ? NumberWords.english(matcher.group("n"))
                : NumberWords.chinese(matcher.group("zh"));
        passage.end = matcher.end();
        return true;
    }

    boolean forSoLong() {
        Matcher matcher = passage.behind(FOR_DAYS);
        if (draft.count > 0 || draft.until != null || !matcher.lookingAt()) {
            return false;
        }
        int n = matcher.group("n") != null
                ? NumberWords.english(matcher.group("n"))
                : NumberWords.chinese(matcher.group("zh"));
        String unit =
                matcher.group("n") != null ? matcher.group("unit").toLowerCase(Locale.ROOT) : matcher.group("zhunit");
        boolean day = unit.equals("day") || unit.equals("天");
        boolean week = unit.equals("week") || unit.equals("周") || unit.equals("星期");
        boolean plainDays = draft.freq.equals("DAILY") && draft.interval == 1;
        boolean plainWeeks = draft.freq.equals("WEEKLY") && draft.interval == 1;
        passage.end = matcher.end();
        if (plainDays && (day || week)) {
            draft.count = n * (week ? 7 : 1) * Math.max(1, draft.times.size());
        } else if (plainWeeks && week) {
            draft.count = n * draft.days.size() * Math.max(1, draft.times.size());
        } else {
            draft.doubt = Doubt.Why.TWO_READINGS;
        }
        return true;
    }

    boolean startingBehind() {
        Matcher matcher = passage.behind(STARTING);
        return draft.from == null
                && matcher.lookingAt()
                && dateAt(matcher.end(), STARTING_END, true).isPresent();
    }

    boolean untilBehind() {
        Matcher matcher = passage.behind(UNTIL);
        return draft.until == null
                && matcher.lookingAt()
                && dateAt(matcher.end(), UNTIL_END, false).isPresent();
    }

    private Optional<LocalDate> dateAt(int from, Pattern tail, boolean starts) {
        Optional<Found<Meaning>> found = Dates.first(text.substring(from), now).filter(date -> date.start() == 0);
        if (found.isEmpty() || found.get().value() instanceof TimeSpan span && span.timed()) {
            return Optional.empty();
        }
        passage.end = from + found.get().end();
        Matcher matcher = tail.matcher(text).region(passage.end, text.length());
        passage.end = matcher.lookingAt() ? matcher.end() : passage.end;
        return limit(found.get().value(), starts);
    }

    boolean startingBefore() {
        return draft.from == null && before(STARTING, Pattern.compile("(?:这天)?(?:开始|起)[，,]?|[\\s,]*"), true);
    }

    boolean untilBefore() {
        return draft.until == null && before(UNTIL, Pattern.compile("(?:为止|结束)[，,]?|[\\s,]+"), false);
    }

    private boolean before(Pattern opening, Pattern closing, boolean starts) {
        Matcher matcher = opening.matcher(text.substring(0, passage.start));
        while (matcher.find()) {
            String rest = text.substring(matcher.end(), passage.start);
            Optional<Found<Meaning>> found = Dates.first(rest, now).filter(date -> date.start() == 0);
            if (found.isPresent()
                    && closing.matcher(rest.substring(found.get().end())).matches()) {
                passage.start = matcher.start();
                return limit(found.get().value(), starts).isPresent();
            }
        }
        return false;
    }

    private Optional<LocalDate> limit(Meaning meaning, boolean starts) {
        if (!(meaning instanceof TimeSpan span)) {
            draft.doubt = ((Doubt) meaning).why();
            return Optional.of(now.toLocalDate());
        }
        if (starts) {
            draft.from = span.from().toLocalDate();
            return Optional.of(draft.from);
        }
        LocalDate last = span.to() == null
                ? span.from().toLocalDate()
                : span.to().toLocalDate().minusDays(1);
        draft.until = last;
        return Optional.of(last);
    }
}
