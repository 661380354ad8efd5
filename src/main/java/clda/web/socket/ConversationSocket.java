package clda.web.socket;

import clda.conversation.ConversationEvent.ApprovalRequested;
import clda.conversation.ConversationEvent.Decision;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Reader;
import clda.conversation.ConversationLog.Subscription;
import clda.conversation.EventCodec;
import clda.conversation.ModelLoading;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.dialogue.Approvals;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.dialogue.Refused;
import clda.security.Caller;
import clda.security.Credential;
import clda.security.KeyRing;
import clda.security.Standing;
import clda.security.limits.AtOnce;
import clda.security.limits.Door;
import clda.security.limits.RateLimits;
import clda.store.Busy;
import clda.store.Fenced;
import clda.store.StoreState;
import clda.web.Identification.Identified;
import clda.web.JsonObject;
import clda.web.OpenLines;
import clda.web.Outbound;
import clda.web.OutboundQueue;
import clda.web.ProblemJson;
import clda.web.TooMuch;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client of one conversation: it gets the events after a number, then what happens, and may speak, cancel and decide. The
 * limits of the servers do not hold for messages in fragments, so the bytes are counted here.
 */
@Dependent
@ServerEndpoint(
        value = "/ws/v1/conversations/{id}",
        subprotocols = SocketConfigurator.PROTOCOL,
        configurator = SocketConfigurator.class)
public class ConversationSocket implements Reader, OpenLines.Line {

    private static final Logger LOG = System.getLogger(ConversationSocket.class.getName());
    private static final int MOST_MESSAGE = 256 * 1024;
    private static final int MOST_FRAGMENTS = 4_096;
    private static final int MOST_WAITING = 2_000;
    /** Refusals after each other that a client takes no notice of. */
    private static final int MOST_REFUSED = 100;

    static final int NOT_AUTHORISED = 4401;
    static final int NO_SUCH_CONVERSATION = 4404;
    /** What the client has seen after a number is lost; the reason says after which. */
    static final int RELOAD = 4409;

    @Inject
    private DialogueManager dialogue;

    @Inject
    private Approvals approvals;

    @Inject
    private Conversations conversations;

    @Inject
    private Heartbeat heartbeat;

    @Inject
    private OpenLines lines;

    @Inject
    private StoreState store;

    @Inject
    private Standing standing;

    @Inject
    private RateLimits rates;

    @Inject
    private AtOnce atOnce;

    /** What this client was shown, by approval: what it decides about when it names no hash itself. */
    private final Map<String, String> shownHashes = new ConcurrentHashMap<>();

    private final StringBuilder message = new StringBuilder();
    private int fragments;
    private int refused;
    private volatile AtOnce.@Nullable Held held;
    private @Nullable Session session;
    private @Nullable Credential credential;
    private Standing.@Nullable Open watched;
    private @Nullable Subscription subscription;
    private @Nullable OutboundQueue<Outbound> queue;
    private String conversationId = "";
    private volatile long lastHeard = System.nanoTime();

    @OnOpen
    public void open(Session opened, EndpointConfig config, @PathParam("id") String id) {
        session = opened;
        conversationId = id;
        opened.setMaxIdleTimeout(0);
        Handshake handshake = Handshake.take(opened, config);
        Identified who = handshake.caller();
        if (who == null) {
            close(NOT_AUTHORISED, "not authorised");
            return;
        }
        if (store.away()) {
            comeBackLater();
            return;
        }
        held = Handshake.count(atOnce, who, handshake.network()).orElse(null);
        if (held == null) {
            close(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "too many sockets");
            return;
        }
        credential = who.credential();
        queue = new OutboundQueue<>(
                MOST_WAITING,
                this::send,
                Outbound::merge,
                () -> close(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "too slow; come back with after"));
        try {
            subscription = conversations.follow(who.caller(), id, after(opened), this);
            heartbeat.add(this);
            lines.add(this);
            watched = standing.watch(who.credential(), who.caller(), this::noLongerAuthorised);
        } catch (ConversationLog.BeyondTheEnd e) {
            onLost(e.end());
        } catch (Refused e) {
            close(NO_SUCH_CONVERSATION, "no such conversation");
        } catch (KeyRing.Damaged e) {
            close(CloseReason.CloseCodes.UNEXPECTED_CONDITION.getCode(), "the conversation is damaged");
        } catch (NumberFormatException e) {
            close(CloseReason.CloseCodes.CANNOT_ACCEPT.getCode(), "after is not a number");
        }
    }

    private void noLongerAuthorised() {
        close(NOT_AUTHORISED, "no longer authorised");
    }

