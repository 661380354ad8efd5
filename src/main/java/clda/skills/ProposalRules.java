package clda.skills;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.json.Canonical;
import clda.skills.Move.Act;
import clda.skills.Move.Meant;
import clda.skills.Move.Say;
import clda.tools.ArgumentCheck;
import clda.tools.CallArguments;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules for a call that a language model proposes. The values stay as the model gave them. */
final class ProposalRules {

    private final Repertoire repertoire;
    private final ArgumentCheck check = new ArgumentCheck();

    ProposalRules(Repertoire repertoire) {
        this.repertoire = repertoire;
    }

    /**
     * Asks if something is missing or would be changed; otherwise acts.
     *
     * @return empty if the call is unknown here, or if exactly these values could not be used after the question
     */
    Optional<Move> next(String tool, JsonNode proposed, Heard heard, DialogueState state) {
        if (!proposed.isObject() || !repertoire.usable(tool, heard)) {
            return Optional.empty();
        }
        ObjectNode given = given(CallArguments.fitted(repertoire.tool(tool, heard), proposed));
        if (!check.violations(repertoire.tool(tool, heard), given).isEmpty()) {
            return Optional.empty();
        }
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        given.properties().forEach(argument -> {
            String value = argument.getValue().isValueNode()
                    ? argument.getValue().asText()
                    : argument.getValue().toString();
            slots.put(argument.getKey(), new SlotValue(value, value));
        });
        Meant meant = new Meant(tool, 1, slots, IntentSource.MODEL);
        List<String> missing = repertoire.missing(tool, slots);
        IntentRecognized done = state.done();
        boolean again = done != null && done.intent().equals(tool) && Sign.CORRECTION.in(heard.text());
        boolean asks = missing.isEmpty()
                && again
                && !repertoire.reads(tool, heard)
                && repertoire.tool(tool, heard).approval().neededFor(given).isEmpty();
        if (missing.isEmpty() && !asks) {
            return Optional.of(new Act(meant));
        }
        JsonNode made = repertoire.skill(tool).arguments(slots, heard.language());
        boolean same = given.properties().stream()
                .allMatch(argument -> made.has(argument.getKey())
                        && Canonical.text(made.get(argument.getKey())).equals(Canonical.text(argument.getValue())));
        if (!same) {
            return Optional.empty();
        }
        List<Frame> frames = new ArrayList<>(state.frames());
        frames.removeIf(frame -> frame.intent().equals(tool));
        frames.add(new Frame(tool, slots, missing, asks ? true : null, null));
        return Optional.of(new Say(meant, new Move.Nothing(), frames));
    }

    /** The arguments without blank texts. */
    private static ObjectNode given(JsonNode arguments) {
        ObjectNode given = arguments.deepCopy();
        given.properties()
                .removeIf(argument -> argument.getValue().isTextual()
                        && argument.getValue().asText().isBlank());
        return given;
    }
}
