package clda.guests.library;

import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Its skill, for a server without a language model. */
final class DueDate implements Skill {

    private static final SlotFinder TITLE = SlotFinder.each(
            cue("\"([^\"]+)\"|《([^》]+)》"),
            match -> Find.of(match, match.group(1) == null ? match.group(2) : match.group(1)));

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "due_date",
                List.of(cue("when\\b.*\\b(?:due|return)\\b.*"), cue(".*(?:什么时候|哪天).*还.*")),
                List.of(new SlotDefinition("title", true, false, TITLE)));
    }

    @Override
    public String name(Language language) {
        return language.choose("the loan", "借书");
    }

    @Override
    public String summary(Language language) {
        return language.choose("say when a book is due (\"when is \"Dune\" due?\")", "查询还书日期（“《沙丘》什么时候还？”）");
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return language.choose("Which book? Please put its title in quotes.", "哪本书？请用书名号写出书名。");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        SlotValue title = slots.get("title");
        return title == null ? arguments : arguments.put("title", title.value());
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String title = result.path("title").asText();
        String dueOn = result.path("dueOn").asText();
        return dueOn.isEmpty()
                ? language.choose("You have not borrowed " + title + ".", "您没有借《" + title + "》。")
                : language.choose(title + " is due on " + dueOn + ".", "《" + title + "》应在 " + dueOn + " 之前归还。");
    }
}
