package clda.skills;

import static clda.nlu.IntentDefinition.cue;
import static clda.skills.Slots.value;

import clda.conversation.SlotValue;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.time.Doubt;
import clda.nlu.time.RuleWords;
import clda.nlu.time.SpeakersZone;
import clda.nlu.time.TimeParser.Part;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The skills of reminders and recurring tasks, in English and Chinese. */
final class ScheduleSkills {

    static final Pattern NUMBER = cue("(?:\\b|#|第|号|提醒|计划|排程)\\s*(\\d{1,4})\\b");
    static final Pattern REMIND = cue(
            "\\bremind(?:ing)? me\\b|\\b(?:set|setting|add|adding|create|creating|make|making)(?: up)?(?: me)? (?:a|an|the) reminder\\b|\\ba reminder\\b|提醒(?:我|一下我?|下我?)");

    /** The slot that holds the reason why a time was rejected. */
    static final String DOUBT = "doubt";

    private ScheduleSkills() {}

    /** @param zone the time zone in which users state times */
    static List<Skill> all(Clock clock, ZoneId zone) {
        // If several cues match the same words, the first one wins: a repetition may also remind,
        // and a list may contain reminders.
        return List.of(new CancelSchedule(), new ListSchedules(), new Repeat(clock, zone), new Remind(clock, zone));
    }

    static List<Span> spans(List<Part> parts) {
        return parts.stream().map(part -> new Span(part.start(), part.end())).toList();
    }

    static Find said(String value, List<Part> parts) {
        String words = parts.stream().map(Part::words).collect(Collectors.joining(" "));
        return new Find(new SlotValue(value, words), spans(parts), false);
    }

    static Find said(Doubt doubt, List<Part> parts) {
        return said(doubt.why() + " " + doubt.words(), parts);
    }

    /** Why a given time was rejected; said before the question for it. */
    static String doubtful(Map<String, SlotValue> known, Language language) {
        String[] doubt = value(known, DOUBT).split(" ", 2);
        return doubt.length < 2
                ? ""
                : new Doubt(Doubt.Why.valueOf(doubt[0]), doubt[1]).sentence(language) + language.choose(" ", "");
    }

    /** The text after the reminder words, without the words of a time; may be any text. */
    static List<Find> reminded(String text, List<Part> time) {
        Matcher asked = REMIND.matcher(text);
        return asked.find()
                ? rest(text, asked.end(), time)
                        .map(rest -> List.of(rest.free()))
                        .orElse(List.of())
                : List.of();
    }

    /** Maximum number of characters of a text that are searched for a time. */
    static final int LOOKED_AT = 1_000;

    /** Words after a time that is closed by a comma describe the time, not the task. */
    static final Pattern TORN = Pattern.compile("[,，]\\s*[,，]");

    /** A word that only introduces a request, with nothing requested. */
    static final Pattern ONLY_ASKS = Pattern.compile(
            "[呗吧哈啊呀哦啦嘛的了]+|一下(?:[呗吧哈啊呀哦啦]|吧)?|(?:would|will) (?:ya|you)|ok(?:ay)?", Pattern.CASE_INSENSITIVE);

    /** The rest of a text from a position on, without the words of a time. */
    static Optional<Rest> rest(String text, int from, List<Part> time) {
        Rest rest = Rest.of(text, from, spans(time));
        String words = rest.words()
                .replaceAll("^(?:(?:for|to|that|about|of|,|，|:|：|要|去)\\s*)+", "")
                .replaceAll("\\s*(?:please|[.。!！])+$", "")
                .replaceAll("\\s{2,}", " ")
                .replaceAll("^[,，]|[,，]$", "")
                .strip();
        return words.isEmpty()
                        || TORN.matcher(words).find()
                        || ONLY_ASKS.matcher(words).matches()
                ? Optional.empty()
                : Optional.of(new Rest(words, rest.spans()));
    }

    /** The current time in the time zone of the user. */
    record Now(Clock clock, ZoneId usual) {
        ZonedDateTime get() {
            return clock.instant().atZone(SpeakersZone.or(usual));
        }
    }

    static String planned(JsonNode plan, Language language) {
        String at = plan.path("at").asText().replace('T', ' ');
        String what = plan.path("what").asText();
        String number = plan.path("number").asText();
        String every = plan.hasNonNull("every") ? plan.path("every").asText() : "";
        if (every.isEmpty()) {
            return language.choose(
                    "I will remind you on " + at + ": " + what + " (number " + number + ").",
                    "我会在 " + at + " 提醒您：" + what + "（编号 " + number + "）。");
        }
        return language.choose(
                "I will do this " + RuleWords.of(every, language) + ", next on " + at + ": " + what + " (number "
                        + number + ").",
                "已安排（" + RuleWords.of(every, language) + "，下次 " + at + "）：" + what + "（编号 " + number + "）。");
    }
}
