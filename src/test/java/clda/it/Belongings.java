package clda.it;

import clda.json.Json;
import clda.kit.Pictures;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What somebody has: a conversation and what hangs on it. Each is made when it is first spoken of. */
final class Belongings {

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+)}");

    private final Client owner;
    private final String secret;
    private final Map<String, String> ids = new HashMap<>();
    private JsonNode answer = MissingNode.getInstance();

    /** @param secret is in the texts of all of it */
    Belongings(Client owner, String secret) {
        this.owner = owner;
        this.secret = secret;
    }

    /** The text with ids where their names stood. */
    String in(String text) {
        return NAME.matcher(text).replaceAll((MatchResult found) -> Matcher.quoteReplacement(id(found.group(1))));
    }

    private String id(String name) {
        if (!ids.containsKey(name)) {
            make(name);
        }
        String id = ids.get(name);
        if (id == null || id.isBlank()) {
            throw new IllegalStateException("no " + name + " could be made; the last turn was " + answer);
        }
        return id;
    }

    private void make(String name) {
        switch (name) {
            case "id" -> ids.put("id", owner.opensConversation(secret));
            case "turnId", "callId" -> {
                JsonNode turn = says("open a ticket: the printer " + secret + " is broken");
                ids.put("turnId", turn.path("id").asText());
                ids.put("callId", turn.path("toolCalls").path(0).path("callId").asText());
            }
            case "imageId" -> ids.put("imageId", image());
            case "approvalId", "hash" -> {
                JsonNode approval = says("refund 500 dollars for order A-1003").path("approval");
                ids.put("approvalId", approval.path("approvalId").asText());
                ids.put("hash", approval.path("hash").asText());
            }
            case "effectId" -> ids.put("effectId", unknownEffect());
            case "taskId" ->
                ids.put(
                        "taskId",
                        says("prepare the statement of 2026-01")
                                .path("toolCalls")
                                .path(0)
                                .path("task")
                                .path("id")
                                .asText());
            case "scheduleId" -> {
                says("remind me tomorrow at 9 am to water the flowers");
                ids.put("scheduleId", listed("/api/v1/schedules"));
            }
            case "number" ->
                ids.put(
                        "number",
                        owner.send("POST", "/api/v1/memory", "{\"text\":\"" + secret + "\"}")
                                .json()
                                .path("number")
                                .asText());
            case "missedId" -> {
                owner.send("POST", in("/api/v1/conversations/{id}/turns/{turnId}/feedback"), "{\"rating\":\"down\"}");
                ids.put("missedId", in("{id}.{turnId}"));
            }
            // Set aside is only what a webhook refuses, and none is configured.
            case "deadLetterId" -> ids.put("deadLetterId", in("{id}-1"));
            default -> throw new IllegalArgumentException("nobody has a " + name);
        }
    }

    private JsonNode says(String text) {
        answer = owner.says(id("id"), text);
        return answer;
    }

    private String image() {
        return owner.sendBody(
                        "POST",
                        in("/api/v1/conversations/{id}/images"),
                        HttpRequest.BodyPublishers.ofByteArray(Pictures.png(100)),
                        Map.of("Content-Type", "image/png"))
                .json()
                .path("id")
                .asText();
    }

    /** Of a mail of which the server does not say whether it has it. */
    private String unknownEffect() {
        JsonNode approval =
                says("email bob@example.com that " + secret + " is lost").path("approval");
        String decision = Json.MAPPER
                .createObjectNode()
                .put("decision", "approve")
                .put("hash", approval.path("hash").asText())
                .toString();
        owner.send("POST", "/api/v1/approvals/" + approval.path("approvalId").asText() + "/decision", decision);
        Awaitility.await("an effect that is unknown")
                .until(() -> !listed("/api/v1/effects").isEmpty());
        return listed("/api/v1/effects");
    }

    /** The id of what is listed of the conversation there; empty if nothing is. */
    private String listed(String path) {
        return owner.get(path)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("conversationId").asText().equals(id("id")))
                .map(item -> item.path("id").asText())
                .findFirst()
                .orElse("");
    }
}
