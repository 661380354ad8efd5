package clda.web.wire;

import clda.json.Json;
import clda.web.ProblemJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Completes each operation: what its parameters are, with which problems it may be answered, and an example of each body. */
final class Operations {

    private static final Set<String> OPEN = Set.of("/api/v1/login", "/api/v1/system");
    private static final String JSON = "application/json";

    private static final Map<Integer, String> PROBLEMS = Map.ofEntries(
            Map.entry(400, "The request cannot be understood; the detail names what is wrong with it."),
            Map.entry(401, "Nobody is signed in, or no longer."),
            Map.entry(403, "The caller may not do this."),
            Map.entry(404, "There is no such thing, or it is not the caller's."),
            Map.entry(406, "None of the accepted media types is available."),
            Map.entry(
                    409,
                    "It cannot be done now, or no longer; or the first request with this Idempotency-Key is still running."),
            Map.entry(408, "The body arrived too slowly."),
            Map.entry(410, "It has expired."),
            Map.entry(413, "The body is too large."),
            Map.entry(415, "The body has another media type."),
            Map.entry(422, "The Idempotency-Key was used for another request, or the training data cannot be used."),
            Map.entry(429, "Too many requests; Retry-After says when to come back."),
            Map.entry(500, "The request failed inside of the server; nobody can say what came of it."),
            Map.entry(
                    503, "Nothing was done, because the server is busy or stops; Retry-After says when to come back."));

    private record Parameter(String description, String schema) {}

    private static final String TEXT = "{\"type\":\"string\"}";

    private static String number(long least, long max, long usual) {
        return "{\"type\":\"integer\",\"minimum\":" + least + ",\"maximum\":" + max + ",\"default\":" + usual + "}";
    }

    private static final Map<String, Parameter> PARAMETERS = new TreeMap<>(Map.ofEntries(
            Map.entry("id", new Parameter("which one", TEXT)),
            Map.entry("turnId", new Parameter("which turn of the conversation", TEXT)),
            Map.entry("callId", new Parameter("which call of the turn", TEXT)),
            Map.entry("imageId", new Parameter("which image of the conversation", TEXT)),
            Map.entry("number", new Parameter("which fact, by its number", "{\"type\":\"integer\",\"minimum\":1}")),
            Map.entry("limit", new Parameter("how many items a page has at most", number(1, 200, 50))),
            Map.entry(
                    "limit /api/v1/conversations",
                    new Parameter("how many items a page has at most", number(1, 100, 30))),
            Map.entry("limit /api/v1/audit", new Parameter("how many items a page has at most", number(1, 500, 100))),
            Map.entry(
                    "limit /api/v1/conversations/{id}/events",
                    new Parameter("how many events a page has at most", number(1, 500, 100))),
            Map.entry("after", new Parameter("the `next` of the page before; absent to begin at the start", TEXT)),
            Map.entry("before", new Parameter("the `next` of the page before; absent to begin with the newest", TEXT)),
            Map.entry(
                    "after /api/v1/conversations/{id}/events",
                    new Parameter(
                            "the number of the last event that is known",
                            "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"default\":0}")),
            Map.entry(
                    "before /api/v1/conversations/{id}/events",
                    new Parameter(
                            "with `turns`: the number of an event, for the turns before it",
                            "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1}")),
            Map.entry(
                    "turns",
                    new Parameter(
                            "how many of the last turns are wanted, instead of what comes after an event",
                            "{\"type\":\"integer\",\"minimum\":1,\"maximum\":100}")),
            Map.entry(
                    "q",
                    new Parameter(
                            "words to look for in titles and in what was said",
                            "{\"type\":\"string\",\"maxLength\":200}")),
            Map.entry(
                    "archived",
                    new Parameter("whether archived ones are wanted", "{\"type\":\"boolean\",\"default\":false}")),
            Map.entry(
                    "format",
                    new Parameter(
                            "JSON, Markdown, a dialogue that runs as a test, or Rasa's tracker",
                            "{\"type\":\"string\",\"enum\":[\"json\",\"md\",\"dialogue\",\"rasa\"],\"default\":\"json\"}")),
            Map.entry(
                    "state /api/v1/approvals",
                    new Parameter(
                            "always pending", "{\"type\":\"string\",\"enum\":[\"pending\"],\"default\":\"pending\"}")),
            Map.entry(
                    "state /api/v1/effects",
                    new Parameter(
                            "always unknown", "{\"type\":\"string\",\"enum\":[\"unknown\"],\"default\":\"unknown\"}")),
            Map.entry(
                    "state /api/v1/tasks",
                    new Parameter(
                            "only those in that state",
                            "{\"type\":\"string\",\"enum\":[\"running\",\"completed\",\"failed\",\"unknown\"]}")),
            Map.entry(
                    "role",
                    new Parameter(
                            "only those that are decided by that role",
                            "{\"type\":\"string\",\"enum\":[\"requester\",\"approver\"]}")),
            Map.entry("conversation", new Parameter("only entries of that conversation", TEXT)),
            Map.entry("days", new Parameter("how many days back, with today", number(1, 366, 30))),
            Map.entry(
                    "everywhere",
                    new Parameter(
                            "whether all tokens of the person end, not only this one",
                            "{\"type\":\"boolean\",\"default\":false}")),
            Map.entry("user", new Parameter("another person who is signed out everywhere; for administrators", TEXT)),
            Map.entry("Prefer", new Parameter("`wait=SECONDS`, at most 120, to wait for the answer", TEXT)),
            Map.entry(
                    "Idempotency-Key",
                    new Parameter(
                            "the same key with the same body is done once, and answered as the first time",
                            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}"))));

    private final ObjectNode document;
    private final RecordedExamples examples;

    Operations(ObjectNode document, RecordedExamples examples) {
        this.document = document;
        this.examples = examples;
    }

    void complete() {
        components();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation ->
                        complete(operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), (ObjectNode)
                                operation.getValue())));
    }

