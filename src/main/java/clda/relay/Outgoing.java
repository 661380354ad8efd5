package clda.relay;

import clda.relay.NodeBus.Envelope;
import clda.relay.NodeMessage.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages in the order in which they were added, on a thread of its own, so that whoever adds one waits for nothing.
 * Pieces of text that wait and follow each other become one. What finds no place, or cannot be sent, is dropped: receivers
 * notice that something is missing and ask.
 */
final class Outgoing {

    private static final Logger LOG = System.getLogger(Outgoing.class.getName());
    private static final int MAX_WAITING = 20_000;
    private static final int AT_ONCE = 500;

    private record Waiting(@Nullable String to, NodeMessage message) {}

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(MAX_WAITING);
    private final NodeBus bus;
    private final MessageCodec codec;
    private final String self;

    Outgoing(NodeBus bus, MessageCodec codec, String self) {
        this.bus = bus;
        this.codec = codec;
        this.self = self;
    }

    /** @param to null for all nodes */
    void add(@Nullable String to, NodeMessage message) {
        if (!queue.offer(new Waiting(to, message))) {
            LOG.log(Level.DEBUG, "a message to other nodes found no place");
        }
    }

    /** Sends until the thread is interrupted. */
    void sendUntilInterrupted() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, AT_ONCE - 1);
                send(batch);
                batch.clear();
                if (bus.pace().isPositive()) {
                    Thread.sleep(bus.pace());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Waiting> batch) {
        List<Envelope> envelopes = new ArrayList<>(batch.size());
        for (Waiting waiting : joined(batch)) {
            try {
                envelopes.add(new Envelope(waiting.to(), codec.encode(self, waiting.message())));
            } catch (RuntimeException e) {
                // The conversation has been erased, or its key cannot be read now.
                LOG.log(Level.DEBUG, "a message to other nodes is lost: {0}", e.getMessage());
            }
        }
        try {
            bus.send(envelopes);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "{0} messages to other nodes are lost: {1}", envelopes.size(), e.getMessage());
        }
    }

    private List<Waiting> joined(List<Waiting> batch) {
        List<Waiting> joined = new ArrayList<>(batch.size());
        int longest = bus.largest() / (2 * Character.BYTES);
        for (Waiting next : batch) {
            Waiting last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && Objects.equals(last.to(), next.to())
                    && last.message() instanceof Text before
                    && next.message() instanceof Text after
                    && before.conversationId().equals(after.conversationId())
                    && before.isFollowedBy(after)
                    && before.text().length() + after.text().length() <= longest) {
                joined.set(joined.size() - 1, new Waiting(next.to(), before.with(after)));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }
}
