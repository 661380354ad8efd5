package clda.nlu.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Sentences that ask for something to be done now, and sentences that only speak of it: denials, questions about it, conditions,
 * reports, plans, doubts. They are made of frames and of requests that stand in them.
 */
public record RequestExamples(List<String> asking, List<String> telling) {

    /** Number of requests per frame; all of them would be too many to learn from. */
    private static final int REQUESTS_IN_A_FRAME = 5;

    /** Step through the requests, so that neighbouring frames get different ones. */
    private static final int STRIDE = 37;

    public RequestExamples {
        asking = List.copyOf(asking);
        telling = List.copyOf(telling);
    }

    /**
     * @param content YAML with the lists {@code asks} and {@code tells} of frames and the list {@code acts} of requests
     * @throws TrainingError if it is not
     */
    static RequestExamples read(String file, String content) {
        YamlFile yaml = YamlFile.of(file, content);
        Node root = yaml.root().orElseThrow(() -> yaml.error(1, "empty"));
        Map<String, Node> fields = yaml.fields(root, "the file");
        List<Map<String, String>> acts = new ArrayList<>();
        for (Node act : yaml.sequence(field(yaml, root, fields, "acts"), "acts")) {
            Map<String, String> forms = new LinkedHashMap<>();
            yaml.fields(act, "an act").forEach((form, said) -> forms.put(form, yaml.text(said, form)));
            acts.add(forms);
        }
        List<String> asking = new ArrayList<>();
        acts.forEach(act -> asking.add(Objects.requireNonNull(act.get("act"))));
        asking.addAll(filled(yaml, field(yaml, root, fields, "asks"), acts));
        return new RequestExamples(asking, filled(yaml, field(yaml, root, fields, "tells"), acts));
    }

    private static Node field(YamlFile yaml, Node root, Map<String, Node> fields, String name) {
        Node node = fields.get(name);
        if (node == null) {
            throw yaml.wrong(root, name + " is missing");
        }
        return node;
    }

    private static List<String> filled(YamlFile yaml, Node frames, List<Map<String, String>> acts) {
        List<String> sentences = new ArrayList<>();
        int next = 0;
        for (Node frame : yaml.sequence(frames, "frames")) {
            String form = yaml.text(frame, "a frame");
            for (int i = 0; i < REQUESTS_IN_A_FRAME; i++) {
                next = (next + STRIDE) % acts.size();
                String sentence = form;
                for (Map.Entry<String, String> said : acts.get(next).entrySet()) {
                    sentence = sentence.replace("{" + said.getKey() + "}", said.getValue());
                }
                sentences.add(sentence);
            }
        }
        return sentences;
    }

    RequestExamples and(RequestExamples others) {
        List<String> allAsking = new ArrayList<>(asking);
        allAsking.addAll(others.asking);
        List<String> allTelling = new ArrayList<>(telling);
        allTelling.addAll(others.telling);
        return new RequestExamples(allAsking, allTelling);
    }
}
