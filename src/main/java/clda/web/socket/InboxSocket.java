package clda.web.socket;

import clda.dialogue.Approvals;
import clda.dialogue.Unknowns;
import clda.security.Caller;
import clda.security.Standing;
import clda.security.limits.AtOnce;
import clda.store.StoreState;
import clda.web.Identification.Identified;
import clda.web.OpenLines;
import clda.web.wire.InboxFrame;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Notifies a user, whatever conversation is open, of the number of approvals and unknown effects that wait for them. Takes no
 * messages.
 */
@Dependent
@ServerEndpoint(
        value = "/ws/v1/inbox",
        subprotocols = SocketConfigurator.PROTOCOL,
        configurator = SocketConfigurator.class)
public class InboxSocket implements OpenLines.Line {

    /** Maximum time of a connection; then the client has to come back with a new ticket, and thereby show that it is still authorised. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    @Inject
    private Inboxes inboxes;

    @Inject
    private OpenLines lines;

    @Inject
    private Approvals approvals;

    @Inject
    private Unknowns unknowns;

    @Inject
    private Standing standing;

    @Inject
    private StoreState store;

    @Inject
    private AtOnce atOnce;

    private final long openedAt = System.nanoTime();
    /** One message at a time: what a client does not take is not kept. */
    private final AtomicBoolean sending = new AtomicBoolean();

    private final SocketOpening opening = new SocketOpening();

    private AtOnce.@Nullable Held held;
    private @Nullable Session session;
    private @Nullable Caller caller;
    private Standing.@Nullable Open watched;

    @OnOpen
    public void open(Session opened, EndpointConfig config) {
        try {
            begin(opened, config);
        } finally {
            opening.opened();
        }
    }

    private void begin(Session opened, EndpointConfig config) {
        session = opened;
        opened.setMaxIdleTimeout(0);
        Handshake handshake = Handshake.take(opened, config);
        if (store.away()) {
            comeBackLater();
            return;
        }
        Identified who = handshake.caller();
        if (who == null) {
            close(ConversationSocket.NOT_AUTHORISED, "not authorised");
            return;
        }
        held = Handshake.count(atOnce, who, handshake.network()).orElse(null);
        if (held == null) {
            close(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "too many sockets");
            return;
        }
        caller = who.caller();
        inboxes.add(this);
        lines.add(this);
        watched = standing.watch(
                who.credential(), who.caller(), () -> close(ConversationSocket.NOT_AUTHORISED, "no longer authorised"));
    }

    @Override
    public void end(OpenLines.Why why) {
        switch (why) {
            case LEAVING -> close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "this server stops; come back");
            case STORE_AWAY -> comeBackLater();
        }
    }

    private void comeBackLater() {
        close(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "the store does not answer; come back");
    }

    @Nullable
    String tenant() {
        return caller == null ? null : caller.tenant();
    }

    /** Sends the current numbers, unless the previous message is still being sent. */
    void tell() {
        Session to = session;
        Caller who = caller;
        if (to == null || who == null) {
            return;
        }
        if (System.nanoTime() - openedAt > LONGEST.toNanos()) {
            close(ConversationSocket.NOT_AUTHORISED, "come back with a new ticket");
            return;
        }
        if (!to.isOpen() || !sending.compareAndSet(false, true)) {
            return;
        }
        String numbers = new InboxFrame(
                        approvals.countFor(who, null).forCaller(),
                        unknowns.countFor(who).forCaller())
                .json();
        to.getAsyncRemote().sendText(numbers, result -> sending.set(false));
    }

    @OnClose
    public void closed() {
        release();
        opening.await();
    }

    @OnError
    public void failed(Throwable failure) {
        release();
    }

    private void release() {
        inboxes.remove(this);
        lines.remove(this);
        Standing.Open open = watched;
        if (open != null) {
            open.close();
        }
        AtOnce.Held counted = held;
        if (counted != null) {
            counted.close();
        }
    }

    private void close(int code, String reason) {
        release();
        Session to = session;
        if (to != null) {
            opening.thenClose(to, code, reason);
        }
    }
}
