package clda.kit.providers;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What a server of Chat Completions refuses: rules for all, and those that it has of its own. Written by what is known of the servers and not by our presets. */
public final class RuleBook {

    /** A rule is kept, or the complaint says by what it is not. */
    interface Rule extends Function<JsonNode, String> {}

    private static final String KEPT = "";
    private static final Pattern THOUGHT = Pattern.compile(ProviderShape.THOUGHT_OF + "([a-z-]+)");
    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "tools",
            "max_tokens",
            "max_completion_tokens",
            "prompt_cache_key",
            "reasoning_effort",
            "thinking",
            "enable_thinking",
            "reasoning");

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Set<String> fields = new HashSet<>(FIELDS);
    private final Set<String> messageFields = new HashSet<>(Set.of("role", "content", "tool_calls", "tool_call_id"));
    private final Set<String> callFields = new HashSet<>(Set.of("id", "type", "function"));

    private RuleBook() {}

    /** @param preset whose server it is */
    public static RuleBook of(String preset) {
        RuleBook book = new RuleBook();
        if (preset.equals("ollama-chat")) {
            book.ollama(preset);
        } else {
            book.forAll(preset);
            book.own(preset);
        }
        return book;
    }

    public int size() {
        return rules.size();
    }

    /** @return each rule that the request breaks, and how */
    public List<String> brokenBy(JsonNode request) {
        List<String> broken = new ArrayList<>();
        rules.forEach((name, rule) -> {
            String complaint = rule.apply(request);
            if (!complaint.isEmpty()) {
                broken.add(name + ": " + complaint);
            }
        });
        return broken;
    }

    private void rule(String name, Rule rule) {
        if (rules.put(name, rule) != null) {
            throw new IllegalStateException(name);
        }
    }

    private void eachMessage(String name, Predicate<JsonNode> about, Predicate<JsonNode> keeps) {
        rule(name, request -> first(request.path("messages"), message -> about.test(message) && !keeps.test(message)));
    }

    private void eachCall(String name, Predicate<JsonNode> keeps) {
        rule(name, request -> {
            for (JsonNode message : request.path("messages")) {
                String complaint = first(message.path("tool_calls"), call -> !keeps.test(call));
                if (!complaint.isEmpty()) {
                    return complaint;
                }
            }
            return KEPT;
        });
    }

    private static String first(JsonNode items, Predicate<JsonNode> breaks) {
        return StreamSupport.stream(items.spliterator(), false)
                .filter(breaks)
                .findFirst()
                .map(JsonNode::toString)
                .orElse(KEPT);
    }

    private static Predicate<JsonNode> of(Set<String> roles) {
        return message -> roles.contains(message.path("role").asText());
    }

    private static final Predicate<JsonNode> ALL = message -> true;
    private static final Predicate<JsonNode> SYSTEM = of(Set.of("system"));
    private static final Predicate<JsonNode> USER = of(Set.of("user"));
    private static final Predicate<JsonNode> ASSISTANT = of(Set.of("assistant"));
    private static final Predicate<JsonNode> RESULT = of(Set.of("tool"));
    private static final Predicate<JsonNode> CALLING = ASSISTANT.and(message -> message.has("tool_calls"));

    private static boolean isText(JsonNode text) {
        return text.isTextual() && !text.textValue().isBlank();
    }

    private static boolean isObject(String json) {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            return tree != null && tree.isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String kept(boolean kept, Object otherwise) {
        return kept ? KEPT : String.valueOf(otherwise);
    }

    private void forAll(String preset) {
        rule("the model is named", request -> kept(isText(request.path("model")), request.path("model")));
        rule("a stream is asked for", request -> kept(request.path("stream").asBoolean(), "none"));
        rule("there are messages", request -> kept(!request.path("messages").isEmpty(), "none"));
        rule("no field is unknown", request -> unknown(request, fields));
        rule("no field is null", request -> first(request, JsonNode::isNull));
        rule(
                "the length of the answer is a positive number",
                request -> kept(
                        request.path("max_tokens")
                                                .asInt(request.path("max_completion_tokens")
                                                        .asInt())
                                        > 0
                                && !(request.has("max_tokens") && request.has("max_completion_tokens")),
                        "none"));
        eachMessage("roles are known", ALL, of(Set.of("system", "user", "assistant", "tool")));
        rule(
                "the system or a person begins",
                request -> kept(SYSTEM.or(USER).test(request.path("messages").path(0)), "no"));
        rule("a person or a tool was the last", request -> kept(USER.or(RESULT).test(last(request)), last(request)));
        rule("the system speaks at the beginning alone", request -> {
            boolean others = false;
            for (JsonNode message : request.path("messages")) {
                if (SYSTEM.test(message) && others) {
                    return message.toString();
                }
                others |= !SYSTEM.test(message);
            }
            return KEPT;
        });
        eachMessage("the system says something", SYSTEM, message -> isText(message.path("content")));
        eachMessage(
                "people say something",
                USER,
                message -> isText(message.path("content"))
                        || message.path("content").isArray()
                                && !message.path("content").isEmpty());
        eachMessage(
                "the model says something or calls",
                ASSISTANT,
                message -> message.has("tool_calls") || isText(message.path("content")));
        eachMessage(
                "what the model says is text",
                ASSISTANT,
                message -> message.path("content").isTextual()
                        || message.path("content").isNull()
                        || !message.has("content"));
        eachMessage("calls are not none", CALLING, message -> !message.path("tool_calls")
                .isEmpty());
        eachMessage("results say something", RESULT, message -> isText(message.path("content")));
        eachMessage("results name their call", RESULT, message -> isText(message.path("tool_call_id")));
        eachMessage("no field of a message is unknown", ALL, message -> unknown(message, messageFields)
                .isEmpty());
        eachCall(
                "calls have an id of at most 40",
                call -> isText(call.path("id")) && call.path("id").textValue().length() <= 40);
        eachCall("calls are of functions", call -> call.path("type").asText().equals("function"));
        eachCall(
                "names have letters that are taken",
                call -> call.path("function").path("name").asText().matches("[a-zA-Z_][a-zA-Z0-9_-]{0,63}"));
        eachCall(
                "arguments are a text",
                call -> call.path("function").path("arguments").isTextual());
        eachCall(
                "arguments are one object",
                call -> isObject(call.path("function").path("arguments").asText()));
        eachCall("no field of a call is unknown", call -> unknown(call, callFields)
                .isEmpty());
        rule("ids are used once", request -> {
            Set<String> seen = new HashSet<>();
            for (JsonNode message : request.path("messages")) {
                String twice = first(
                        message.path("tool_calls"),
                        call -> !seen.add(call.path("id").asText()));
                if (!twice.isEmpty()) {
                    return twice;
                }
            }
            return KEPT;
        });
        rule("each call has its result next to it", RuleBook::results);
        rule("tools have names that are taken, once", request -> {
            Set<String> names = new HashSet<>();
            return first(request.path("tools"), tool -> {
                String name = tool.path("function").path("name").asText();
                return !name.matches("[a-zA-Z_][a-zA-Z0-9_-]{0,63}") || !names.add(name);
            });
        });
        rule(
                "tools have a description",
                request -> first(
                        request.path("tools"),
                        tool -> !isText(tool.path("function").path("description"))));
        rule(
                "parameters are an object",
                request -> first(request.path("tools"), tool -> !tool.path("function")
                        .path("parameters")
                        .path("type")
                        .asText()
                        .equals("object")));
        rule("nobody is shown the thoughts of another", request -> {
            Matcher thought = THOUGHT.matcher(request.toString());
            while (thought.find()) {
                if (!thought.group(1).equals(preset)) {
                    return thought.group();
                }
            }
            return KEPT;
        });
    }

    /** Ollama's own chat: arguments are objects, and the length stands with the window. */
    private void ollama(String preset) {
        fields.clear();
        fields.addAll(Set.of("model", "stream", "options", "think", "truncate", "messages", "tools"));
        messageFields.addAll(Set.of("thinking", "tool_name"));
        forAll(preset);
        rules.keySet()
                .removeAll(Set.of(
                        "the length of the answer is a positive number",
                        "calls are of functions",
                        "arguments are a text",
                        "arguments are one object"));
        oneSystem();
        hasContent();
        rule(
                "the window is said",
                request -> kept(request.at("/options/num_ctx").asInt() > 0, "it is not"));
        rule("the answer fits into the window", request -> {
            int answer = request.at("/options/num_predict").asInt();
            return kept(answer > 0 && answer < request.at("/options/num_ctx").asInt(), answer);
        });
        rule(
                "how much to think is a word or a truth",
                request -> kept(
                        request.path("think").isTextual()
                                || request.path("think").isBoolean(),
                        request.path("think")));
        eachCall("arguments are an object", call -> call.at("/function/arguments")
                .isObject());
        eachMessage("results name their tool", RESULT, message -> isText(message.path("tool_name")));
        eachMessage(
                "own thoughts come back with calls",
                CALLING,
                message -> !message.toString().contains(ProviderShape.OWN_CALL + preset)
                        || message.path("thinking").asText().startsWith(ProviderShape.THOUGHT_OF + preset));
    }

    private static JsonNode last(JsonNode request) {
        JsonNode messages = request.path("messages");
        return messages.path(messages.size() - 1);
    }

    private static String unknown(JsonNode object, Set<String> known) {
        return object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !known.contains(field))
                .findFirst()
                .orElse(KEPT);
    }

    private static String results(JsonNode request) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : request.path("messages")) {
            if (RESULT.test(message)) {
                if (!open.remove(message.path("tool_call_id").asText())) {
                    return "a result without a call: " + message;
                }
            } else if (!open.isEmpty()) {
                return "calls without a result: " + open;
            }
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
        }
        return kept(open.isEmpty(), open);
    }

    // What servers have of their own

    private void oneSystem() {
        rule(
                "the system speaks once",
                request -> kept(
                        StreamSupport.stream(request.path("messages").spliterator(), false)
                                        .filter(SYSTEM)
                                        .count()
                                <= 1,
                        "more often"));
    }

    private void nineLetters() {
        eachCall(
                "ids are nine letters and digits",
                call -> call.path("id").asText().matches("[a-zA-Z0-9]{9}"));
    }

    private void turns() {
        rule("people and the model speak in turn", request -> {
            JsonNode before = null;
            for (JsonNode message : request.path("messages")) {
                boolean twice = before != null
                        && (USER.test(before) && USER.test(message)
                                || ASSISTANT.test(before) && ASSISTANT.test(message));
                if (twice) {
                    return message.toString();
                }
                before = message;
            }
            return KEPT;
        });
        rule("the model speaks after a result", request -> {
            JsonNode before = null;
            for (JsonNode message : request.path("messages")) {
                if (before != null && RESULT.test(before) && USER.or(SYSTEM).test(message)) {
                    return message.toString();
                }
                before = message;
            }
            return KEPT;
        });
    }

    private void maxTokens(String field) {
        rule("the length is asked for as " + field, request -> kept(request.has(field), "it is not"));
    }

    private void hasContent() {
        eachMessage(
                "messages have content",
                ALL,
                message -> message.path("content").isTextual()
                        || message.path("content").isArray());
    }

    private void named() {
        messageFields.add("name");
    }

    /** Its own thoughts come back where it has called. */
    private void thoughtsBack(String field, String preset, Predicate<String> otherwise) {
        messageFields.add(field);
        eachMessage("thoughts come back with calls", CALLING, message -> {
            JsonNode thought = message.path(field);
            boolean own = message.toString().contains(ProviderShape.OWN_CALL + preset);
            return thought.isTextual()
                    && (own
                            ? thought.textValue().contains(ProviderShape.THOUGHT_OF + preset)
                            : otherwise.test(thought.textValue()));
        });
    }

    private void withoutField(String... refused) {
        for (String field : refused) {
            rule("does not know " + field, request -> kept(!request.has(field), field));
        }
    }

    private void own(String preset) {
        if (!Set.of("openai", "azure").contains(preset)) {
            oneSystem();
            withoutField("prompt_cache_key");
        }
        if (Set.of("mistral", "moonshot", "zhipu", "dashscope", "minimax", "openrouter")
                .contains(preset)) {
            withoutField("reasoning_effort");
        }
        switch (preset) {
            case "openai", "azure" -> maxTokens("max_completion_tokens");
            case "minimax" -> {
                maxTokens("max_completion_tokens");
                hasContent();
                eachMessage(
                        "thoughts stand in the text",
                        CALLING,
                        message -> !message.toString().contains(ProviderShape.OWN_CALL + preset)
                                || message.path("content")
                                        .asText()
                                        .startsWith("<think>" + ProviderShape.THOUGHT_OF + preset));
            }
            case "mistral" -> {
                maxTokens("max_tokens");
                nineLetters();
                turns();
                named();
                withoutField("stream_options");
            }
            case "deepseek" -> {
                maxTokens("max_tokens");
                hasContent();
                thoughtsBack("reasoning_content", preset, text -> true);
            }
            case "moonshot" -> {
                maxTokens("max_tokens");
                named();
                thoughtsBack("reasoning_content", preset, text -> !text.isEmpty());
                eachCall("ids are functions.name:number", call -> call.path("id")
                        .asText()
                        .matches("functions\\."
                                + call.path("function").path("name").asText() + ":\\d+"));
            }
            case "gemini" -> {
                named();
                callFields.add("extra_content");
                eachMessage("the first call is signed", CALLING, message -> {
                    String signature = message.path("tool_calls")
                            .path(0)
                            .at("/extra_content/google/thought_signature")
                            .asText();
                    boolean own = message.toString().contains(ProviderShape.OWN_CALL + preset);
                    return signature.equals(own ? ProviderShape.SIGNATURE : "skip_thought_signature_validator");
                });
                eachMessage("no content is empty", ALL, message -> !message.path("content")
                        .asText("x")
                        .isEmpty());
                rule(
                        "no word of a schema is unknown",
                        request -> kept(
                                !request.path("tools").toString().contains("\"additionalProperties\"")
                                        && !request.path("tools").toString().contains("\"$schema\""),
                                "one is"));
            }
            case "groq", "xai", "zhipu", "dashscope" -> {
                maxTokens("max_tokens");
                eachMessage(
                        "knows no thoughts in a history",
                        ALL,
                        message -> !message.has("reasoning_content") && !message.has("reasoning"));
            }
            case "openrouter" -> {
                messageFields.add("reasoning_details");
                nineLetters();
                turns();
                eachMessage(
                        "details of thoughts come back whole",
                        CALLING,
                        message -> !message.toString().contains(ProviderShape.OWN_CALL + preset)
                                || message.at("/reasoning_details/0/text")
                                                .asText()
                                                .startsWith(ProviderShape.THOUGHT_OF + preset)
                                        && message.at("/reasoning_details/0/signature")
                                                .asText()
                                                .equals(ProviderShape.SIGNATURE));
            }
            default -> {
                maxTokens("max_tokens");
                hasContent();
                if (!preset.equals("compatible")) {
                    nineLetters();
                    turns();
                }
            }
        }
    }
}
