package clda.nlu.training;

import clda.nlu.training.Domain.Default;
import clda.nlu.training.Domain.Form;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the forms of a domain. */
final class FormYaml {

    private static final Set<String> OF_FORM =
            Set.of("required_slots", "ignored_intents", "optional_slots", "defaults", "tool", "ends_talk");

    private final YamlFile yaml;
    private final Set<String> slots;

    /** @param slots those that the file defines, once a form is read */
    FormYaml(YamlFile yaml, Set<String> slots) {
        this.yaml = yaml;
        this.slots = slots;
    }

    Form form(String name, Node node) {
        Map<String, Node> fields = yaml.fields(node, "form " + name);
        yaml.knows(OF_FORM, fields, "form " + name);
        Node optional = fields.get("optional_slots");
        Node tool = fields.get("tool");
        Node ends = fields.get("ends_talk");
        return new Form(
                slots(name, "required_slots", "requires", yaml.node(fields, "required_slots", node)),
                optional == null ? List.of() : slots(name, "optional_slots", "takes", optional),
                defaults(name, fields.get("defaults")),
                tool == null ? null : yaml.text(tool, "\"tool\" of form " + name),
                ends != null && bool(ends, "\"ends_talk\" of form " + name));
    }

    private List<String> slots(String form, String key, String does, Node list) {
        List<String> names = new ArrayList<>();
        for (Node slot : yaml.sequence(list, "\"" + key + "\" of form " + form)) {
            String name = yaml.text(slot, "an item of \"" + key + "\" of form " + form);
            if (!slots.contains(name)) {
                throw yaml.wrong(
                        slot, "form " + form + " " + does + " slot " + name + ", which is not among \"slots\"");
            }
            names.add(name);
        }
        return names;
    }

    /** Each is a value, or one for each language. */
    private Map<String, List<Default>> defaults(String form, @Nullable Node node) {
        Map<String, List<Default>> defaults = new LinkedHashMap<>();
        if (node != null) {
            yaml.fields(node, "\"defaults\" of form " + form).forEach((argument, value) -> {
                String what = "default " + argument + " of form " + form;
                List<Default> one = new ArrayList<>();
                if (value instanceof MappingNode) {
                    yaml.fields(value, what)
                            .forEach((language, said) -> one.add(new Default(value(said, what), language)));
                } else {
                    one.add(new Default(value(value, what), null));
                }
                defaults.put(argument, one);
            });
        }
        return defaults;
    }

    /** Numbers and truth values as YAML has them, if they are not in quotes; anything else is text. */
    private JsonNode value(Node node, String what) {
        String text = yaml.text(node, what);
        Tag tag = node.getTag();
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(bool(node, what));
        }
        boolean isNumber = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
        if (isNumber && text.matches("-?\\d{1,9}")) {
            return IntNode.valueOf(Integer.parseInt(text));
        }
        return isNumber && text.matches("-?\\d{1,18}(\\.\\d{1,9})?")
                ? DecimalNode.valueOf(new BigDecimal(text))
                : TextNode.valueOf(text);
    }

    private boolean bool(Node node, String what) {
        if (node instanceof ScalarNode && node.getTag().equals(Tag.BOOL)) {
            return yaml.text(node, what).equalsIgnoreCase("true");
        }
        throw yaml.wrong(node, what + " is neither true nor false");
    }
}
