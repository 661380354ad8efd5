package clda.skills;

import static clda.nlu.IntentDefinition.cue;
import static clda.skills.ScheduleSkills.DOUBT;
import static clda.skills.ScheduleSkills.LOOKED_AT;
import static clda.skills.ScheduleSkills.REMIND;
import static clda.skills.ScheduleSkills.doubtful;
import static clda.skills.ScheduleSkills.planned;
import static clda.skills.ScheduleSkills.reminded;
import static clda.skills.ScheduleSkills.said;
import static clda.skills.Slots.value;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.time.ReminderWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The skill that sets a reminder for a time. */
final class Remind implements Skill {

    private final ScheduleSkills.Now now;
    private final IntentDefinition definition;

    Remind(Clock clock, ZoneId usual) {
        this.now = new ScheduleSkills.Now(clock, usual);
        this.definition = define();
    }

    /** The latest result for a text, cached because its values are looked up one after the other. */
    private record Heard(String text, ZonedDateTime second, Optional<ReminderWords.When> when) {}

    private volatile @Nullable Heard heard;

    private Optional<ReminderWords.When> when(String whole) {
        String text = whole.length() > LOOKED_AT ? whole.substring(0, LOOKED_AT) : whole;
        ZonedDateTime exactly = now.get();
        ZonedDateTime second = exactly.truncatedTo(ChronoUnit.SECONDS);
        Heard last = heard;
        if (last == null || !last.text.equals(text) || !last.second.equals(second)) {
            last = new Heard(text, second, ReminderWords.find(text, exactly));
            heard = last;
        }
        return last.when;
    }

    private List<Find> at(String text) {
        return when(text)
                .filter(when -> when.doubt() == null)
                .map(when -> List.of(said(when.at(), when.parts())))
                .orElse(List.of());
    }

    private List<Find> doubts(String text) {
        return when(text)
                .flatMap(when -> Optional.ofNullable(when.doubt()).map(doubt -> List.of(said(doubt, when.parts()))))
                .orElse(List.of());
    }

    private List<Find> what(String text) {
        return reminded(text, when(text).map(ReminderWords.When::parts).orElse(List.of()));
    }

    @Override
    public IntentDefinition intent() {
        return definition;
    }

    private IntentDefinition define() {
        return new IntentDefinition(
                "remind",
                List.of(
                        cue(".*\\bremind me\\b.*"),
                        cue(
                                ".*\\b(?:nudge|ping|poke|buzz) me\\b.*|.*\\b(?:don['’]?t let me|make sure i don['’]?t) forget\\b.*"),
                        cue(".*提醒我?.*")),
                List.of(
                        new SlotDefinition("what", true, true, this::what),
                        new SlotDefinition("at", true, false, this::at),
                        new SlotDefinition(DOUBT, false, false, this::doubts)),
                List.of(new Naming(REMIND, true), Naming.thing("提醒")));
    }

    @Override
    public String name(Language language) {
        return language.choose("the reminder", "提醒");
    }

    @Override
    public String summary(Language language) {
        return language.choose("remind you (\"remind me tomorrow at nine to call Bob\")", "提醒您（“明天九点提醒我给 Bob 打电话”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return missing.contains("what")
                ? language.choose("What should I remind you of?", "要提醒您什么？")
                : doubtful(known, language) + language.choose("When? For example tomorrow at nine.", "什么时候？例如明天九点。");
    }

    @Override
    public String inWords(String slot, String value, Language language) {
        return switch (slot) {
            case "at" -> value.replaceFirst("T", " ");
            case DOUBT -> "";
            default -> value;
        };
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return Json.MAPPER.createObjectNode().put("what", value(slots, "what")).put("at", value(slots, "at"));
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return switch (code) {
            case "time_has_passed" -> Optional.of(language.choose("That time has passed.", "这个时间已经过去。"));
            case "no_such_time" ->
                Optional.of(language.choose(
                        "This time does not exist: the clocks are put forward then.", "这个时间不存在：届时时钟会拨快。"));
            default -> Optional.empty();
        };
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        return planned(result, language);
    }
}
