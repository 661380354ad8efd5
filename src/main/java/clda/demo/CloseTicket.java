package clda.demo;

import static clda.demo.Slots.failed;
import static clda.demo.Slots.find;
import static clda.demo.Slots.object;
import static clda.demo.Slots.value;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The skill that closes a ticket. */
final class CloseTicket implements Skill {

    private static final List<Naming> ACTS = List.of(
            Naming.act(
                    "\\b(?:close|resolve|finish|finish off|shut|shut down|kill|bin|nuke|complete|wrap up|(?<=done, )close it|close off|mark(?= .{1,30} as (?:closed|resolved|done))|as (?:closed|resolved|done)|can be closed|(?<=mind )(?:closing|shutting|marking))\\b"),
            Naming.thing("\\b(?:support|ticket|tickets|number|case)\\b|#"),
            Naming.act("可以关闭了|关闭|关了吧|关吧|关一下|完结|了结|销(?=.{0,6}单)|关掉|关上|结束"),
            Naming.thing("工单|故障单|单子|编号|号|#"));

    /** A bare number counts as a ticket number only after the word "ticket" or after another ticket number. */
    private static final Pattern TICKET = cue(
            "\\bT-?(\\d{1,9})\\b|(?:\\b(?:ticket|case)s?\\s*(?:number|no\\.?)?\\s*#?|(?:工单|故障单|单子)\\s*(?:编号|号)?\\s*#?)(\\d{1,9})(?![\\d.,:]\\d)|(\\d{1,9})号(?:工单|故障单|单子|单)"
                    + "|(?<=(?:ticket|case|工单|故障单)s?.{1,40}(?:,|and|no|or|和|、|与|不|还是)\\s{0,2}#?)(\\d{1,9})(?![\\w.,:]*\\d)|^\\s*(\\d{1,9})\\s*$");

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "close_ticket",
                List.of(cue(".*\\bclose\\b.*\\bticket\\b.*"), cue(".*关闭.{0,6}(工单|故障单).*")),
                List.of(new SlotDefinition(
                        "ticketNumber",
                        true,
                        false,
                        SlotFinder.each(TICKET, match -> find(match, number -> "T-" + number)))),
                ACTS);
    }

    @Override
    public String name(Language language) {
        return language.choose("closing the ticket", "关闭工单");
    }

    @Override
    public String summary(Language language) {
        return language.choose("close a ticket (\"close ticket T-1\")", "关闭工单（“关闭工单 T-1”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return language.choose("Which ticket? For example T-1.", "哪个工单？例如 T-1。");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return object().put("ticketNumber", value(slots, "ticketNumber", ""));
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return failed(code, arguments, language);
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String number = result.path("ticketNumber").asText();
        return language.choose("Ticket **" + number + "** is closed.", "工单 **" + number + "** 已关闭。");
    }
}
