package clda.web.socket;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.ConversationLog;
import clda.dialogue.Approvals;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.DialogueManager;
import clda.dialogue.Refused;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.store.Busy;
import clda.store.Fenced;
import clda.web.JsonObject;
import clda.web.ProblemJson;
import clda.web.wire.AcceptedFrame;
import clda.web.wire.Body;
import clda.web.wire.CancelMessage;
import clda.web.wire.DecideMessage;
import clda.web.wire.PongFrame;
import clda.web.wire.ProblemFrame;
import clda.web.wire.SayRequest;
import clda.web.wire.WireReader;
import clda.web.wire.WireReader.Unreadable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Handles the messages of one socket: reads, executes and answers them. */
final class SocketMessages {

    private static final Logger LOG = System.getLogger(SocketMessages.class.getName());

    private final DialogueManager dialogue;
    private final Approvals approvals;
    private final String conversationId;

    /** What this client was shown, by approval: what it decides about when it names no hash itself. */
    private final Map<String, String> shownHashes = new ConcurrentHashMap<>();

    SocketMessages(DialogueManager dialogue, Approvals approvals, String conversationId) {
        this.dialogue = dialogue;
        this.approvals = approvals;
        this.conversationId = conversationId;
    }

    /** The client is being shown what it may decide. */
    void shown(ApprovalRequested asked) {
        shownHashes.put(asked.approvalId(), asked.hash());
    }

    /** @return what the client is to be answered; null if only events answer */
    @Nullable
    Body take(Caller who, String text) {
        ObjectNode message;
        try {
            message = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonObject.Invalid e) {
            return problem(400, "The message " + e.getMessage(), null);
        }
        JsonNode id = message.path("clientMessageId");
        String reference = id.isTextual() ? id.textValue() : null;
        try {
            return act(who, message);
        } catch (Unreadable e) {
            return problem(400, e.detail(), reference);
        } catch (Refused refused) {
            return problem(ProblemJson.status(refused.kind()), refused.detail(), reference);
        } catch (ConversationLog.Overloaded e) {
            return problem(503, ProblemJson.OVERLOADED, reference);
        } catch (KeyRing.Damaged e) {
            return problem(500, ProblemJson.DAMAGED, reference);
        } catch (Fenced | Busy e) {
            return problem(503, ProblemJson.BUSY, reference);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a message to conversation " + conversationId + " failed", e);
            return problem(500, "The message could not be handled.", reference);
        }
    }

    private @Nullable Body act(Caller who, ObjectNode message) throws Unreadable {
        return switch (message.path("type").asText()) {
            case "say" -> say(who, WireReader.read(message, SayRequest.class));
            case "cancel" -> {
                dialogue.cancel(
                        who,
                        conversationId,
                        WireReader.read(message, CancelMessage.class).turnId());
                yield null;
            }
            case "decide" -> {
                decide(who, WireReader.read(message, DecideMessage.class));
                yield null;
            }
            case "ping" -> PongFrame.PONG;
            default -> throw new Refused(Refused.Kind.INVALID, "\"type\" must be say, cancel, decide or ping.");
        };
    }

    private Body say(Caller who, SayRequest said) {
        String turnId = dialogue.say(who, conversationId, said.text(), said.shownImages(), said.clientMessageId());
        return new AcceptedFrame(turnId, said.clientMessageId());
    }

    private void decide(Caller who, DecideMessage message) {
        String hash = message.hash() == null ? shownHashes.get(message.approvalId()) : message.hash();
        if (hash == null) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such approval.");
        }
        approvals.decide(
                who,
                message.approvalId(),
                new Choice(
                        message.decision(),
                        hash,
                        message.reason(),
                        message.arguments(),
                        Boolean.TRUE.equals(message.remember())));
    }

    private ProblemFrame problem(int status, String detail, @Nullable String clientMessageId) {
        return new ProblemFrame(
                clientMessageId, ProblemJson.of(status, detail, "/ws/v1/conversations/" + conversationId));
    }
}
