package clda.demo;

import static clda.demo.Slots.object;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Language;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The skill that reads the newest mail. */
final class ReadMail implements Skill {

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "read_mail",
                List.of(
                        cue(".*\\b(read|check|show)\\b.*\\b(my )?(mails?|inbox|mailbox)\\b.*"),
                        cue(".*(读|看|查)(一下|看)?.{0,4}(邮件|收件箱|邮箱).*")),
                List.of());
    }

    @Override
    public String name(Language language) {
        return language.choose("the mailbox", "邮箱");
    }

    @Override
    public String summary(Language language) {
        return language.choose("read the mailbox (\"read my mail\")", "读邮件（“看一下邮件”）");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return object().put("count", 5);
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        StringBuilder list = new StringBuilder();
        for (JsonNode mail : result.path("mails")) {
            list.append("\n- ")
                    .append(mail.path("from").asText())
                    .append(": **")
                    .append(mail.path("subject").asText())
                    .append("**");
        }
        return list.isEmpty()
                ? language.choose("The mailbox is empty.", "邮箱里没有邮件。")
                : language.choose("The newest mails:\n", "最新的邮件：\n") + list;
    }
}
