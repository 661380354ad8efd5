package clda.web.socket;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.websocket.CloseReason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Pings every socket and closes those that stay silent: neither server has a timeout of its own. */
@ApplicationScoped
class Heartbeat {

    private static final int EVERY_SECONDS = 20;
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final Set<ConversationSocket> sockets = ConcurrentHashMap.newKeySet();

    @Resource
    private ManagedScheduledExecutorService timer;

    @PostConstruct
    void start() {
        timer.scheduleWithFixedDelay(this::beat, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void add(ConversationSocket socket) {
        sockets.add(socket);
    }

    void remove(ConversationSocket socket) {
        sockets.remove(socket);
    }

    private void beat() {
        for (ConversationSocket socket : sockets) {
            if (socket.silence() > SILENCE.toNanos()) {
                socket.close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "no sign of life");
            } else {
                socket.ping();
            }
        }
    }
}
