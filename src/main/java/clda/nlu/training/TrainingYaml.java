package clda.nlu.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads training data in Rasa's format (version 3.1, key {@code nlu}): intents with examples, synonyms, regular expressions,
 * lookup tables. Other keys of Rasa's are passed over.
 */
public final class TrainingYaml {

    private static final int LARGEST_FILE = 5_000_000;
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

    private final String file;
    private final List<Utterance> utterances = new ArrayList<>();
    private final Map<String, String> synonyms = new LinkedHashMap<>();
    private final Map<String, List<String>> patterns = new LinkedHashMap<>();
    private final Map<String, List<String>> lookups = new LinkedHashMap<>();

    private TrainingYaml(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @throws TrainingError if it is no such data, with the line where it is not
     */
    public static TrainingData read(String file, String content) {
        if (content.length() > LARGEST_FILE) {
            throw new TrainingError(file, 1, "longer than " + LARGEST_FILE + " characters");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LARGEST_FILE)
                .setMaxAliasesForCollections(0)
                .setAllowDuplicateKeys(false)
                .build();
        TrainingYaml reader = new TrainingYaml(file);
        try {
            new Compose(settings).composeString(content).ifPresent(reader::document);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new TrainingError(file, line, String.valueOf(e.getProblem()));
        } catch (YamlEngineException | StackOverflowError e) {
            throw new TrainingError(file, 1, "not YAML that can be read: " + e.getMessage());
        }
        return new TrainingData(reader.utterances, reader.synonyms, reader.patterns, reader.lookups);
    }

    private void document(Node root) {
        fields(root, "the file").forEach((name, value) -> {
            if (name.equals("nlu")) {
                sequence(value, "\"nlu\"").forEach(this::item);
            } else if (!OTHER_KEYS.contains(name)) {
                throw wrong(value, "\"" + name + "\" is no key of training data");
            }
        });
    }

    private void item(Node node) {
        Map<String, Node> fields = fields(node, "an item of \"nlu\"");
        String kind = List.of("intent", "synonym", "regex", "lookup").stream()
                .filter(fields::containsKey)
                .findFirst()
                .orElseThrow(() -> wrong(node, "an item of \"nlu\" is an intent, synonym, regex or lookup"));
        Node named = fields.get(kind);
        Node list = fields.get("examples");
        if (named == null || list == null) {
            throw wrong(node, "\"" + kind + "\" has no \"examples\"");
        }
        String name = text(named, "\"" + kind + "\"");
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
                    throw new TrainingError(file, example.line, "no regular expression: " + e.getDescription());
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
            throw new TrainingError(file, example.line, String.valueOf(e.getMessage()));
        }
    }

    /** A text with a line for each, beginning with a dash, or a list. */
    private List<Example> examples(Node node) {
        List<Example> examples = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node entry : list.getValue()) {
                Node said = entry instanceof MappingNode
                        ? fields(entry, "an example").get("text")
                        : entry;
                if (said == null) {
                    throw wrong(entry, "an example has no \"text\"");
                }
                add(examples, text(said, "an example").strip(), line(said));
            }
            return examples;
        }
        // A block begins on the line after its key.
        int line = line(node);
        for (String one : text(node, "\"examples\"").split("\n", -1)) {
            line++;
            String stripped = one.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            if (!stripped.startsWith("-")) {
                throw new TrainingError(file, line, "an example begins with a dash");
            }
            add(examples, stripped.substring(1).strip(), line);
        }
        return examples;
    }

    private void add(List<Example> examples, String text, int line) {
        if (text.isEmpty()) {
            throw new TrainingError(file, line, "an example is empty");
        }
        if (text.length() > LONGEST_EXAMPLE) {
            throw new TrainingError(file, line, "an example is longer than " + LONGEST_EXAMPLE + " characters");
        }
        examples.add(new Example(text, line));
    }

    private Map<String, Node> fields(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, what + " is no mapping");
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            if (fields.put(text(field.getKeyNode(), "a key"), field.getValueNode()) != null) {
                throw wrong(field.getKeyNode(), "a key stands twice");
            }
        }
        return fields;
    }

    private List<Node> sequence(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node, what + " is no list");
    }

    private String text(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(node, what + " is no text");
    }

    private TrainingError wrong(@Nullable Node node, String what) {
        return new TrainingError(file, node == null ? 1 : line(node), what);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
