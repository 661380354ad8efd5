package clda.web.wire;

import clda.json.Json;
import clda.metrics.RecordedScrape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests and answers that were recorded, to be shown as examples: examples that were made up would be wrong some day. */
final class RecordedExamples {

    private static final List<Path> FILES = List.of(
            Path.of("src/test/resources/golden-answers.txt"),
            Path.of("src/test/resources/golden-answers-with-a-model.txt"));
    private static final int MAX_ITEMS = 2;

    /** How far it has come by then differs from run to run, and is not recorded. */
    private static final String CUT = ".*/(cancel|undo|regenerate|edit)";

    /** What needs a system outside that the recorded walk does not have. */
    private static final Map<String, String> OTHERS = Map.of(
            "POST /api/v1/effects/{id}/check 200", "{\"found\":true,\"result\":{\"refundId\":\"R-00000001\"}}",
            "POST /api/v1/approvals/{id}/delegation 200",
                    "{\"approvalId\":\"Identifier000000000010\",\"delegate\":\"carol\"}",
            "POST /api/v1/nlu/check 200",
                    "{\"sentences\":4,\"right\":3,\"intents\":[\"find_order\",\"refund_order\"],\"taken\":[[2,0],[1,1]],"
                            + "\"wrong\":[{\"text\":\"give it back\",\"intent\":\"refund_order\",\"takenFor\":\"find_order\"}]}");

    private record Recorded(
            String method, String path, @Nullable JsonNode sent, int status, @Nullable JsonNode answer) {}

    private final List<Recorded> recorded = new ArrayList<>();
    private final List<String> scraped = Files.readAllLines(RecordedScrape.KEPT);

    RecordedExamples() throws IOException {
        for (Path file : FILES) {
            for (String one : Files.readString(file).split("(?m)^### ")) {
                List<String> lines = one.lines().toList();
                int answered = lines.stream()
                        .filter(line -> line.startsWith("=> "))
                        .findFirst()
                        .map(lines::indexOf)
                        .orElse(-1);
                if (answered > 0 && lines.getFirst().contains(" /")) {
                    String[] asked = lines.getFirst().split(" ");
                    recorded.add(new Recorded(
                            asked[0],
                            asked[1].replaceAll("\\?.*", ""),
                            json(lines.subList(1, answered)),
                            Integer.parseInt(lines.get(answered).split(" ")[1]),
                            json(lines.subList(answered + 1, lines.size()))));
                }
            }
        }
    }

    private static @Nullable JsonNode json(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("{")) {
                try {
                    return Json.MAPPER.readTree(line);
                } catch (JsonProcessingException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /** What was sent where it was answered with success. */
    Optional<JsonNode> request(String method, String path) {
        return recorded.stream()
                .filter(one ->
                        matches(one, method, path) && one.status < 300 && one.sent != null && !one.sent.isEmpty())
                .findFirst()
                .map(Recorded::sent);
    }

    /** The richest one that was answered with that status. */
    Optional<JsonNode> answer(String method, String path, int status) {
        return recorded.stream()
                .filter(one -> matches(one, method, path) && one.status == status && one.answer != null)
                .filter(one -> !(one.path.matches(CUT) && one.answer.size() <= 2))
                .map(one -> shortened(one.answer.deepCopy()))
                .reduce((one, other) ->
                        other.toString().length() > one.toString().length() ? other : one)
                .or(() -> Optional.ofNullable(OTHERS.get(method + " " + path + " " + status))
                        .map(text -> json(List.of(text))));
    }

    /** One of the metrics that were scraped. */
    String metric() {
        return scraped.stream()
                .filter(line -> line.contains("clda_turns_total"))
                .collect(Collectors.joining("\n"));
    }

    private static boolean matches(Recorded one, String method, String path) {
        return one.method.equals(method) && one.path.matches(path.replaceAll("\\{\\w+}", "[^/]+"));
    }

    private static JsonNode shortened(JsonNode tree) {
        if (tree instanceof ArrayNode array && tree.size() > 0 && tree.get(0).isObject()) {
            while (array.size() > MAX_ITEMS) {
                array.remove(array.size() - 1);
            }
        }
        if (tree instanceof ObjectNode || tree instanceof ArrayNode) {
            tree.forEach(RecordedExamples::shortened);
        }
        return tree;
    }
}
