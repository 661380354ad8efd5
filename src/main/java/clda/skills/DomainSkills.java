package clda.skills;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.nlu.training.Domain;
import clda.nlu.training.Domain.Response;
import clda.nlu.training.Domain.Slot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Skills defined as forms in a Rasa domain. Form {@code book_table_form} or {@code book_table} serves the intent {@code
 * book_table} with the tool of that name; it asks with {@code utter_ask_book_table_form_size} or {@code utter_ask_size},
 * and reports the outcome with {@code utter_book_table}, in which {@code {size}} stands for an argument or a field of the
 * result.
 */
public final class DomainSkills {

    private static final Pattern PLACE = Pattern.compile("\\{([\\w.]+)}");

    private DomainSkills() {}

    /** @param interpreter finds the entities that fill slots; called once there is a sentence */
    public static List<Skill> of(Domain domain, Supplier<Interpreter> interpreter) {
        List<Skill> skills = new ArrayList<>();
        domain.forms().forEach((form, slots) -> skills.add(new Form(domain, form, slots, interpreter)));
        return skills;
    }

    /** The JSON Schema of the slots that each form collects, by the name of the form's tool. */
    public static Map<String, ObjectNode> parameters(Domain domain) {
        Map<String, ObjectNode> parameters = new TreeMap<>();
        domain.forms().forEach((form, slots) -> {
            ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = schema.putArray("required");
            for (String name : slots) {
                Slot slot = domain.slots().get(name);
                String type = slot == null ? "text" : slot.type();
                properties
                        .putObject(name)
                        .put("type", type.equals("float") ? "number" : type.equals("bool") ? "boolean" : "string");
                required.add(name);
            }
            parameters.put(intent(form), schema);
        });
        return parameters;
    }

    /** The name of a form's intent and of its tool. */
    private static String intent(String form) {
        return form.replaceFirst("_form$", "");
    }

    private record TaughtValue(Slot slot, Supplier<Interpreter> interpreter) implements SlotFinder {

        @Override
        public List<Find> all(String text) {
            if (slot.entities().isEmpty()) {
                return List.of();
            }
            return interpreter.get().entities(text).stream()
                    .filter(entity -> slot.entities().contains(entity.name()))
                    .map(entity -> new Find(
                            new SlotValue(entity.value(), text.substring(entity.start(), entity.end())),
                            new Span(entity.start(), entity.end())))
                    .toList();
        }

        @Override
        public boolean isTaught() {
            return true;
        }
    }

    private static final class Form implements Skill {
        private final Domain domain;
        private final String form;
        private final String intent;
        private final IntentDefinition definition;

        Form(Domain domain, String form, List<String> slots, Supplier<Interpreter> interpreter) {
            this.domain = domain;
            this.form = form;
            this.intent = DomainSkills.intent(form);
            this.definition = new IntentDefinition(
                    intent,
                    List.of(),
                    slots.stream()
                            .map(name -> {
                                Slot slot = domain.slots().getOrDefault(name, new Slot("text", List.of(name), false));
                                return new SlotDefinition(
                                        name, true, slot.fromText(), new TaughtValue(slot, interpreter));
                            })
                            .toList());
        }

        @Override
        public IntentDefinition intent() {
            return definition;
        }

        @Override
        public String name(Language language) {
            return said("utter_name_" + intent, language).orElse(intent.replace('_', ' '));
        }

        @Override
        public String summary(Language language) {
            return said("utter_summary_" + intent, language).orElseGet(() -> name(language));
        }

        @Override
        public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
            String slot = missing.getFirst();
            return said("utter_ask_" + form + "_" + slot, language)
                    .or(() -> said("utter_ask_" + slot, language))
                    .map(text -> filled(
                            text, name -> Optional.ofNullable(known.get(name)).map(SlotValue::value)))
                    .orElseGet(() ->
                            language.choose("Please tell me: " + slot.replace('_', ' ') + ".", "请告诉我：" + slot + "。"));
        }

        @Override
        public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
            ObjectNode arguments = Json.MAPPER.createObjectNode();
            for (SlotDefinition slot : definition.slots()) {
                SlotValue value = slots.get(slot.name());
                if (value != null) {
                    Slot described = domain.slots().get(slot.name());
                    put(arguments, slot.name(), described == null ? "text" : described.type(), value.value());
                }
            }
            return arguments;
        }

        private static void put(ObjectNode arguments, String name, String type, String value) {
            if (type.equals("bool")) {
                arguments.put(name, Boolean.parseBoolean(value));
            } else if (type.equals("float") && value.matches("-?\\d{1,18}(\\.\\d{1,9})?")) {
                arguments.put(name, new BigDecimal(value));
            } else {
                arguments.put(name, value);
            }
        }

        @Override
        public String answer(JsonNode arguments, JsonNode result, Language language) {
            return said("utter_" + intent, language)
                    .map(text -> filled(text, name -> {
                        JsonNode field = result.at("/" + name.replace('.', '/'));
                        JsonNode value = field.isMissingNode() ? arguments.path(name) : field;
                        return value.isValueNode() ? Optional.of(value.asText()) : Optional.empty();
                    }))
                    .orElseGet(() -> result.path("said").isEmpty() ? result.toString() : saidBy(result));
        }

        /** The text that an action returned. */
        private static String saidBy(JsonNode result) {
            List<String> texts = new ArrayList<>();
            result.path("said").forEach(text -> texts.add(text.asText()));
            return String.join("\n\n", texts);
        }

        private Optional<String> said(String response, Language language) {
            List<Response> variations = domain.responses().getOrDefault(response, List.of());
            return variations.stream()
                    .filter(one -> language.name().equals(one.language()))
                    .findFirst()
                    .or(() -> variations.stream()
                            .filter(one -> one.language() == null)
                            .findFirst())
                    .map(Response::text);
        }

        private static String filled(String text, java.util.function.Function<String, Optional<String>> values) {
            return PLACE.matcher(text)
                    .replaceAll(place -> Matcher.quoteReplacement(
                            values.apply(place.group(1)).orElse(place.group())));
        }
    }
}
