package clda.skills;

import static clda.nlu.IntentDefinition.cue;
import static clda.skills.ScheduleSkills.DOUBT;
import static clda.skills.ScheduleSkills.REMIND;
import static clda.skills.ScheduleSkills.doubtful;
import static clda.skills.ScheduleSkills.planned;
import static clda.skills.ScheduleSkills.reminded;
import static clda.skills.ScheduleSkills.rest;
import static clda.skills.ScheduleSkills.said;
import static clda.skills.Slots.value;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Accounting;
import clda.nlu.account.Find;
import clda.nlu.time.RepetitionWords;
import clda.nlu.time.RuleWords;
import clda.nlu.time.TimeParser.Part;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The skill that sets a recurring task or reminder. */
final class Repeat implements Skill {

    private final ScheduleSkills.Now now;
    private final IntentDefinition definition;

    Repeat(Clock clock, ZoneId usual) {
        this.now = new ScheduleSkills.Now(clock, usual);
        this.definition = define();
    }

    /** The task to repeat is itself a request, not arbitrary text. */
    private static List<Find> what(String text, List<Part> every) {
        if (REMIND.matcher(text).find()) {
            return reminded(text, every);
        }
        return rest(text, 0, every)
                .map(rest -> List.of(
                        new Find(new SlotValue(Accounting.core(rest.words()), rest.words()), rest.spans(), false)))
                .orElse(List.of());
    }

    private static final String WHEN =
            "\\b(?:every|each)\\s+(?:(?:other|second|single|first|third|fourth|last|half|quarter|an?|\\d{1,3}|two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty|thirty)\\s+)?"
                    + "(?:minutes?|mins?|hours?|days?|weeks?|fortnight|months?|years?|morning|afternoon|evening|night|weekday|workday|working day|weekend|mon|tue|wed|thu|fri|sat|sun|\\w+day)\\b.*";
    private static final String OFTEN =
            "\\b(?:hourly|daily|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|(?:mon|tues|wednes|thurs|fri|satur|sun|week|work)days|weekends|(?:once|twice|\\d times) (?:an?|every|per) \\w+|every \\w+)\\b.*";
    private static final String ZH_WHEN =
            "每(?:隔|逢|到)?(?:[一两二三四五六七八九十半\\d]{1,3})?个?(?:半)?(?:分钟|小时|钟头|刻钟|整点|天|日|早|晚|周|星期|礼拜|月|季度?|年|工作日|农历)|天天";

    @Override
    public IntentDefinition intent() {
        return definition;
    }

    private IntentDefinition define() {
        SlotFinder every = text -> RepetitionWords.find(text, now.get())
                .filter(again -> again.doubt() == null)
                .map(again -> List.of(said(again.every(), again.parts())))
                .orElse(List.of());
        SlotFinder doubts = text -> RepetitionWords.find(text, now.get())
                .flatMap(again -> Optional.ofNullable(again.doubt()).map(doubt -> List.of(said(doubt, again.parts()))))
                .orElse(List.of());
        SlotFinder what = text -> RepetitionWords.find(text, now.get())
                .map(again -> what(text, again.parts()))
                .orElse(List.of());
        SlotFinder order = new SlotFinder() {
            @Override
            public List<Find> all(String text) {
                return what.all(text);
            }

            @Override
            public boolean isOrder() {
                return true;
            }
        };
        SlotFinder doing = text -> List.of(
                new Find(new SlotValue(String.valueOf(!REMIND.matcher(text).find()), "")));
        return new IntentDefinition(
                "repeat",
                List.of(
                        cue(".*" + WHEN),
                        cue(".*(?:" + ZH_WHEN + ").*"),
                        cue(".*\\bremind me\\b.*" + WHEN),
                        cue(".*\\bremind me\\b.*" + OFTEN),
                        cue(".*" + OFTEN + "\\bremind me\\b.*")),
                List.of(
                        new SlotDefinition("what", true, true, order),
                        new SlotDefinition("every", true, false, every),
                        new SlotDefinition("doing", false, false, doing),
                        new SlotDefinition(DOUBT, false, false, doubts)),
                List.of(new Naming(REMIND, true)));
    }

    @Override
    public String name(Language language) {
        return language.choose("the recurring task", "定期任务");
    }

    @Override
    public String summary(Language language) {
        return language.choose(
                "do something again and again (\"every Monday at 8 list my reminders\")", "定期执行（“每周一早上八点列出我的提醒”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return missing.contains("what")
                ? language.choose("What should I do then?", "到时要做什么？")
                : doubtful(known, language)
                        + language.choose("When? For example every Monday at 8.", "什么时候？例如每周一早上八点。");
    }

    @Override
    public String inWords(String slot, String value, Language language) {
        return switch (slot) {
            case "every" -> RuleWords.of(value, language);
            case "doing" ->
                Boolean.parseBoolean(value)
                        ? language.choose("to be done then", "到时执行")
                        : language.choose("as a reminder", "到时提醒");
            case DOUBT -> "";
            default -> value;
        };
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return Json.MAPPER
                .createObjectNode()
                .put("what", value(slots, "what"))
                .put("doing", Boolean.parseBoolean(value(slots, "doing")))
                .put("every", value(slots, "every"));
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return code.equals("invalid_arguments")
                ? Optional.of(language.choose("There is no such time to come.", "以后不再有这样的时间。"))
                : Optional.empty();
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        return planned(result, language);
    }
}