    @Override
    public void end(OpenLines.Why why) {
        switch (why) {
            case LEAVING ->
                close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "this server stops; come back with after");
            case STORE_AWAY -> comeBackLater();
        }
    }

    private void comeBackLater() {
        close(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "the store does not answer; come back with after");
    }

    private static long after(Session session) {
        List<String> after = session.getRequestParameterMap().getOrDefault("after", List.of("0"));
        long position = Long.parseLong(after.getFirst());
        if (position < 0) {
            throw new NumberFormatException("after is negative");
        }
        return position;
    }

    @OnMessage
    public void part(String part, boolean last) {
        lastHeard = System.nanoTime();
        fragments++;
        if (message.length() + part.length() > MOST_MESSAGE || fragments > MOST_FRAGMENTS) {
            message.setLength(0);
            close(CloseReason.CloseCodes.TOO_BIG.getCode(), "a message has at most " + MOST_MESSAGE + " characters");
            return;
        }
        message.append(part);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            fragments = 0;
            handle(whole);
        }
    }

    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        close(CloseReason.CloseCodes.CANNOT_ACCEPT.getCode(), "messages are text");
    }

    @OnMessage
    public void pong(PongMessage pong) {
        lastHeard = System.nanoTime();
    }

    private void handle(String text) {
        Credential shown = credential;
        if (shown == null) {
            return;
        }
        if (store.away()) {
            comeBackLater();
            return;
        }
        Optional<Caller> who = standing.of(shown);
        if (who.isEmpty()) {
            noLongerAuthorised();
            return;
        }
        Optional<Duration> wait = rates.take(Door.socket, who.get());
        if (wait.isPresent()) {
            tooMany(TooMuch.requests(wait.get()));
            return;
        }
        refused = 0;
        JsonNode body;
        try {
            body = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonObject.Invalid e) {
            problem(400, "The message " + e.getMessage(), null);
            return;
        }
        String reference = body.path("clientMessageId").isTextual()
                ? body.get("clientMessageId").textValue()
                : null;
        try {
            act(who.get(), body);
        } catch (Refused refused) {
            problem(ProblemJson.status(refused.kind()), refused.detail(), reference);
        } catch (ConversationLog.Overloaded e) {
            problem(503, ProblemJson.OVERLOADED, reference);
        } catch (KeyRing.Damaged e) {
            problem(500, ProblemJson.DAMAGED, reference);
        } catch (Fenced | Busy e) {
            problem(503, ProblemJson.BUSY, reference);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a message to conversation " + conversationId + " failed", e);
            problem(500, "The message could not be handled.", reference);
        }
    }

    private void tooMany(TooMuch much) {
        if (++refused > MOST_REFUSED) {
            close(CloseReason.CloseCodes.VIOLATED_POLICY.getCode(), "too many messages");
            return;
        }
        ObjectNode problem = ProblemJson.of(much.status(), much.detail(), "/ws/v1/conversations/" + conversationId);
        problem.put("retryAfter", much.retryAfterSeconds());
        ObjectNode note = EventCodec.JSON.createObjectNode().put("type", "problem");
        note.set("problem", problem);
        note(note);
    }

    private void act(Caller who, JsonNode body) {
        switch (body.path("type").asText()) {
            case "say" -> {
                String id = optionalText(body, "clientMessageId");
                String turnId = dialogue.say(who, conversationId, text(body, "text"), images(body), id);
                ObjectNode accepted = EventCodec.JSON.createObjectNode();
                accepted.put("type", "accepted").put("turnId", turnId);
                if (id != null) {
                    accepted.put("clientMessageId", id);
                }
                note(accepted);
            }
            case "cancel" -> dialogue.cancel(who, conversationId, text(body, "turnId"));
            case "decide" -> decide(who, body);
            case "ping" -> note(EventCodec.JSON.createObjectNode().put("type", "pong"));
            default -> throw new Refused(Refused.Kind.INVALID, "\"type\" is say, cancel, decide or ping.");
        }
    }

    private static List<String> images(JsonNode body) {
        JsonNode given = body.path("images");
        List<String> images = new ArrayList<>();
        given.forEach(image -> images.add(image.textValue()));
        boolean absent = given.isMissingNode() || given.isNull();
        if (!absent && !given.isArray() || images.contains(null)) {
            throw new Refused(Refused.Kind.INVALID, "\"images\" is not a list of texts.");
        }
        return images;
    }

    private void decide(Caller who, JsonNode body) {
        String approvalId = text(body, "approvalId");
        Decision decision =
                switch (text(body, "decision")) {
                    case "approve" -> Decision.approve;
                    case "deny" -> Decision.deny;
                    default -> throw new Refused(Refused.Kind.INVALID, "\"decision\" is approve or deny.");
                };
        JsonNode arguments = body.get("arguments");
        if (arguments != null && !arguments.isNull() && !arguments.isObject()) {
            throw new Refused(Refused.Kind.INVALID, "\"arguments\" is not a JSON object.");
        }
        String hash = optionalText(body, "hash");
        String shown = hash == null ? shownHashes.get(approvalId) : hash;
        if (shown == null) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such approval.");
        }
        approvals.decide(
                who,
                approvalId,
                new Choice(
                        decision,
                        shown,
                        optionalText(body, "reason"),
                        arguments instanceof ObjectNode edited ? edited : null,
                        body.path("remember").asBoolean()));
    }

    private static String text(JsonNode body, String name) {
        String value = optionalText(body, name);
        if (value == null) {
            throw new Refused(Refused.Kind.INVALID, "\"" + name + "\" is missing.");
        }
        return value;
    }

    private static @Nullable String optionalText(JsonNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Refused(Refused.Kind.INVALID, "\"" + name + "\" is not a text.");
        }
        return value.textValue();
    }

    private void problem(int status, String detail, @Nullable String clientMessageId) {
        ObjectNode problem = ProblemJson.of(status, detail, "/ws/v1/conversations/" + conversationId);
        ObjectNode note = EventCodec.JSON.createObjectNode();
        note.put("type", "problem");
        if (clientMessageId != null) {
            note.put("clientMessageId", clientMessageId);
        }
        note.set("problem", problem);
        note(note);
    }

    private void note(ObjectNode note) {
        enqueue(new Outbound.Note(note.toString()));
    }

    @Override
    public void onEvent(RecordedEvent event) {
        if (event.event() instanceof ApprovalRequested asked) {
            shownHashes.put(asked.approvalId(), asked.hash());
        }
        enqueue(new Outbound.Event(event));
    }

    @Override
    public void onDelta(TextDelta delta) {
        enqueue(new Outbound.Delta(delta));
    }

    @Override
    public void onLoading(ModelLoading loading) {
        enqueue(new Outbound.Loading(loading));
    }

    @Override
    public void onErased() {
        close(NO_SUCH_CONVERSATION, "the conversation was erased");
    }

    @Override
    public void onLost(long after) {
        close(RELOAD, "the last events are lost; reload, and come back with after=" + after);
    }

    private void enqueue(Outbound item) {
        OutboundQueue<Outbound> out = queue;
        if (out != null) {
            out.add(item);
        }
    }

    private void send(Outbound item, Consumer<@Nullable Throwable> sent) {
        Session to = session;
        if (to == null || !to.isOpen()) {
            sent.accept(new IOException("the client has gone"));
            return;
        }
        // At every send Tyrus sets an idle timer anew and for that looks services up through the context class loader,
        // which through an application's takes longer than the send itself. The timer needs nothing of the application.
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            to.getAsyncRemote().sendText(item.json(), result -> sent.accept(result.getException()));
        } catch (RuntimeException e) {
            sent.accept(e);
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    /** Asks for a sign of life. */
    void ping() {
        Session to = session;
        if (to != null && to.isOpen()) {
            try {
                to.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
            } catch (IOException | RuntimeException e) {
                close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "gone");
            }
        }
    }

    /** For how long nothing has been heard, in nanoseconds. */
    long silence() {
        return System.nanoTime() - lastHeard;
    }

    void close(int code, String reason) {
        release();
        Session to = session;
        if (to == null) {
            return;
        }
        // On a thread of its own: this may be called while the conversation is being written to.
        Thread.ofVirtual().start(() -> {
            try {
                if (to.isOpen()) {
                    to.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "a socket was gone before it was closed");
            }
        });
    }

    private void release() {
        heartbeat.remove(this);
        lines.remove(this);
        AtOnce.Held counted = held;
        if (counted != null) {
            counted.close();
        }
        OutboundQueue<Outbound> out = queue;
        if (out != null) {
            out.close();
        }
        Standing.Open open = watched;
        if (open != null) {
            open.close();
        }
        Subscription following = subscription;
        if (following != null) {
            subscription = null;
            Thread.ofVirtual().start(following::close);
        }
    }

    @OnClose
    public void closed() {
        release();
    }

    @OnError
    public void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "a socket failed: {0}", failure.getClass().getSimpleName());
        release();
    }
}
