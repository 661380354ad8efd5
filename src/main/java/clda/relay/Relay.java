package clda.relay;

import clda.conversation.Conversation;
import clda.conversation.ConversationKeys;
import clda.conversation.ConversationLog;
import clda.conversation.EventType;
import clda.conversation.LogWatcher;
import clda.conversation.ModelLoading;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.relay.Incoming.Verdict;
import clda.relay.MessageCodec.Arrived;
import clda.relay.NodeMessage.Beat;
import clda.relay.NodeMessage.Changed;
import clda.relay.NodeMessage.Erased;
import clda.relay.NodeMessage.Follow;
import clda.relay.NodeMessage.Hello;
import clda.relay.NodeMessage.InboxChanged;
import clda.relay.NodeMessage.Loading;
import clda.relay.NodeMessage.OfConversation;
import clda.relay.NodeMessage.Text;
import clda.relay.Pieces.Piece;
import clda.security.KeyRing;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Relays what is written and stored at one node to the readers at the others. A node says which conversations are followed at
 * it; whoever runs a turn sends what it shows only to nodes that follow. The bus may lose messages and be away: a piece that
 * does not join on is asked for, the writing node answers with the text so far, and what is stored is found in the store.
 *
 * <p>Does not block whoever calls it, and knows the time only as nanoseconds.
 */
public final class Relay implements LogWatcher, AutoCloseable {

    private static final Logger LOG = System.getLogger(Relay.class.getName());

    private static final Duration BEATS_EVERY = Duration.ofSeconds(1);
    /** Without a beat of its own for so long, a node takes the bus for broken. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration SAID_AGAIN_EVERY = Duration.ofSeconds(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(15);
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int IDS_AT_ONCE = 150;
    private static final Set<EventType> CHANGE_INBOXES = EnumSet.of(
            EventType.APPROVAL_REQUESTED,
            EventType.APPROVAL_DELEGATED,
            EventType.APPROVAL_DECIDED,
            EventType.TOOL_UNKNOWN,
            EventType.TOOL_RESOLVED,
            EventType.TASK_UNKNOWN);

    private final NodeBus bus;
    private final ConversationLog log;
    private final ConversationKeys keys;
    private final MessageCodec codec;
    private final Outgoing outgoing;
    private final Consumer<String> inboxChanged;
    private final LongSupplier nanos;
    private final String self;
    private final ConversationQueues lanes;
    private final Followers followers;
    private final Attempts attempts = new Attempts();
    private final Map<String, Incoming> incoming = new ConcurrentHashMap<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final AtomicLong lastBeat;
    private final List<Thread> threads;
    private volatile boolean connected;
    private volatile boolean closed;

    /**
     * @param self a name that no other node has, and that this process has only once
     * @param inboxChanged told the tenant whose approvals or unknown effects have changed at this or another node
     */
    public Relay(
            NodeBus bus,
            ConversationLog log,
            ConversationKeys keys,
            KeyRing keyRing,
            String self,
            Consumer<String> inboxChanged,
            LongSupplier nanos,
            ThreadFactory threads) {
        this.bus = bus;
        this.log = log;
        this.keys = keys;
        this.codec = new MessageCodec(keys, keyRing);
        this.outgoing = new Outgoing(bus, codec, self);
        this.inboxChanged = inboxChanged;
        this.nanos = nanos;
        this.self = self;
        this.lanes = new ConversationQueues(threads);
        this.followers = new Followers(FORGOTTEN_AFTER, nanos);
        this.lastBeat = new AtomicLong(nanos.getAsLong());
        this.threads = List.of(
                threads.newThread(outgoing::sendUntilInterrupted),
                threads.newThread(this::receiveUntilClosed),
                threads.newThread(this::beatUntilClosed));
    }

    /** Begins to watch the log and to relay. */
    public void start() {
        log.watch(this);
        log.relayed(this::isConnected);
        threads.forEach(Thread::start);
    }

    /** Whether what other nodes store is told to this one now. */
    public boolean isConnected() {
        return connected && nanos.getAsLong() - lastBeat.get() < SILENCE.toNanos();
    }

    /** Whether another node has said that somebody reads the conversation there. */
    public boolean isFollowedElsewhere(String conversationId) {
        return !followers.of(conversationId).isEmpty();
    }

    @Override
    public void showed(String conversationId, TextDelta delta) {
        long attempt = attempts.of(conversationId, delta);
        Set<String> nodes = followers.of(conversationId);
        nodes.forEach(node -> tell(node, conversationId, delta, attempt));
    }

    @Override
    public void showed(String conversationId, ModelLoading loading) {
        tell(new Loading(conversationId, loading.turnId()));
    }

    @Override
    public void appended(Conversation after, List<RecordedEvent> events) {
        tell(new Changed(after.id(), after.lastSeq()));
        if (events.stream().anyMatch(event -> event.type().settlesTurn())) {
            attempts.forget(after.id());
        }
        if (events.stream().anyMatch(event -> CHANGE_INBOXES.contains(event.type()))) {
            String tenant = after.head().tenant();
            inboxChanged.accept(tenant);
            outgoing.add(null, new InboxChanged(tenant));
        }
    }

    @Override
    public void erased(String conversationId) {
        keys.forget(conversationId);
        outgoing.add(null, new Erased(conversationId));
        attempts.forget(conversationId);
        followers.forget(conversationId);
    }

