package clda.llm.preset;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The presets by name: the built-in ones, and those in the operator's file, which may change them. */
public final class Presets {

    /** The preset that all others extend, and that is used for unknown servers. */
    public static final String BASE = "compatible";

    private static final String LIKE = "like";

    private static final JsonMapper RECORDS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private static final Map<String, Map<String, Object>> BUILT_IN = read("presets.yaml", resource());

    private final Map<String, Preset> presets;

    private Presets(Map<String, Map<String, Object>> written) {
        Map<String, Preset> made = new LinkedHashMap<>();
        written.keySet().forEach(name -> made.put(name, made(name, written)));
        presets = made;
    }

    public static Presets builtIn() {
        return new Presets(BUILT_IN);
    }

    /**
     * The built-in presets and those of a file. {@code like} names the preset that one extends; without it, one extends the
     * preset of the same name, or else {@value #BASE}.
     *
     * @throws IllegalArgumentException if the file is invalid, with a message that describes the error
     */
    public static Presets with(Path file) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>(BUILT_IN);
        try {
            read(file.toString(), Files.readString(file)).forEach((name, fields) -> {
                Map<String, Object> before = all.get(name);
                all.put(name, before == null || fields.containsKey(LIKE) ? fields : merged(before, fields));
            });
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + file, e);
        }
        return new Presets(all);
    }

    public List<Preset> all() {
        return List.copyOf(presets.values());
    }

    /** @throws IllegalArgumentException if there is no preset of that name */
    public Preset named(String name) {
        Preset preset = presets.get(name);
        if (preset == null) {
            throw new IllegalArgumentException("is one of " + String.join(", ", presets.keySet()) + ", not " + name);
        }
        return preset;
    }

    /** The preset of the server at an address, among those of a dialect; the first of these if the address identifies none. */
    public Preset at(URI address, String dialect) {
        List<Preset> speak = presets.values().stream()
                .filter(preset -> preset.dialect().equals(dialect))
                .toList();
        return speak.stream()
                .filter(preset -> preset.signs().areOf(address))
                .findFirst()
                .orElseGet(() -> speak.getFirst()
                        .or(speak.stream()
                                .filter(preset -> !preset.signs().fingerprints().isEmpty())
                                .toList()));
    }

    private static Preset made(String name, Map<String, Map<String, Object>> written) {
        Map<String, Object> fields = unfolded(name, written, new ArrayList<>());
        fields.put("name", name);
        fields.put("alternatives", List.of());
        try {
            return RECORDS.convertValue(fields, Preset.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("preset " + name + ": " + firstLine(e), e);
        }
    }

    /** The preset with everything that it inherits, down to {@link #BASE}. */
    private static Map<String, Object> unfolded(
            String name, Map<String, Map<String, Object>> written, List<String> through) {
        Map<String, Object> own = written.get(name);
        if (own == null || through.contains(name)) {
            throw new IllegalArgumentException("preset " + through.getFirst() + " is like " + name + ", "
                    + (own == null ? "which does not exist" : "which is like itself"));
        }
        through.add(name);
        Map<String, Object> fields = new LinkedHashMap<>(own);
        Object like = fields.remove(LIKE);
        return name.equals(BASE)
                ? fields
                : merged(unfolded(like == null ? BASE : like.toString(), written, through), fields);
    }

    private static Map<String, Object> merged(Map<String, Object> before, Map<String, Object> own) {
        Map<String, Object> merged = new LinkedHashMap<>(before);
        own.forEach((field, value) -> {
            Object below = merged.get(field);
            if (value == null) {
                merged.remove(field);
            } else if (below instanceof Map<?, ?> one && value instanceof Map<?, ?> other) {
                merged.put(field, merged(fields(one), fields(other)));
            } else {
                merged.put(field, value);
            }
        });
        return merged;
    }

    private static Map<String, Object> fields(Map<?, ?> map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        return fields;
    }

    private static Map<String, Map<String, Object>> read(String label, String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setMaxAliasesForCollections(0)
                .setAllowDuplicateKeys(false)
                .build();
        Object root;
        try {
            root = new Load(settings).loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("is not YAML: " + e.getMessage(), e);
        }
        Map<String, Map<String, Object>> presets = new LinkedHashMap<>();
        if (root instanceof Map<?, ?> map) {
            fields(map).forEach((name, preset) -> presets.put(name, fields(preset(name, preset))));
        } else {
            throw new IllegalArgumentException("is not a mapping of names to presets: " + label);
        }
        return presets;
    }

    private static Map<?, ?> preset(String name, @Nullable Object fields) {
        if (fields instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("preset " + name + " is not a mapping");
    }

    private static String resource() {
        try (InputStream in = Presets.class.getResourceAsStream("/clda/llm/presets.yaml")) {
            if (in == null) {
                throw new IllegalStateException("presets.yaml is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
