package clda.nlu.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** An untrusted YAML file: its size is limited and nothing in it is expanded. Every error names the line. */
final class YamlFile {

    private static final int LARGEST_FILE = 5_000_000;

    private final String file;
    private final Optional<Node> root;

    private YamlFile(String file, Optional<Node> root) {
        this.file = file;
        this.root = root;
    }

    /** @throws TrainingError if it is not valid YAML */
    static YamlFile of(String file, String content) {
        if (content.length() > LARGEST_FILE) {
            throw new TrainingError(file, 1, "longer than " + LARGEST_FILE + " characters");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LARGEST_FILE)
                .setMaxAliasesForCollections(0)
                .setAllowDuplicateKeys(false)
                .build();
        try {
            return new YamlFile(file, new Compose(settings).composeString(content));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new TrainingError(file, line, String.valueOf(e.getProblem()));
        } catch (YamlEngineException | StackOverflowError e) {
            throw new TrainingError(file, 1, "not YAML that can be read: " + e.getMessage());
        }
    }

    Optional<Node> root() {
        return root;
    }

    TrainingError error(int line, String what) {
        return new TrainingError(file, line, what);
    }

    Map<String, Node> fields(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, what + " is not a mapping");
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            if (fields.put(text(field.getKeyNode(), "a key"), field.getValueNode()) != null) {
                throw wrong(field.getKeyNode(), "a key stands twice");
            }
        }
        return fields;
    }

    List<Node> sequence(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node, what + " is not a list");
    }

    String text(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(node, what + " is not a text");
    }

    /** The field of that name. */
    Node node(Map<String, Node> fields, String name, Node within) {
        Node node = fields.get(name);
        if (node == null) {
            throw wrong(within, "\"" + name + "\" is missing");
        }
        return node;
    }

    /** A regular expression. */
    String pattern(Node node, String what) {
        String text = text(node, what);
        try {
            Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException e) {
            throw wrong(node, what + " is no regular expression: " + e.getDescription());
        }
    }

    /** Refuses other fields, which may be misspelt. */
    void knows(Set<String> names, Map<String, Node> fields, String what) {
        fields.forEach((name, node) -> {
            if (!names.contains(name)) {
                throw wrong(node, "\"" + name + "\" is not a key of " + what);
            }
        });
    }

    TrainingError wrong(@Nullable Node node, String what) {
        return new TrainingError(file, node == null ? 1 : line(node), what);
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