    /** In as many messages as the bus needs for it. */
    private void tell(String node, String conversationId, TextDelta delta, long attempt) {
        for (Piece piece : Pieces.of(delta.text(), bus.largest() / (2 * Character.BYTES))) {
            outgoing.add(
                    node,
                    new Text(
                            conversationId,
                            delta.turnId(),
                            delta.messageId(),
                            attempt,
                            delta.index() + piece.index(),
                            piece.text()));
        }
    }

    private void tell(OfConversation message) {
        followers.of(message.conversationId()).forEach(node -> outgoing.add(node, message));
    }

    @Override
    public void followed(String conversationId) {
        incoming.put(conversationId, new Incoming());
        outgoing.add(null, new Follow(List.of(conversationId)));
    }

    @Override
    public void unfollowed(String conversationId) {
        incoming.remove(conversationId);
        asked.remove(conversationId);
    }

    private void sayWhatIsFollowed() {
        List<String> all = new ArrayList<>(incoming.keySet());
        for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
            outgoing.add(null, new Follow(all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE))));
        }
    }

    private void receiveUntilClosed() {
        Duration pause = Duration.ZERO;
        while (!closed) {
            try {
                bus.receive(self, this::connected, this::received);
            } catch (IOException | RuntimeException e) {
                if (connected || pause.isZero()) {
                    LOG.log(
                            Level.WARNING,
                            "{0} does not answer: text that other nodes write is shown when it is complete ({1})",
                            bus.name(),
                            e.getMessage());
                }
            }
            pause = connected || pause.isZero() ? ASKED_AGAIN_AFTER : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            connected = false;
            if (!sleep(pause)) {
                return;
            }
        }
    }

    private void connected() {
        LOG.log(Level.INFO, "connected with other nodes through {0}", bus.name());
        lastBeat.set(nanos.getAsLong());
        connected = true;
        outgoing.add(null, new Hello());
        sayWhatIsFollowed();
    }

    private void received(byte[] bytes) {
        MessageCodec.arrived(bytes).ifPresent(this::received);
    }

    /** Called by the thread that receives, which waits for no store: what concerns a conversation is opened in its lane. */
    private void received(Arrived arrived) {
        String conversationId = arrived.conversationId();
        if (conversationId.isEmpty()) {
            codec.open(arrived).ifPresent(message -> received(arrived.from(), message));
        } else if (incoming.containsKey(conversationId)) {
            lanes.run(
                    conversationId, () -> codec.open(arrived).ifPresent(message -> received(arrived.from(), message)));
        }
    }

    private void received(String from, NodeMessage message) {
        if (from.equals(self)) {
            if (message instanceof Beat) {
                lastBeat.set(nanos.getAsLong());
            }
            return;
        }
        switch (message) {
            case Beat beat -> {}
            case Hello hello -> sayWhatIsFollowed();
            case InboxChanged inbox -> inboxChanged.accept(inbox.tenant());
            case Follow follow -> follow.conversationIds().forEach(id -> lanes.run(id, () -> isFollowedBy(from, id)));
            case Erased erased -> lanes.run(erased.conversationId(), () -> isErased(erased.conversationId()));
            case OfConversation some -> take(from, some);
        }
    }

    /** From now on the node is told what happens; what it may have missed of the text, it is told now. */
    private void isFollowedBy(String node, String conversationId) {
        followers.follows(node, conversationId);
        log.retell(conversationId, soFar -> {
            long attempt = attempts.of(conversationId);
            tell(node, conversationId, soFar, attempt);
        });
        log.lastSeq(conversationId).ifPresent(last -> outgoing.add(node, new Changed(conversationId, last)));
    }

    private void isErased(String conversationId) {
        keys.forget(conversationId);
        followers.forget(conversationId);
        log.look(conversationId, Long.MAX_VALUE);
    }

    private void take(String from, OfConversation message) {
        Incoming known = incoming.get(message.conversationId());
        if (known == null) {
            return;
        }
        switch (message) {
            case Changed changed -> log.look(changed.conversationId(), changed.lastSeq());
            case Loading loading -> log.relay(loading.conversationId(), new ModelLoading(loading.turnId()));
            case Text text -> {
                switch (known.take(from, text)) {
                    case Verdict.Show show -> log.relay(text.conversationId(), show.delta());
                    case Verdict.Missing missing -> ask(text.conversationId());
                    case Verdict.Drop drop -> {}
                }
            }
        }
    }

    private void ask(String conversationId) {
        long now = nanos.getAsLong();
        Long before = asked.get(conversationId);
        if (before == null || now - before > ASKED_AGAIN_AFTER.toNanos()) {
            asked.put(conversationId, now);
            outgoing.add(null, new Follow(List.of(conversationId)));
        }
    }

    private void beatUntilClosed() {
        long saidAgain = nanos.getAsLong();
        while (!closed) {
            outgoing.add(self, new Beat());
            if (nanos.getAsLong() - saidAgain > SAID_AGAIN_EVERY.toNanos()) {
                saidAgain = nanos.getAsLong();
                followers.forgetSilent();
                sayWhatIsFollowed();
            }
            if (connected && !isConnected()) {
                bus.disconnect();
            }
            if (!sleep(BEATS_EVERY)) {
                return;
            }
        }
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        connected = false;
        threads.forEach(Thread::interrupt);
        lanes.close();
        bus.close();
    }
}
