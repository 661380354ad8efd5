package clda.web.wire;

import clda.conversation.ConversationEvent;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the schemas say what the records say: which members are always there, which may be null, in which order, and what they mean. */
final class WireSchemas {

    private static final String REF = "#/components/schemas/";

    /** Enumerations of the same simple name, by one of their constants, and trees that are any JSON. */
    private static final Map<String, String> NAMES = Map.of(
            "awaiting_input", "TurnState", "denied", "ToolCallState", "reminder", "TriggerKind", "not_done", "Outcome");

    private final ObjectNode document;
    private final ObjectNode schemas;

    private WireSchemas(ObjectNode document) {
        this.document = document;
        this.schemas = (ObjectNode) document.path("components").path("schemas");
    }

    static void refine(ObjectNode document) throws IOException {
        WireSchemas wire = new WireSchemas(document);
        wire.sayWords();
        wire.rename();
        for (Map.Entry<String, Class<?>> each : records().entrySet()) {
            if (wire.schemas.has(each.getKey())) {
                wire.say((ObjectNode) wire.schemas.get(each.getKey()), each.getValue());
            }
        }
        wire.takeNullForAbsent();
    }

    /** Where clients send it. */
    private void takeNullForAbsent() {
        for (JsonNode body : document.findValues("requestBody")) {
            for (String reference : body.findValuesAsText("$ref")) {
                JsonNode schema = document.at(reference.substring(1));
                List<String> required = new ArrayList<>();
                schema.path("required").forEach(name -> required.add(name.asText()));
                schema.path("properties").properties().forEach(property -> {
                    if (!required.contains(property.getKey())) {
                        ((ObjectNode) property.getValue()).put("nullable", true);
                    }
                });
            }
        }
    }

    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new TreeMap<>();
        // What the API has of its own describes it better.
        Stream.of(ConversationEvent.class, Body.class)
                .flatMap(WireSchemas::recordsBeside)
                .forEach(each -> records.put(name(each), each));
        return records;
    }

    private static Stream<Class<?>> recordsBeside(Class<?> type) {
        return new ClassFileImporter()
                .importPackagesOf(type).stream().filter(JavaClass::isRecord).map(JavaClass::reflect);
    }

    static String name(Class<?> type) {
        Schema named = type.getAnnotation(Schema.class);
        return named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
    }

    /** The scanner knows the names of constants, JSON their words. */
    private void sayWords() {
        for (JsonNode schema : schemas) {
            if (schema.path("enum") instanceof ArrayNode constants) {
                for (int i = 0; i < constants.size(); i++) {
                    constants.set(i, constants.get(i).asText().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    private void rename() {
        for (String old : names()) {
            JsonNode schema = schemas.path(old);
            List<String> constants = new ArrayList<>();
            schema.path("enum").forEach(constant -> constants.add(constant.asText()));
            NAMES.forEach((constant, name) -> {
                if (constants.contains(constant)
                        && !(constant.equals("denied") && constants.contains("awaiting_input"))) {
                    move(old, name);
                }
            });
        }
        move("Image1", "Image");
        schemas.remove(List.of("Row", JsonNode.class.getName(), ObjectNode.class.getName()));
        inline(document);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        schemas.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void move(String old, String name) {
        JsonNode schema = schemas.remove(old);
        if (schema != null) {
            schemas.set(name, schema);
            refer(document, REF + old, REF + name);
        }
    }

    private static void refer(JsonNode tree, String old, String now) {
        if (tree instanceof ObjectNode object && object.path("$ref").asText().equals(old)) {
            object.put("$ref", now);
        }
        tree.forEach(child -> refer(child, old, now));
    }

    /** Trees are any JSON, or any object. */
    private static void inline(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            JsonNode wrapped = object.path("allOf").path(0).path("$ref");
            if (wrapped.asText().equals(REF + JsonNode.class.getName())) {
                object.remove("allOf");
            }
            if (object.path("$ref").asText().equals(REF + JsonNode.class.getName())) {
                object.removeAll();
            }
            if (object.path("$ref").asText().equals(REF + ObjectNode.class.getName())) {
                object.removeAll();
                object.put("type", "object").put("additionalProperties", true);
            }
            if (object.path("example").asText().startsWith("2022-03-10")) {
                object.remove("example");
            }
        }
        tree.forEach(WireSchemas::inline);
    }

    private void say(ObjectNode schema, Class<?> type) throws IOException {
        Map<String, String> texts = Javadocs.of(type);
        ObjectNode given = (ObjectNode) schema.remove("properties");
        schema.put("description", texts.getOrDefault("", ""));
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                Map<String, String> parts = Javadocs.of(component.getType());
                for (RecordComponent part : component.getType().getRecordComponents()) {
                    properties.set(name(part), property(given, part, parts));
                }
                continue;
            }
            properties.set(name(component), property(given, component, texts));
            if (!mayBeAbsent(component)) {
                required.add(name(component));
            }
        }
        if (Row.class.isAssignableFrom(type)) {
            required = List.of(type.getRecordComponents()[0].getName());
            loosen(schema, properties);
        }
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
    }

    private static ObjectNode property(ObjectNode given, RecordComponent component, Map<String, String> texts) {
        ObjectNode property = given.path(name(component)).deepCopy();
        boolean free = component.getType() == JsonNode.class;
        Schema said = component.getAccessor().getAnnotation(Schema.class);
        if (free && said != null && said.type() == SchemaType.OBJECT) {
            property.put("type", "object").put("additionalProperties", true);
        }
        if (isNullable(component) && component.getAccessor().isAnnotationPresent(JsonInclude.class)) {
            property.put("nullable", true);
        }
        if (component.getDeclaringRecord() == ConversationChange.class && free) {
            property.put("type", "string");
        }
        String text = texts.get(component.getName());
        if (text != null && property.has("$ref")) {
            JsonNode ref = property.remove("$ref");
            property.putArray("allOf").addObject().set("$ref", ref);
        }
        if (text != null) {
            property.put("description", text);
        }
        return property;
    }

    private static String name(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? component.getName() : given.value();
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean mayBeAbsent(RecordComponent component) {
        return isNullable(component) && !component.getAccessor().isAnnotationPresent(JsonInclude.class);
    }

    private static void loosen(ObjectNode schema, ObjectNode properties) {
        schema.put(
                "description",
                schema.path("description").asText()
                        + " Of a row that was changed outside the server or is damaged, only the id and the state `damaged` are there.");
        if (properties.path("state").path("enum") instanceof ArrayNode states) {
            states.add("damaged");
        } else {
            properties
                    .putObject("state")
                    .put("type", "string")
                    .put("description", "only of a damaged row")
                    .putArray("enum")
                    .add(TextNode.valueOf("damaged"));
        }
    }
}