    private void components() {
        ObjectNode responses = ((ObjectNode) document.path("components")).putObject("responses");
        new TreeMap<>(PROBLEMS).forEach((status, description) -> {
            Problem problem = ProblemJson.of(status, description, "/api/v1/conversations");
            ObjectNode response = responses.putObject("Problem" + status).put("description", description);
            if (status == 429 || status == 503) {
                header(response, "Retry-After", "in how many seconds", "integer");
            }
            ObjectNode content = response.putObject("content").putObject(ProblemJson.MEDIA_TYPE);
            content.putObject("schema").put("$ref", "#/components/schemas/Problem");
            content.set("example", Json.MAPPER.valueToTree(problem));
        });
    }

    private static void header(ObjectNode response, String name, String description, String type) {
        response.putObject("headers")
                .putObject(name)
                .put("description", description)
                .putObject("schema")
                .put("type", type);
    }

    private void complete(String method, String path, ObjectNode operation) {
        ArrayNode parameters = parameters(method, path, operation);
        boolean body = operation.has("requestBody");
        Set<Integer> problems = new TreeSet<>(Set.of(429, 500, 503));
        if (!OPEN.contains(path)) {
            problems.add(401);
        } else {
            operation.putArray("security");
        }
        if (path.equals("/api/v1/login")) {
            problems.addAll(Set.of(401, 404));
        }
        if (path.equals("/api/v1/system") || path.contains("{")) {
            problems.add(404);
        }
        for (JsonNode parameter : parameters) {
            if (!parameter.path("in").asText().equals("path")) {
                problems.add(400);
            }
        }
        if (body) {
            problems.addAll(Set.of(400, 408, 413, 415));
            body(method, path, (ObjectNode) operation.get("requestBody"));
        }
        if (method.equals("POST") && !path.equals("/api/v1/login")) {
            problems.addAll(Set.of(400, 409, 422));
        }
        responses(method, path, (ObjectNode) operation.get("responses"), problems);
    }

    private ArrayNode parameters(String method, String path, ObjectNode operation) {
        ArrayNode parameters = operation.withArray("parameters");
        List<String> names = new ArrayList<>();
        parameters.forEach(parameter -> names.add(parameter.path("name").asText()));
        if (method.equals("POST") && !path.equals("/api/v1/login") && !names.contains("Idempotency-Key")) {
            parameters.addObject().put("name", "Idempotency-Key").put("in", "header");
        }
        for (JsonNode each : parameters) {
            ObjectNode parameter = (ObjectNode) each;
            String name = parameter.path("name").asText();
            Parameter known = PARAMETERS.getOrDefault(name + " " + path, PARAMETERS.get(name));
            if (known == null) {
                throw new IllegalStateException("nobody says what " + name + " of " + path + " is");
            }
            parameter.put("description", known.description).set("schema", tree(known.schema));
        }
        return parameters;
    }

    private static JsonNode tree(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private void body(String method, String path, ObjectNode body) {
        body.put("required", true);
        if (body.path("content").path(JSON) instanceof ObjectNode content) {
            content.set(
                    "example",
                    examples.request(method, path)
                            .orElseGet(() -> path.endsWith("/shadow")
                                    ? tree("{\"model\":\"main\"}")
                                    : tree("{\"to\":\"carol\"}")));
        }
    }

    private void responses(String method, String path, ObjectNode responses, Set<Integer> problems) {
        responses.properties().forEach(response -> {
            int status = Integer.parseInt(response.getKey());
            if (status >= 400) {
                problems.add(status);
                return;
            }
            ObjectNode answer = (ObjectNode) response.getValue();
            if (status == 201) {
                header(answer, "Location", "the address of what was made", "string");
            }
            if (answer.has("content")) {
                problems.add(406);
            }
            if (answer.path("content").path(JSON) instanceof ObjectNode content) {
                content.set(
                        "example",
                        examples.answer(method, path, status)
                                .or(() -> alike(
                                        content.path("schema").path("$ref").asText()))
                                .orElseThrow(() -> new IllegalStateException(
                                        "no example was recorded of " + method + " " + path + " " + status)));
            }
            if (path.equals("/api/v1/metrics")) {
                ((ObjectNode) answer.path("content").path("text/plain")).put("example", examples.metric());
            }
        });
        for (int status : problems) {
            responses.putObject(String.valueOf(status)).put("$ref", "#/components/responses/Problem" + status);
        }
    }

    /** Another answer of the same type. */
    private Optional<JsonNode> alike(String type) {
        return switch (type) {
            case "#/components/schemas/Turn" ->
                examples.answer("GET", "/api/v1/conversations/{id}/turns/{turnId}", 200);
            case "#/components/schemas/Task" -> examples.answer("GET", "/api/v1/tasks/{id}", 200);
            default -> Optional.empty();
        };
    }
}
