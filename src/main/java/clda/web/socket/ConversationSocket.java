package clda.web.socket;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Reader;
import clda.conversation.ConversationLog.Subscription;
import clda.conversation.ModelLoading;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.dialogue.Approvals;
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
import clda.store.StoreState;
import clda.web.Identification.Identified;
import clda.web.OpenLines;
import clda.web.Outbound;
import clda.web.OutboundQueue;
import clda.web.ProblemJson;
import clda.web.TooMuch;
import clda.web.wire.Body;
import clda.web.wire.Problem;
import clda.web.wire.ProblemFrame;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final int MAX_MESSAGE = 256 * 1024;
    private static final int MAX_FRAGMENTS = 4_096;
    private static final int MAX_WAITING = 2_000;
    /** Maximum refusals in a row that a client may ignore. */
    private static final int MAX_REFUSED = 100;

    static final int NOT_AUTHORISED = 4401;
    static final int NO_SUCH_CONVERSATION = 4404;
    /** Close code: what the client has seen after a number is lost; the reason names the number. */
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

    private final StringBuilder message = new StringBuilder();
    private int fragments;
    private int refused;
    private volatile AtOnce.@Nullable Held held;
    private @Nullable Session session;
    private @Nullable Credential credential;
    private Standing.@Nullable Open watched;
    private @Nullable Subscription subscription;
    private @Nullable OutboundQueue<Outbound> queue;
    private @Nullable SocketMessages messages;
    private String conversationId = "";
    /** Set once this end has decided to close; the client may still be sending. */
    private final AtomicBoolean closing = new AtomicBoolean();

    private final SocketOpening opening = new SocketOpening();

    private volatile long lastHeard = System.nanoTime();

    @OnOpen
    public void open(Session opened, EndpointConfig config, @PathParam("id") String id) {
        try {
            begin(opened, config, id);
        } finally {
            opening.opened();
        }
    }

    private void begin(Session opened, EndpointConfig config, String id) {
        session = opened;
        conversationId = id;
        messages = new SocketMessages(dialogue, approvals, id);
        opened.setMaxIdleTimeout(0);
        Handshake handshake = Handshake.take(opened, config);
        if (store.away()) {
            comeBackLater();
            return;
        }
        Identified who = handshake.caller();
        if (who == null) {
            close(NOT_AUTHORISED, "not authorised");
            return;
        }
        held = Handshake.count(atOnce, who, handshake.network()).orElse(null);
        if (held == null) {
            close(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "too many sockets");
            return;
        }
        credential = who.credential();
        queue = new OutboundQueue<>(
                MAX_WAITING,
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
        if (closing.get()) {
            return;
        }
        lastHeard = System.nanoTime();
        fragments++;
        if (message.length() + part.length() > MAX_MESSAGE || fragments > MAX_FRAGMENTS) {
            message.setLength(0);
            close(CloseReason.CloseCodes.TOO_BIG.getCode(), "a message has at most " + MAX_MESSAGE + " characters");
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
        SocketMessages taken = messages;
        if (shown == null || taken == null) {
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
        Optional<Duration> wait = rates.take(Door.SOCKET, who.get());
        if (wait.isPresent()) {
            tooMany(TooMuch.requests(wait.get()));
            return;
        }
        refused = 0;
        Body answer = taken.take(who.get(), text);
        if (answer != null) {
            note(answer);
        }
    }

    private void tooMany(TooMuch much) {
        if (++refused > MAX_REFUSED) {
            close(CloseReason.CloseCodes.VIOLATED_POLICY.getCode(), "too many messages");
            return;
        }
        Problem problem = ProblemJson.of(much.status(), much.detail(), "/ws/v1/conversations/" + conversationId);
        note(new ProblemFrame(null, problem.with(null, much.retryAfterSeconds())));
    }

    private void note(Body note) {
        enqueue(new Outbound.Note(note.json()));
    }

    @Override
    public void onEvent(RecordedEvent event) {
        if (messages != null && event.event() instanceof ApprovalRequested asked) {
            messages.shown(asked);
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

    /** Sends a ping. */
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

    /** The time since the client was last heard, in nanoseconds. */
    long silence() {
        return System.nanoTime() - lastHeard;
    }

    void close(int code, String reason) {
        boolean first = closing.compareAndSet(false, true);
        release();
        Session to = session;
        if (to == null || !first) {
            return;
        }
        opening.thenClose(to, code, reason);
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
        opening.await();
    }

    @OnError
    public void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "a socket failed: {0}", failure.getClass().getSimpleName());
        release();
    }
}
