package clda.skills;

import clda.json.Json;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Interpreter;
import clda.nlu.training.Domain;
import clda.nlu.training.Domain.Form;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Skills defined as forms in a Rasa domain. Form {@code book_table_form} or {@code book_table} serves the intent {@code
 * book_table} with the tool of that name; what it says are responses of the domain. A skill in Java can be put around one of them:
 * {@link AroundSkill}.
 */
public final class DomainSkills {

    private DomainSkills() {}

    /**
     * @param finders in Java, by the name under which slots ask for them
     * @param interpreter finds the entities that fill slots; called once there is a sentence
     * @throws IllegalArgumentException if a slot asks for a finder that is not there
     */
    public static List<Skill> of(Domain domain, Map<String, SlotFinder> finders, Supplier<Interpreter> interpreter) {
        return skills(domain, finders, interpreter);
    }

    /**
     * The skills of a domain that needs no entities of examples: patterns and finders fill its slots.
     *
     * @throws IllegalArgumentException if a slot asks for an entity, or for a finder that is not there
     */
    public static List<Skill> of(Domain domain, Map<String, SlotFinder> finders) {
        return skills(domain, finders, null);
    }

    private static List<Skill> skills(
            Domain domain, Map<String, SlotFinder> finders, @Nullable Supplier<Interpreter> interpreter) {
        MappedFinders mapped = new MappedFinders(finders, interpreter);
        List<Skill> skills = new ArrayList<>();
        domain.forms().forEach((name, form) -> skills.add(new FormSkill(domain, name, form, mapped)));
        return skills;
    }

    /** The JSON Schema of the slots that each form collects, by the name of the form's tool. */
    public static Map<String, ObjectNode> parameters(Domain domain) {
        Map<String, ObjectNode> parameters = new TreeMap<>();
        domain.forms().forEach((name, form) -> {
            // A form that borrows a tool says less about it than the form with the tool's name.
            if (form.tool() == null) {
                parameters.put(FormSkill.intent(name), schema(domain, form));
            }
        });
        return parameters;
    }

    private static ObjectNode schema(Domain domain, Form form) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        Stream.concat(form.required().stream(), form.optional().stream()).forEach(name -> {
            String type = domain.slot(name).type();
            properties
                    .putObject(name)
                    .put("type", type.equals("float") ? "number" : type.equals("bool") ? "boolean" : "string");
        });
        form.required().forEach(required::add);
        return schema;
    }
}
