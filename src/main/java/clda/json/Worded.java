package clda.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum whose constants have a word of their own outside the code: in JSON, in tables, in settings, in labels of metrics. An enum
 * without it stays inside.
 */
public interface Worded {

    /** Implemented by the enum. */
    String name();

    /** The name of the constant in lower case, such as {@code awaiting_approval}. */
    @JsonValue
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant with this word; empty if none has it. */
    static <E extends Enum<E> & Worded> Optional<E> find(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.word().equals(word))
                .findFirst();
    }

    /** @throws IllegalArgumentException if no constant has this word */
    static <E extends Enum<E> & Worded> E of(Class<E> type, String word) {
        return find(type, word)
                .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no \"" + word + "\""));
    }
}
