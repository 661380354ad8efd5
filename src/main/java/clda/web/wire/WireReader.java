package clda.web.wire;

import clda.json.Json;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reader that makes records of what clients send, at every door alike. A member has the type of its component or is
 * refused; nothing is made to fit. Members that no component has are ignored. Null is the same as absent, unless the component
 * is a JSON tree.
 */
public final class WireReader {

    private static final ObjectMapper STRICT = strict();

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    /** What is wrong with a member, in a sentence; nothing of its value is repeated. */
    public static final class Unreadable extends Exception {
        private Unreadable(String detail) {
            super(detail);
        }

        public String detail() {
            return String.valueOf(getMessage());
        }
    }

    private WireReader() {}

    private static ObjectMapper strict() {
        JsonMapper.Builder builder = ((JsonMapper) Json.MAPPER)
                .rebuild()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        for (LogicalType type : LogicalType.values()) {
            builder.withCoercionConfig(type, config -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                    config.setCoercion(shape, CoercionAction.Fail);
                }
            });
        }
        // A whole number is a number.
        builder.withCoercionConfig(
                LogicalType.Float, config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert));
        return builder.build();
    }

    /** @throws Unreadable if a member is missing or is of another type */
    public static <T extends Body> T read(ObjectNode object, Class<T> type) throws Unreadable {
        T read;
        try {
            read = STRICT.treeToValue(object, type);
        } catch (JsonMappingException e) {
            throw new Unreadable(detail(type, e));
        } catch (JacksonException e) {
            throw new Unreadable("The members do not have the types that they have to have.");
        }
        for (RecordComponent component : COMPONENTS.get(type)) {
            check(component, read);
        }
        return read;
    }

    private static void check(RecordComponent component, Object read) throws Unreadable {
        Object value;
        try {
            value = component.getAccessor().invoke(read);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw new Unreadable("\"" + component.getName() + "\" is missing.");
        }
        if (value instanceof Collection<?> items && items.stream().anyMatch(item -> item == null)) {
            throw new Unreadable(wrong(component));
        }
    }

    private static String detail(Class<?> type, JsonMappingException failure) {
        List<JsonMappingException.Reference> path = failure.getPath();
        String name = path.isEmpty() ? null : path.getFirst().getFieldName();
        return Arrays.stream(COMPONENTS.get(type))
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .map(WireReader::wrong)
                .orElse("The members do not have the types that they have to have.");
    }

    private static String wrong(RecordComponent component) {
        return "\"" + component.getName() + "\" " + wanted(component.getType()) + ".";
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "must be " + alternatives(type);
        }
        if (type == String.class) {
            return "must be a string";
        }
        if (type == Boolean.class) {
            return "must be true or false";
        }
        if (type == Long.class || type == Integer.class) {
            return "must be a whole number";
        }
        if (type == BigDecimal.class) {
            return "must be a number";
        }
        return Collection.class.isAssignableFrom(type) ? "must be an array of strings" : "must be a JSON object";
    }

    private static String alternatives(Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> Json.MAPPER.convertValue(constant, String.class))
                .collect(Collectors.toList());
        String last = names.removeLast();
        return names.isEmpty() ? last : String.join(", ", names) + " or " + last;
    }
}
