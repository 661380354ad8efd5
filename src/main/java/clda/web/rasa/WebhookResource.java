package clda.web.rasa;

import clda.conversation.ConversationLog.Subscription;
import clda.conversation.DigitalSource;
import clda.conversation.ProblemDetails;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.json.Json;
import clda.nlu.Language;
import clda.security.Caller;
import clda.web.OpenLines;
import clda.web.TurnNews;
import clda.web.rest.ApiProblem;
import clda.web.rest.CurrentCaller;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Exchanges messages with the senders of a client, like Rasa's REST channel. Each sender has its own conversation, which
 * belongs to the caller.
 */
@Path("rest/webhook")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {

    private static final int LONGEST_SENDER = 255;
    private static final int SECONDS = 120;

    @Inject
    private DialogueManager dialogue;

    @Inject
    private Conversations conversations;

    @Inject
    private Senders senders;

    @Inject
    private CurrentCaller current;

    @Inject
    private OpenLines lines;

    @POST
    @Operation(summary = "Say something for a sender; the answer is waited for")
    public void say(JsonNode body, @Suspended AsyncResponse answer) {
        String message = text(body, "message");
        String sender = body.hasNonNull("sender") ? text(body, "sender") : "default";
        if (sender.length() > LONGEST_SENDER) {
            throw new ApiProblem(400, "\"sender\" is longer than " + LONGEST_SENDER + " characters.");
        }
        Caller caller = current.get();
        String id = senders.conversationOf(caller, sender).orElseGet(() -> begin(caller, sender));
        String turnId = dialogue.say(caller, id, message, null);
        current.mayWait(answer, "/webhooks/rest/webhook");
        Subscription subscription = TurnNews.of(conversations, caller, id, turnId, () -> {
            if (!answer.isDone()) {
                answer.resume(Response.ok(conversations.viewTurn(
                                caller, id, turnId, turn -> answers(sender, turn, Language.of(message))))
                        .build());
            }
        });
        OpenLines.Line waiting = why -> {
            if (why == OpenLines.Why.LEAVING && !answer.isDone()) {
                answer.resume(nothingYet());
            }
        };
        answer.register((CompletionCallback) failure -> {
            lines.remove(waiting);
            subscription.close();
        });
        lines.add(waiting);
        answer.setTimeoutHandler(late -> late.resume(nothingYet()));
        answer.setTimeout(SECONDS, TimeUnit.SECONDS);
    }

    private static Response nothingYet() {
        return Response.ok(Json.MAPPER.createArrayNode()).build();
    }

    private String begin(Caller caller, String sender) {
        String mine = conversations.create(caller, null).id();
        String bound = senders.bind(caller, sender, mine);
        if (!bound.equals(mine)) {
            conversations.erase(caller, mine);
        }
        return bound;
    }

    private static String text(JsonNode body, String name) {
        JsonNode text = body.path(name);
        if (!text.isTextual() || text.asText().isBlank()) {
            throw new ApiProblem(400, "\"" + name + "\" is missing.");
        }
        return text.asText();
    }

    private static ArrayNode answers(String sender, Turn turn, Language language) {
        ArrayNode answers = Json.MAPPER.createArrayNode();
        for (ToolCall call : turn.calls()) {
            ToolCall.PendingApproval asked = call.approval();
            if (call.state() == ToolCall.State.AWAITING_APPROVAL && asked != null) {
                ObjectNode waits = answers.addObject()
                        .put("recipient_id", sender)
                        .put("text", language.choose("This waits for an approval.", "这一步在等待批准。"));
                waits.putObject("custom")
                        .put("approvalId", asked.approvalId())
                        .put("tool", call.tool())
                        .put("hash", asked.hash())
                        .put("role", asked.role())
                        .set("arguments", call.arguments());
            }
        }
        Optional.ofNullable(turn.reply())
                .or(() -> Optional.ofNullable(turn.problem()).map(ProblemDetails::detail))
                .ifPresent(
                        text -> answers.addObject().put("recipient_id", sender).put("text", text));
        boolean firstContact = turn.follows() == null;
        if (firstContact) {
            answers.addObject()
                    .put("recipient_id", sender)
                    .put("text", language.choose("An AI system answers here.", "这里由人工智能系统回答。"));
        }
        DigitalSource source = DigitalSource.of(
                turn.replies().isEmpty()
                        ? null
                        : turn.replies().getLast().message().model());
        answers.forEach(answer -> source.mark(((ObjectNode) answer).putObject("metadata")));
        return answers;
    }
}
