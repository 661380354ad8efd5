package clda.web.wire;

import clda.conversation.CallEvent;
import clda.conversation.ConversationEvent.ConversationOpened;
import clda.conversation.DigitalSource;
import clda.conversation.EventCodec;
import clda.conversation.EventType;
import clda.conversation.IntentSource;
import clda.conversation.MessageRole;
import clda.conversation.MessageUsage;
import clda.conversation.ProblemDetails;
import clda.conversation.SummaryNote;
import clda.conversation.Trigger;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.effects.EffectClass;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the events, made of their records as {@link EventCodec} writes them: a component that is {@link Nullable} may be
 * missing and is never null, all others are always there.
 */
final class EventSchemas {

    private static final String REF = "#/components/schemas/";
    private static final String ANY_EVENT = "Event";
    private static final String WORDS =
            "recurrence rules of the data in words by rule and by language; absent if there are none";

    /** What has to be told from a type of the REST API, or says too little by itself. */
    private static final Map<Class<?>, String> NAMES = Map.of(
            ProblemDetails.class, "TurnProblem",
            MessageUsage.class, "MessageUsage",
            MessageRole.class, "MessageRole",
            IntentSource.class, "IntentSource",
            Trigger.Kind.class, "TriggerKind",
            SummaryNote.Kind.class, "NoteKind");

    /** Texts that are some of a few, by record and component. */
    private static final Map<String, List<String>> CHOICES = Map.of(
            "ToolRequested.effect",
            Arrays.stream(EffectClass.values()).map(Enum::name).toList(),
            "ApprovalRequested.role",
            List.of("requester", "approver"),
            "PromptPinned.language",
            List.of("en", "zh"));

    /** Of the conversation itself; all others belong to a turn. */
    private static final Set<EventType> OF_NO_TURN = EnumSet.of(
            EventType.CONVERSATION_OPENED,
            EventType.CONVERSATION_RENAMED,
            EventType.CONVERSATION_ARCHIVED,
            EventType.MODEL_CHOSEN,
            EventType.RECORDING_CHANGED);

    /** How a description says that a member has one value only. */
    enum Constants {
        /** JSON Schema, and so AsyncAPI. */
        CONST,
        /** OpenAPI 3.0, which has no {@code const}. */
        ENUM
    }

    private final Constants constants;
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    private EventSchemas(Constants constants) {
        this.constants = constants;
    }

    /** By name; {@code Event} is any of the events. */
    static Map<String, ObjectNode> of(Constants constants) {
        EventSchemas made = new EventSchemas(constants);
        ObjectNode any = Json.MAPPER.createObjectNode();
        any.put("description", "A stored event of a conversation; its type says which members its data has.");
        ArrayNode alternatives = any.putArray("oneOf");
        ObjectNode mapping = Json.MAPPER.createObjectNode();
        for (EventType type : EventType.values()) {
            String name = made.event(type);
            alternatives.addObject().put("$ref", REF + name);
            mapping.put(type.publicName(), REF + name);
        }
        if (constants == Constants.ENUM) {
            any.putObject("discriminator").put("propertyName", "type").set("mapping", mapping);
        }
        made.schemas.put(ANY_EVENT, any);
        return made.schemas;
    }

    private String event(EventType type) {
        Class<?> data = type.eventClass();
        String name = data.getSimpleName() + "Event";
        boolean ofTurn = !OF_NO_TURN.contains(type);
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("description", texts(data).getOrDefault("", ""));
        schema.put("type", "object");
        ArrayNode required = schema.putArray("required").add("seq").add("type");
        if (ofTurn) {
            required.add("turnId");
        }
        required.add("at").add("data");
        ObjectNode properties = schema.putObject("properties");
        properties.set(
                "seq",
                integer("int64")
                        .put("minimum", 1)
                        .put("description", "counts from 1 in its conversation, without gaps"));
        properties.set("type", constant(type.publicName()));
        if (ofTurn) {
            properties.set("turnId", text().put("description", "the turn that it belongs to"));
        }
        properties.set("at", text().put("format", "date-time").put("description", "when it happened"));
        properties.set("data", reference(record(data, data.getSimpleName() + "Data")));
        if (CallEvent.class.isAssignableFrom(data) && holdsJson(data)) {
            properties.set("words", words());
        }
        schemas.put(name, schema);
        return name;
    }

    private static boolean holdsJson(Class<?> data) {
        return Arrays.stream(data.getRecordComponents())
                .anyMatch(component -> JsonNode.class.isAssignableFrom(component.getType()));
    }

    private static ObjectNode words() {
        ObjectNode words = Json.MAPPER.createObjectNode().put("type", "object");
        words.putObject("additionalProperties").put("type", "object").set("additionalProperties", text());
        return described(words, WORDS);
    }

