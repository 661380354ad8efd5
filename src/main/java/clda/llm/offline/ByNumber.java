package clda.llm.offline;

import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.EventCodec;
import clda.frames.Skill;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that is done to one of several things that were listed with numbers. */
abstract class ByNumber implements Skill {

    private final String intent;
    private final List<Pattern> cues;
    private final Pattern number;

    /** @param number finds the number as its first group */
    ByNumber(String intent, Pattern number, Pattern... cues) {
        this.intent = intent;
        this.number = number;
        this.cues = List.of(cues);
    }

    @Override
    public final IntentDefinition intent() {
        SlotFinder found = text -> {
            Matcher matcher = number.matcher(text);
            return matcher.find() ? Optional.of(new SlotValue(matcher.group(1), matcher.group(1))) : Optional.empty();
        };
        return new IntentDefinition(intent, cues, List.of(new SlotDefinition("number", true, false, found)));
    }

    @Override
    public final ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        SlotValue known = slots.get("number");
        ObjectNode arguments = EventCodec.JSON.createObjectNode();
        return known == null ? arguments : arguments.put("number", Integer.parseInt(known.value()));
    }
}
