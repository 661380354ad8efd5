package clda.nlu.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads training data in Rasa's format (version 3.1, key {@code nlu}): intents with examples, synonyms, regular expressions,
 * lookup tables. Rasa's other keys are ignored.
 */
public final class TrainingYaml {

    private static final int LONGEST_EXAMPLE = 2_000;
    private static final Set<String> OTHER_KEYS = Set.of(
            "version",
            "stories",
            "rules",
            "intents",
            "entities",
            "slots",
            "responses",
            "forms",
            "actions",
            "session_config");

    private final YamlFile yaml;
    private final List<Utterance> utterances = new ArrayList<>();
    private final Map<String, String> synonyms = new LinkedHashMap<>();
    private final Map<String, List<String>> patterns = new LinkedHashMap<>();
    private final Map<String, List<String>> lookups = new LinkedHashMap<>();

    private TrainingYaml(YamlFile yaml) {
        this.yaml = yaml;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @throws TrainingError if the file is invalid, with the line of the error
     */
    public static TrainingData read(String file, String content) {
        YamlFile yaml = YamlFile.of(file, content);
        TrainingYaml reader = new TrainingYaml(yaml);
        yaml.root().ifPresent(reader::document);
        return new TrainingData(reader.utterances, reader.synonyms, reader.patterns, reader.lookups);
    }

    /**
     * Reads files of the class path.
     *
     * @param beside the class to which names without a leading {@code /} are relative
     * @throws TrainingError if a file is invalid, with the line of the error
     * @throws IllegalStateException if a file is missing
     */
    public static TrainingData resources(Class<?> beside, String... names) {
        return Arrays.stream(names)
                .map(name -> read(name, text(beside, name)))
                .reduce(TrainingData.NOTHING, TrainingData::and);
    }

    static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void document(Node root) {
        yaml.fields(root, "the file").forEach((name, value) -> {
            if (name.equals("nlu")) {
                yaml.sequence(value, "\"nlu\"").forEach(this::item);
            } else if (!OTHER_KEYS.contains(name)) {
                throw yaml.wrong(value, "\"" + name + "\" is not a key of training data");
            }
        });
    }

    private void item(Node node) {
        Map<String, Node> fields = yaml.fields(node, "an item of \"nlu\"");
        String kind = List.of("intent", "synonym", "regex", "lookup").stream()
                .filter(fields::containsKey)
                .findFirst()
                .orElseThrow(() -> yaml.wrong(node, "an item of \"nlu\" is an intent, synonym, regex or lookup"));
        Node named = fields.get(kind);
        Node list = fields.get("examples");
        if (named == null || list == null) {
            throw yaml.wrong(node, "\"" + kind + "\" has no \"examples\"");
        }
        String name = yaml.text(named, "\"" + kind + "\"");
        for (Example example : examples(list)) {
            take(kind, name, example);
        }
    }

    private record Example(String text, int line) {}

    private void take(String kind, String name, Example example) {
        switch (kind) {
            case "intent" -> utterances.add(utterance(name, example));
            case "synonym" -> synonyms.put(example.text, name);
            case "regex" -> {
                try {
                    Pattern.compile(example.text);
                } catch (PatternSyntaxException e) {
                    throw yaml.error(example.line, "no regular expression: " + e.getDescription());
                }
                patterns.computeIfAbsent(name, any -> new ArrayList<>()).add(example.text);
            }
            default -> lookups.computeIfAbsent(name, any -> new ArrayList<>()).add(example.text);
        }
    }

    private Utterance utterance(String intent, Example example) {
        try {
            Utterance utterance = Markup.read(example.text, intent);
            utterance.entities().stream()
                    .filter(entity -> !entity.value().equals(utterance.text().substring(entity.start(), entity.end())))
                    .forEach(entity ->
                            synonyms.put(utterance.text().substring(entity.start(), entity.end()), entity.value()));
            return utterance;
        } catch (IllegalArgumentException e) {
            throw yaml.error(example.line, String.valueOf(e.getMessage()));
        }
    }

    /** Examples as a list, or as a text with one example per line, each after a dash. */
    private List<Example> examples(Node node) {
        List<Example> examples = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node entry : list.getValue()) {
                Node said = entry instanceof MappingNode
                        ? yaml.fields(entry, "an example").get("text")
                        : entry;
                if (said == null) {
                    throw yaml.wrong(entry, "an example has no \"text\"");
                }
                add(examples, yaml.text(said, "an example").strip(), YamlFile.line(said));
            }
            return examples;
        }
        // The content of a block begins on the line after its key.
        int line = YamlFile.line(node);
        for (String one : yaml.text(node, "\"examples\"").split("\n", -1)) {
            line++;
            String stripped = one.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            if (!stripped.startsWith("-")) {
                throw yaml.error(line, "an example begins with a dash");
            }
            add(examples, stripped.substring(1).strip(), line);
        }
        return examples;
    }

    private void add(List<Example> examples, String text, int line) {
        if (text.isEmpty()) {
            throw yaml.error(line, "an example is empty");
        }
        if (text.length() > LONGEST_EXAMPLE) {
            throw yaml.error(line, "an example is longer than " + LONGEST_EXAMPLE + " characters");
        }
        examples.add(new Example(text, line));
    }
}