    private String record(Class<?> type, String name) {
        if (schemas.containsKey(name)) {
            return name;
        }
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schemas.put(name, schema);
        Map<String, String> texts = texts(type);
        schema.put("description", texts.getOrDefault("", "")).put("type", "object");
        ArrayNode required = Json.MAPPER.createArrayNode();
        ObjectNode properties = Json.MAPPER.createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), described(member(component), texts.get(component.getName())));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        if (type == MessageCompleted.class) {
            properties.set(
                    "generatedBy", described(constant(DigitalSource.GENERATED_BY), "only of the role `assistant`"));
            properties.set(
                    "digitalSourceType",
                    described(sources(), "who wrote it, in the words of IPTC; only of the role `assistant`"));
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        return name;
    }

    private ObjectNode member(RecordComponent component) {
        Class<?> record = component.getDeclaringRecord();
        List<String> choices = CHOICES.get(record.getSimpleName() + "." + component.getName());
        if (choices != null) {
            return choice(choices);
        }
        if (record == ConversationOpened.class && component.getName().equals("ai")) {
            return one(Json.MAPPER.createObjectNode().put("type", "boolean"), Json.MAPPER.valueToTree(true));
        }
        return schema(component.getGenericType());
    }

    private ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType container) {
            Type[] of = container.getActualTypeArguments();
            ObjectNode schema = Json.MAPPER.createObjectNode();
            if (container.getRawType() == List.class) {
                schema.put("type", "array").set("items", schema(of[0]));
            } else {
                schema.put("type", "object").set("additionalProperties", schema(of[1]));
            }
            return schema;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return reference(record(plain, name(plain)));
        }
        if (plain.isEnum()) {
            return reference(enumeration(plain));
        }
        return switch (plain.getSimpleName()) {
            case "String" -> text();
            case "Instant" -> text().put("format", "date-time");
            case "boolean", "Boolean" -> Json.MAPPER.createObjectNode().put("type", "boolean");
            case "int", "Integer" -> integer("int32");
            case "long", "Long" -> integer("int64");
            case "double" ->
                Json.MAPPER.createObjectNode().put("type", "number").put("format", "double");
            case "JsonNode" -> Json.MAPPER.createObjectNode();
            case "ObjectNode" ->
                Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", true);
            default -> throw new IllegalStateException("nobody says how " + plain + " is written");
        };
    }

    private String enumeration(Class<?> type) {
        String name = name(type);
        ObjectNode schema = choice(Arrays.stream(type.getEnumConstants())
                .map(constant -> Json.MAPPER.convertValue(constant, String.class))
                .toList());
        Map<String, String> texts = texts(type);
        StringBuilder description = new StringBuilder(texts.getOrDefault("", ""));
        texts.forEach((constant, text) -> {
            if (!constant.isEmpty()) {
                description.append(description.isEmpty() ? "" : " ").append("`" + constant + "`: " + text);
            }
        });
        schemas.put(name, described(schema, description.toString()));
        return name;
    }

    private static String name(Class<?> type) {
        return NAMES.getOrDefault(type, type.getSimpleName());
    }

    private static ObjectNode sources() {
        return choice(
                Arrays.stream(DigitalSource.values()).map(DigitalSource::uri).toList());
    }

    private static ObjectNode text() {
        return Json.MAPPER.createObjectNode().put("type", "string");
    }

    private static ObjectNode integer(String format) {
        return Json.MAPPER.createObjectNode().put("type", "integer").put("format", format);
    }

    private static ObjectNode choice(List<String> values) {
        ObjectNode schema = text();
        values.forEach(schema.putArray("enum")::add);
        return schema;
    }

    private ObjectNode constant(String value) {
        return one(text(), Json.MAPPER.valueToTree(value));
    }

    private ObjectNode one(ObjectNode schema, JsonNode value) {
        if (constants == Constants.CONST) {
            schema.set("const", value);
        } else {
            schema.putArray("enum").add(value);
        }
        return schema;
    }

    private static ObjectNode reference(String name) {
        return Json.MAPPER.createObjectNode().put("$ref", REF + name);
    }

    /** What stands beside a reference is ignored, so that it is wrapped. */
    private static ObjectNode described(ObjectNode schema, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return schema;
        }
        ObjectNode described = schema;
        if (schema.has("$ref")) {
            described = Json.MAPPER.createObjectNode();
            described.putArray("allOf").add(schema);
        }
        return described.put("description", text);
    }

    /** What is null in a record is absent on the wire. */
    private static Map<String, String> texts(Class<?> type) {
        try {
            Map<String, String> texts = new TreeMap<>(Javadocs.of(type));
            texts.replaceAll((of, text) -> text.replaceAll("\\bnull\\b", "absent"));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
