package clda.nlu.training;

import clda.nlu.training.Domain.Mapping;
import clda.nlu.training.Domain.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the slots of a domain. */
final class SlotYaml {

    private final YamlFile yaml;

    SlotYaml(YamlFile yaml) {
        this.yaml = yaml;
    }

    Slot slot(String name, Node node) {
        Map<String, Node> fields = yaml.fields(node, "slot " + name);
        Node type = fields.get("type");
        if (type == null) {
            throw yaml.wrong(node, "slot " + name + " has no \"type\"");
        }
        List<Mapping> mappings = new ArrayList<>();
        Node listed = fields.get("mappings");
        if (listed != null) {
            for (Node mapping : yaml.sequence(listed, "\"mappings\" of slot " + name)) {
                mapping(name, mapping).ifPresent(mappings::add);
            }
        }
        return new Slot(
                yaml.text(type, "\"type\""), mappings.isEmpty() ? List.of(new Mapping.FromEntity(name)) : mappings);
    }

    private Optional<Mapping> mapping(String slot, Node node) {
        Map<String, Node> how = yaml.fields(node, "a mapping of slot " + slot);
        String type = how.containsKey("type") ? text(how, "type", node) : "";
        return switch (type) {
            case "from_entity" -> Optional.of(new Mapping.FromEntity(text(how, "entity", node)));
            case "from_text" ->
                Optional.of(
                        how.containsKey("pattern")
                                ? new Mapping.FromPartOfText(pattern(slot, how, node))
                                : new Mapping.FromText());
            case "from_pattern" ->
                Optional.of(new Mapping.FromPattern(
                        pattern(slot, how, node), how.containsKey("value") ? text(how, "value", node) : null));
            case "custom" ->
                // Without a finder it is filled by code of Rasa, which is not run here.
                how.containsKey("finder")
                        ? Optional.of(new Mapping.FromFinder(text(how, "finder", node)))
                        : Optional.empty();
            case "controlled", "from_intent", "from_trigger_intent", "from_llm" -> Optional.empty();
            default -> throw yaml.wrong(node, "\"" + type + "\" is not a type of mapping");
        };
    }

    private String text(Map<String, Node> how, String key, Node within) {
        return yaml.text(yaml.node(how, key, within), "\"" + key + "\"");
    }

    private String pattern(String slot, Map<String, Node> how, Node within) {
        return yaml.pattern(yaml.node(how, "pattern", within), "\"pattern\" of slot " + slot);
    }
}
