package clda.nlu.training;

import clda.nlu.training.Utterance.Entity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rasa's markup of entities in a sentence: {@code [Berlin](city)}, {@code [NYC](city:New York)}, or {@code [Berlin]{"entity":
 * "city", "role": "origin", "group": "1", "value": "berlin"}}.
 */
final class Markup {

    private static final Pattern MARKED = Pattern.compile("\\[([^\\[\\]]+)\\](?:\\(([^()]+)\\)|(\\{[^{}]*\\}))");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Markup() {}

    /** @throws IllegalArgumentException with a message that describes the error */
    static Utterance read(String example, String intent) {
        StringBuilder text = new StringBuilder();
        List<Entity> entities = new ArrayList<>();
        Matcher marked = MARKED.matcher(example);
        int read = 0;
        while (marked.find()) {
            text.append(example, read, marked.start());
            int start = text.length();
            String part = marked.group(1);
            text.append(part);
            entities.add(
                    marked.group(2) != null
                            ? named(start, part, marked.group(2))
                            : described(start, part, marked.group(3)));
            read = marked.end();
        }
        text.append(example, read, example.length());
        return new Utterance(text.toString(), intent, entities);
    }

    private static Entity named(int start, String part, String name) {
        int colon = name.indexOf(':');
        return colon < 0
                ? new Entity(start, start + part.length(), name, part, null, null)
                : new Entity(
                        start, start + part.length(), name.substring(0, colon), name.substring(colon + 1), null, null);
    }

    private static Entity described(int start, String part, String description) {
        JsonNode json;
        try {
            json = JSON.readTree(description);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what follows [" + part + "] is not JSON");
        }
        String name = text(json, "entity");
        if (name == null) {
            throw new IllegalArgumentException("what follows [" + part + "] names no \"entity\"");
        }
        String value = text(json, "value");
        return new Entity(
                start,
                start + part.length(),
                name,
                value == null ? part : value,
                text(json, "role"),
                text(json, "group"));
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.has(name) ? json.path(name).asText() : null;
    }
}
