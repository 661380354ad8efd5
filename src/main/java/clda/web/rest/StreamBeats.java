package clda.web.rest;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Sends a heartbeat on every event stream: proxies close what is silent for a minute or less. */
@ApplicationScoped
class StreamBeats {

    static final int EVERY_SECONDS = 15;

    private final Set<Runnable> streams = ConcurrentHashMap.newKeySet();

    @Resource
    private ManagedScheduledExecutorService timer;

    @PostConstruct
    void start() {
        timer.scheduleWithFixedDelay(
                () -> streams.forEach(Runnable::run), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** @param beat must neither block nor throw */
    void add(Runnable beat) {
        streams.add(beat);
    }

    void remove(Runnable beat) {
        streams.remove(beat);
    }
}
