package clda.web.socket;

import clda.dialogue.Approvals;
import clda.dialogue.Unknowns;
import clda.store.StoreState;
import clda.web.InboxNews;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Checks every two seconds, once per tenant, whether the inbox has changed, whichever node caused it; and a moment after a node
 * has said that it has.
 */
@ApplicationScoped
class Inboxes {

    private static final Logger LOG = System.getLogger(Inboxes.class.getName());
    private static final int EVERY_MILLIS = 250;
    /** Every how manieth time all tenants are looked at, and not only those of which there is news. */
    private static final int LOOKS_AT_ALL = 8;
    /** Number of looks after which a message is sent even if nothing has changed, so that dead connections are noticed. */
    private static final int LOOKS_BETWEEN_SIGNS_OF_LIFE = 80;

    @Inject
    private Approvals approvals;

    @Inject
    private Unknowns unknowns;

    @Inject
    private StoreState store;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final Set<InboxSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<String> news = ConcurrentHashMap.newKeySet();
    private int looks;

    @PostConstruct
    void start() {
        timer.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    void changed(@Observes InboxNews change) {
        news.add(change.tenant());
    }

    void add(InboxSocket socket) {
        sockets.add(socket);
        socket.tell();
    }

    void remove(InboxSocket socket) {
        sockets.remove(socket);
    }

    private void look() {
        if (store.away()) {
            return;
        }
        boolean all = ++looks % LOOKS_AT_ALL == 0;
        if (!all && news.isEmpty()) {
            return;
        }
        Set<String> told = Set.copyOf(news);
        news.removeAll(told);
        try {
            boolean signOfLife = looks % LOOKS_BETWEEN_SIGNS_OF_LIFE == 0;
            Map<String, Boolean> changed = new HashMap<>();
            for (InboxSocket socket : sockets) {
                String tenant = socket.tenant();
                if (tenant != null
                        && (all || told.contains(tenant))
                        && (changed.computeIfAbsent(tenant, this::hasChanged) || signOfLife)) {
                    socket.tell();
                }
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the inboxes could not be read this time", e);
        }
    }

    private boolean hasChanged(String tenant) {
        int now = 31 * approvals.fingerprint(tenant) + unknowns.fingerprint(tenant);
        Integer before = seen.put(tenant, now);
        return before == null || before != now;
    }
}
