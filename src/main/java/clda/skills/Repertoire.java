package clda.skills;

import clda.conversation.SlotValue;
import clda.effects.EffectClass;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.tools.ToolDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All skills, and what they and their tools say about an intent. */
final class Repertoire {

    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Map<String, Skill> skillOfTool = new LinkedHashMap<>();

    Repertoire(Collection<Skill> skills) {
        skills.forEach(skill -> {
            this.skills.put(skill.intent().name(), skill);
            skillOfTool.merge(
                    skill.tool(), skill, (one, other) -> one.intent().name().equals(one.tool()) ? one : other);
        });
    }

    boolean has(String intent) {
        return skills.containsKey(intent);
    }

    /** @throws NullPointerException if there is none of that intent */
    Skill skill(String intent) {
        return Objects.requireNonNull(skills.get(intent));
    }

    /** The skill for which a tool was called; null if none is known. Several skills may have the same tool. */
    @Nullable
    Skill caller(String tool, @Nullable String intent) {
        Skill meant = intent == null ? null : skills.get(intent);
        return meant != null && meant.tool().equals(tool) ? meant : skillOfTool.get(tool);
    }

    /** The skills that these tools serve. */
    List<Skill> servedBy(Collection<ToolDefinition> tools) {
        return tools.stream()
                .flatMap(tool ->
                        skills.values().stream().filter(skill -> skill.tool().equals(tool.name())))
                .toList();
    }

    /** Whether there is a skill for the intent that the user may use. */
    boolean usable(String intent, Heard heard) {
        Skill skill = skills.get(intent);
        return skill != null && heard.tools().containsKey(skill.tool());
    }

    /** Whether the sentence was understood as one of the intents for which there is no skill. */
    boolean isSmallTalk(Heard heard) {
        return heard.understood().known() && !has(heard.understood().intent());
    }

    /** The tool of a usable intent. */
    ToolDefinition tool(String intent, Heard heard) {
        return Objects.requireNonNull(heard.tools().get(skill(intent).tool()));
    }

    /** Whether a usable intent changes nothing. */
    boolean reads(String intent, Heard heard) {
        return tool(intent, heard).effect() == EffectClass.READ;
    }

    Optional<SlotDefinition> slot(String intent, String name) {
        return skill(intent).intent().slots().stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst();
    }

    /** The names of the slots that still have to be asked for. */
    List<String> missing(String intent, Map<String, SlotValue> slots) {
        return skill(intent).intent().slots().stream()
                .filter(SlotDefinition::required)
                .map(SlotDefinition::name)
                .filter(name -> !slots.containsKey(name))
                .toList();
    }
}
