package clda.nlu.training;

import clda.nlu.training.Domain.Response;
import clda.nlu.training.Domain.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the keys {@code slots}, {@code forms} and {@code responses} of Rasa's {@code domain.yml} (version 3.1); other keys are
 * ignored.
 */
public final class DomainYaml {

    private final YamlFile yaml;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, List<String>> forms = new LinkedHashMap<>();
    private final Map<String, List<Response>> responses = new LinkedHashMap<>();

    private DomainYaml(YamlFile yaml) {
        this.yaml = yaml;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @throws TrainingError if the file is invalid, with the line of the error
     */
    public static Domain read(String file, String content) {
        YamlFile yaml = YamlFile.of(file, content);
        DomainYaml reader = new DomainYaml(yaml);
        yaml.root().ifPresent(reader::document);
        return new Domain(reader.slots, reader.forms, reader.responses);
    }

    private void document(Node root) {
        Map<String, Node> fields = yaml.fields(root, "the file");
        each(fields.get("slots"), "\"slots\"", (name, slot) -> slots.put(name, slot(name, slot)));
        each(fields.get("forms"), "\"forms\"", (name, form) -> forms.put(name, form(name, form)));
        each(fields.get("responses"), "\"responses\"", (name, list) -> {
            if (!name.startsWith("utter_")) {
                throw yaml.wrong(list, "a response's name begins with utter_: " + name);
            }
            responses.put(
                    name,
                    yaml.sequence(list, "response " + name).stream()
                            .map(one -> response(name, one))
                            .toList());
        });
    }

    private interface Entry {
        void take(String name, Node value);
    }

    private void each(@org.jspecify.annotations.Nullable Node node, String what, Entry entry) {
        if (node != null) {
            yaml.fields(node, what).forEach(entry::take);
        }
    }

    private Slot slot(String name, Node node) {
        Map<String, Node> fields = yaml.fields(node, "slot " + name);
        Node type = fields.get("type");
        if (type == null) {
            throw yaml.wrong(node, "slot " + name + " has no \"type\"");
        }
        List<String> entities = new ArrayList<>();
        boolean fromText = false;
        Node mappings = fields.get("mappings");
        if (mappings != null) {
            for (Node mapping : yaml.sequence(mappings, "\"mappings\" of slot " + name)) {
                Map<String, Node> how = yaml.fields(mapping, "a mapping of slot " + name);
                String kind = how.containsKey("type") ? yaml.text(node(how, "type", mapping), "\"type\"") : "";
                switch (kind) {
                    case "from_entity" -> entities.add(yaml.text(node(how, "entity", mapping), "\"entity\""));
                    case "from_text" -> fromText = true;
                    case "custom", "controlled", "from_intent", "from_trigger_intent", "from_llm" -> {
                        // Filled by custom code, which is not run here.
                    }
                    default -> throw yaml.wrong(mapping, "\"" + kind + "\" is not a type of mapping");
                }
            }
        }
        return new Slot(
                yaml.text(type, "\"type\""), entities.isEmpty() && !fromText ? List.of(name) : entities, fromText);
    }

    private Node node(Map<String, Node> fields, String name, Node within) {
        Node node = fields.get(name);
        if (node == null) {
            throw yaml.wrong(within, "\"" + name + "\" is missing");
        }
        return node;
    }

    private List<String> form(String name, Node node) {
        Map<String, Node> fields = yaml.fields(node, "form " + name);
        List<String> required = new ArrayList<>();
        for (Node slot : yaml.sequence(node(fields, "required_slots", node), "\"required_slots\" of form " + name)) {
            String slotName = yaml.text(slot, "a required slot of form " + name);
            if (!slots.containsKey(slotName)) {
                throw yaml.wrong(
                        slot, "form " + name + " requires slot " + slotName + ", which is not among \"slots\"");
            }
            required.add(slotName);
        }
        return required;
    }

    private Response response(String name, Node node) {
        if (!(node instanceof MappingNode)) {
            throw yaml.wrong(node, "a variation of response " + name + " is not a mapping");
        }
        Map<String, Node> fields = yaml.fields(node, "a variation of response " + name);
        Node language = fields.get("language");
        return new Response(
                yaml.text(node(fields, "text", node), "\"text\""),
                language == null ? null : yaml.text(language, "\"language\""));
    }
}
