package clda.demo;

import static clda.demo.Slots.object;
import static clda.demo.Slots.oneOf;
import static clda.demo.Slots.text;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Language;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The skill that opens a ticket. */
final class CreateTicket implements Skill {

    private static final List<Naming> ACTS = List.of(
            Naming.act(
                    "\\b(?:open|create|file|make|raise|log|submit|new|lodge|start|set up|whip up|stick in|put in|throw in|bang in|chuck in|(?:stick|put|throw|bang|chuck|pop|get)(?= .{0,12}\\bticket\\b)|report(?= .{0,12}\\bticket\\b)|(?<=mind )(?:opening|creating|filing|making))\\b|(?:^|(?<=[,.;] ))ticket(?=\\s*:)"),
            Naming.thing(
                    "\\b(?:support|ticket|priority|in|up|going|opened|about|saying|called|named|entitled|with the title|title(?:d)?)\\b"),
            Naming.act("创建|新建|建立|登记|开|提交|提|建|报|录|(?:^|(?<=[，。]))(?:工单|故障单)(?=[：:])"),
            Naming.thing("工单|故障单|单子|单|修|新|关于|说|标题[是为]?|名[称为]|优先级|优先"));

    private static final Pattern TITLE = cue(
            "\\bticket\\b(?: in| up| going| opened)?\\s*(?:for|about|:|,|-|–|—|re:?|regarding|because|on|saying|that|called|named|titled|entitled|with the title|with title)\\s*:?\\s*(.+?)(?:,?\\s*(?:with )?(?:low|normal|high|urgent) priority)?$"
                    + "|(?:关于|标题为|标题是|名为)\\s*(.+?)的(?:工单|故障单)|(?:标题|名称)(?:[:：]|是|为)\\s*(.+?)(?:[,，]\\s*(?:高优先级|低优先级|紧急|加急|不急|普通))?$"
                    + "|(?:工单|故障单|单子|单|修)\\s*(?:[:：,，]|关于|说)\\s*(?!标题)(.+?)(?:[,，]\\s*(?:高优先级|低优先级|紧急|加急|不急|普通))?$");

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "create_ticket",
                List.of(
                        cue(".*\\b(open|create|file|make|raise)\\b.*\\bticket\\b.*"),
                        cue("^\\s*(new )?ticket\\b.*"),
                        cue(".*(创建|新建|开|提交|提)(一?个|一?张)?.{0,6}(工单|故障单).*"),
                        cue("^\\s*(工单|故障单).*")),
                List.of(
                        new SlotDefinition("title", true, true, text(TITLE)),
                        new SlotDefinition(
                                "priority",
                                false,
                                false,
                                oneOf(
                                        new Slots.Choice("high", cue("\\b(high|urgent)\\b|紧急|加急|高优先级")),
                                        new Slots.Choice("low", cue("\\blow\\b|不急|低优先级")),
                                        new Slots.Choice("normal", cue("\\bnormal\\b|普通|一般"))))),
                ACTS);
    }

    @Override
    public String name(Language language) {
        return language.choose("the new ticket", "新工单");
    }

    @Override
    public String summary(Language language) {
        return language.choose("open a ticket (\"open a ticket: the printer is broken\")", "创建工单（“创建工单：打印机坏了”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return language.choose("What is the ticket about?", "工单的内容是什么？");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return object().put("title", value(slots, "title", "")).put("priority", value(slots, "priority", "normal"));
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String number = result.path("ticketNumber").asText();
        return language.choose("Ticket **" + number + "** is open.", "工单 **" + number + "** 已创建。");
    }
}
