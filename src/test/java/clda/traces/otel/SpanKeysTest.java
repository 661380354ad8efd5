package clda.traces.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.SchemaUrls;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.ServiceAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes;
import io.opentelemetry.semconv.incubating.ServiceIncubatingAttributes;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names are those of the conventions, of the version that is named. */
class SpanKeysTest {

    @Test
    void eachNameIsOursOrOneOfTheConventions() throws IllegalAccessException {
        Set<AttributeKey<?>> conventions = new HashSet<>();
        for (Class<?> names : Set.of(
                GenAiIncubatingAttributes.class,
                ErrorAttributes.class,
                HttpAttributes.class,
                ServerAttributes.class,
                ServiceAttributes.class,
                ServiceIncubatingAttributes.class,
                UrlAttributes.class)) {
            conventions.addAll(keys(names));
        }

        assertThat(keys(SpanKeys.class))
                .hasSizeGreaterThan(25)
                .allMatch(key -> key.getKey().startsWith("clda.") || conventions.contains(key));
    }

    private static Set<AttributeKey<?>> keys(Class<?> names) throws IllegalAccessException {
        Set<AttributeKey<?>> keys = new HashSet<>();
        for (Field field : Stream.of(names.getDeclaredFields())
                .filter(field -> field.getType() == AttributeKey.class)
                .toList()) {
            field.setAccessible(true);
            keys.add((AttributeKey<?>) field.get(null));
        }
        return keys;
    }

    @Test
    void theVersionIsTheOneThatTheNamesWereComparedWith() {
        assertThat(SpanKeys.SCHEMA).isEqualTo(SchemaUrls.V1_45_0);
    }

    @Test
    void onlyWhatLooksLikeANameIsTold() {
        assertThat(PlainNames.of("Invalid_Arguments")).isEqualTo("invalid_arguments");
        assertThat(PlainNames.of("my password is hunter2")).isEqualTo("_OTHER");
        assertThat(PlainNames.model("meta-llama/Llama-3.1-8B@q4")).isEqualTo("meta-llama/Llama-3.1-8B@q4");
        assertThat(PlainNames.model("you said: hello")).isEqualTo("_OTHER");
    }
}
