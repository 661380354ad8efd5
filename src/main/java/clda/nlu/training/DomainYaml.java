package clda.nlu.training;

import clda.nlu.training.Domain.Form;
import clda.nlu.training.Domain.Intent;
import clda.nlu.training.Domain.Response;
import clda.nlu.training.Domain.Slot;
import clda.nlu.training.Domain.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the keys {@code intents}, {@code slots}, {@code forms} and {@code responses} of Rasa's {@code domain.yml} (version 3.1),
 * with what this project adds to them; other keys are ignored.
 */
public final class DomainYaml {

    private static final Set<String> OF_INTENT = Set.of("cues", "words", "use_entities", "ignore_entities", "triggers");

    private final YamlFile yaml;
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Form> forms = new LinkedHashMap<>();
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
        return new Domain(reader.intents, reader.slots, reader.forms, reader.responses);
    }

    /**
     * Reads a file of the class path.
     *
     * @param beside the class to which a name without a leading {@code /} is relative
     * @throws TrainingError if the file is invalid, with the line of the error
     * @throws IllegalStateException if the file is missing
     */
    public static Domain resource(Class<?> beside, String name) {
        return read(name, TrainingYaml.text(beside, name));
    }

    private void document(Node root) {
        Map<String, Node> fields = yaml.fields(root, "the file");
        SlotYaml slot = new SlotYaml(yaml);
        FormYaml form = new FormYaml(yaml, slots.keySet());
        Node listed = fields.get("intents");
        if (listed != null) {
            yaml.sequence(listed, "\"intents\"").forEach(this::intent);
        }
        each(fields.get("slots"), "\"slots\"", (name, node) -> slots.put(name, slot.slot(name, node)));
        each(fields.get("forms"), "\"forms\"", (name, node) -> forms.put(name, form.form(name, node)));
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

    private void each(@Nullable Node node, String what, Entry entry) {
        if (node != null) {
            yaml.fields(node, what).forEach(entry::take);
        }
    }

    /** A name alone, or a name with what is said about the intent. */
    private void intent(Node node) {
        if (node instanceof ScalarNode) {
            return;
        }
        yaml.fields(node, "an item of \"intents\"").forEach((name, about) -> {
            Map<String, Node> fields = yaml.fields(about, "intent " + name);
            yaml.knows(OF_INTENT, fields, "intent " + name);
            List<String> cues = new ArrayList<>();
            List<Words> words = new ArrayList<>();
            Node cue = fields.get("cues");
            if (cue != null) {
                yaml.sequence(cue, "\"cues\" of intent " + name)
                        .forEach(one -> cues.add(yaml.pattern(one, "a cue of intent " + name)));
            }
            Node word = fields.get("words");
            if (word != null) {
                yaml.sequence(word, "\"words\" of intent " + name).forEach(one -> words.add(words(name, one)));
            }
            intents.put(name, new Intent(cues, words));
        });
    }

    private Words words(String intent, Node node) {
        String what = "an item of \"words\" of intent " + intent;
        Map<String, Node> fields = yaml.fields(node, what);
        yaml.knows(Set.of("act", "thing"), fields, what);
        if (fields.size() != 1) {
            throw yaml.wrong(node, what + " is either an \"act\" or a \"thing\"");
        }
        Map.Entry<String, Node> only = fields.entrySet().iterator().next();
        return new Words(yaml.pattern(only.getValue(), what), only.getKey().equals("act"));
    }

    private Response response(String name, Node node) {
        if (!(node instanceof MappingNode)) {
            throw yaml.wrong(node, "a variation of response " + name + " is not a mapping");
        }
        Map<String, Node> fields = yaml.fields(node, "a variation of response " + name);
        Node language = fields.get("language");
        return new Response(
                yaml.text(yaml.node(fields, "text", node), "\"text\""),
                language == null ? null : yaml.text(language, "\"language\""));
    }
}
