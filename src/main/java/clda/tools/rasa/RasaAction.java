package clda.tools.rasa;

import clda.effects.EffectClass;
import clda.json.Worded;
import clda.tools.ApprovalRule;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tool that is an action of a Rasa action server ({@code POST /webhook} of the Rasa SDK): the arguments are passed as slots,
 * and the result holds the messages that it sends and the slots that it sets. Tool {@code book_table} is action {@code
 * action_book_table}. The server has no idempotency keys and cannot be asked about earlier calls, so an effect either may
 * always be repeated or never.
 */
public final class RasaAction implements Tool {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern DECLARED =
            Pattern.compile("action_([a-z][a-z0-9_]{0,63}):([A-Z_]+)(?::(requester|approver))?");
    private static final Set<EffectClass> POSSIBLE =
            Set.of(EffectClass.READ, EffectClass.NATURAL, EffectClass.AT_MOST_ONCE);

    private final URI webhook;
    private final ActionServer server;
    private final ToolDefinition definition;

    private RasaAction(URI webhook, ActionServer server, ToolDefinition definition) {
        this.server = server;
        this.webhook = webhook;
        this.definition = definition;
    }

    /**
     * Reads a declaration such as {@code action_stock:READ, action_book_table:AT_MOST_ONCE:requester}.
     *
     * @param parameters by tool, the JSON Schema of its arguments; others take any
     * @throws IllegalArgumentException if it is not a valid declaration, or names an effect class that is not possible here
     */
    public static List<Tool> all(
            String declaration, URI webhook, ActionServer server, Map<String, ObjectNode> parameters) {
        List<Tool> tools = new ArrayList<>();
        for (String one : declaration.split("\\s*,\\s*")) {
            Matcher declared = DECLARED.matcher(one.strip());
            if (!declared.matches()) {
                throw new IllegalArgumentException(
                        "\"" + one + "\" is not of the form action_name:EFFECT or action_name:EFFECT:requester");
            }
            EffectClass effect = Arrays.stream(EffectClass.values())
                    .filter(known -> known.name().equals(declared.group(2)) && POSSIBLE.contains(known))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the effect of an action is READ, NATURAL or AT_MOST_ONCE, not " + declared.group(2)));
            ApprovalRule approval = declared.group(3) == null
                    ? ApprovalRule.NEVER
                    : new ApprovalRule(Worded.of(ApprovalRule.By.class, declared.group(3)), null, null);
            String name = declared.group(1);
            tools.add(new RasaAction(
                    webhook,
                    server,
                    new ToolDefinition(
                            name,
                            "Action " + name.replace('_', ' ') + " of the action server.",
                            effect,
                            parameters.getOrDefault(
                                    name, JSON.createObjectNode().put("type", "object")),
                            approval,
                            Set.of(),
                            PATIENCE,
                            Recovery.DEFAULT,
                            new Traits(false, true, false, null))));
        }
        return tools;
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public JsonNode call(ObjectNode arguments, ToolContext context) {
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        body(arguments, context).toString()))
                .build();
        HttpResponse<String> response = send(request);
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("the action server did not answer with JSON", e);
        }
        // 400 is an action that rejects its execution, 404 one that the server does not have.
        if (response.statusCode() == 400 || response.statusCode() == 404) {
            throw new ToolFailure(answer.path("error").asText("The action server refused."));
        }
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the action server answered " + response.statusCode());
        }
        return result(answer);
    }

    private ObjectNode body(ObjectNode arguments, ToolContext context) {
        ObjectNode body = JSON.createObjectNode();
        body.put("next_action", "action_" + definition.name());
        body.put("sender_id", context.conversationId());
        ObjectNode tracker = body.putObject("tracker");
        tracker.put("sender_id", context.conversationId());
        tracker.set("slots", arguments);
        tracker.putObject("latest_message");
        tracker.putArray("events");
        tracker.put("paused", false);
        tracker.putObject("active_loop");
        body.putObject("domain");
        return body;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return server.send(request);
        } catch (IOException e) {
            throw new IllegalStateException("the action server gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the action server", e);
        }
    }

    private static ObjectNode result(JsonNode answer) {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode said = result.putArray("said");
        for (JsonNode response : answer.path("responses")) {
            if (!response.path("text").asText("").isEmpty()) {
                said.add(response.path("text").asText());
            }
        }
        for (JsonNode event : answer.path("events")) {
            if (event.path("event").asText().equals("slot")) {
                result.set(event.path("name").asText(), event.path("value"));
            }
        }
        return result;
    }
}
