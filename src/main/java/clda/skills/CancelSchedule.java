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
                                "\\b(?:cancel|delete|remove|stop|deactivate|discontinue|terminate|turn off|switch off|get rid of|(?<=mind )(?:cancelling|canceling|deleting|removing|stopping))\\b|取消|删除|删掉|删了吧|删了|去掉|撤掉|撤了|清掉|废掉|干掉|终止|关掉|停掉|停了吧|停止(?!取消|删除|移除)|移除"),
                        Naming.thing(
                                "\\b(?:reminders?|schedules?|scheduled|recurring|planned|jobs?|tasks?|timer|entry|list|scheduler|number|no|nr)\\b|#|个|提醒|计划|日程|排程|定时任务?|定期任务|循环任务|自动任务|任务|第|编号|序号|号")),
                "no_such_schedule",
                cue(
                        ".*\\b(cancel|delete|remove|stop|scrap|kill|ditch|drop|bin|nuke|axe|get rid of|call off|turn off)\\b.*\\b(reminder|schedule)\\b.*"),
                cue(".*(取消|删除|停止|移除).{0,8}(提醒|计划|日程|排程|定时).*"),
                cue(
                        "^(?=.*(?:\\d|[一二三四五六七八九十])).*(?:提醒|定时|定期任务|循环任务|自动任务|计划|日程).{0,12}(?:取消|删了|删掉|去掉|撤了|停了|停掉|关掉|关了|清掉|废掉|干掉|终止).*"),
                cue(
                        "^(?=.*(?:\\d|[一二三四五六七八九十])).*(?:取消|删掉|去掉|撤掉|停掉|关掉|关了|清掉|废掉|干掉|终止|不用|不需要).{0,8}(?:提醒|定时|定期任务|循环任务|自动任务|计划|日程).*"),
                cue(
                        ".*\\b(?:reminder|schedule|scheduled (?:task|job)|recurring (?:task|job)|timer)\\b.{0,6}\\d.{0,30}\\b(?:off|out|bin|cancel|stop|not needed|can go|any ?more|deactivate|no longer)\\b.*|.*\\b(?:deactivate|discontinue|turn off|switch off)\\b.{0,30}\\b(?:reminder|schedules?|job|task)\\b.*"));
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
