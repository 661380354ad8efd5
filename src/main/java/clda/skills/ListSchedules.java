package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.Language;
import clda.nlu.time.RuleWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The skill that lists reminders and recurring tasks. */
final class ListSchedules implements Skill {

    private final IntentDefinition definition = define();

    @Override
    public IntentDefinition intent() {
        return definition;
    }

    private IntentDefinition define() {
        return new IntentDefinition(
                "list_schedules",
                List.of(
                        cue(".*\\b(list|show|what are)\\b.*\\b(reminders?|schedules?)\\b.*"),
                        cue("^\\s*(my )?(reminders|schedules)\\s*\\??$"),
                        cue(".*(有哪些|列出|查看|看看).{0,8}(提醒|计划|日程|排程|定时).*")),
                List.of());
    }

    @Override
    public String name(Language language) {
        return language.choose("the list of reminders", "提醒列表");
    }

    @Override
    public String summary(Language language) {
        return language.choose("list your reminders (\"list my reminders\")", "列出提醒（“列出我的提醒”）");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return Json.MAPPER.createObjectNode();
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        StringBuilder list = new StringBuilder();
        for (JsonNode plan : result.path("schedules")) {
            String every = plan.hasNonNull("every") ? plan.path("every").asText() : "";
            list.append("\n- **")
                    .append(plan.path("number").asText())
                    .append("** ")
                    .append(plan.path("at").asText().replace('T', ' '))
                    .append(every.isEmpty() ? "" : " (" + RuleWords.of(every, language) + ")")
                    .append(": ")
                    .append(plan.path("what").asText());
        }
        return list.isEmpty()
                ? language.choose("There are none in this conversation.", "这个对话里没有提醒。")
                : language.choose("In this conversation:\n", "这个对话里的提醒：\n") + list;
    }
}
