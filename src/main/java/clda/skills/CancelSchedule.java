package clda.skills;

import static clda.nlu.IntentDefinition.cue;
import static clda.skills.ScheduleSkills.NUMBER;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The skill that cancels a reminder or recurring task. */
final class CancelSchedule extends ByNumber {

    CancelSchedule() {
        super(
                "cancel_schedule",
                NUMBER,
                List.of(
                        Naming.act(
                                "\\b(?:cancel|delete|remove|stop|(?<=mind )(?:cancelling|canceling|deleting|removing|stopping))\\b|取消|删除|删掉|删了吧|关掉|停掉|停止(?!取消|删除|移除)|移除"),
                        Naming.thing("\\b(?:reminders?|schedules?|number|no)\\b|#|个|提醒|计划|日程|排程|定时任务?|任务|第|编号|号")),
                "no_such_schedule",
                cue(
                        ".*\\b(cancel|delete|remove|stop|scrap|kill|ditch|drop|bin|nuke|axe|get rid of|call off|turn off)\\b.*\\b(reminder|schedule)\\b.*"),
                cue(".*(取消|删除|停止|移除).{0,8}(提醒|计划|日程|排程|定时).*"));
    }

    @Override
    public String name(Language language) {
        return language.choose("cancelling the reminder", "取消提醒");
    }

    @Override
    public String summary(Language language) {
        return language.choose("cancel a reminder (\"cancel reminder 1\")", "取消提醒（“取消提醒 1”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return language.choose("Which one? Give me its number.", "取消哪一个？请告诉我编号。");
    }

    @Override
    String noSuchNumber(String number, Language language) {
        return language.choose("There is no schedule " + number + ".", "没有编号为 " + number + " 的安排。");
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String what = result.path("what").asText();
        return language.choose("Cancelled: " + what + ".", "已取消：" + what + "。");
    }
}
