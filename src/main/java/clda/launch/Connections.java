package clda.launch;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every connection passes through this class after the JVM has accepted it and before the application server sees it. Public,
 * since JDK code calls it by name.
 */
public final class Connections {

    private static final long BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

    private static volatile @Nullable Connections limited;

    private final int port;
    private final int max;
    private final ConnectionLimit limit;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    private Connections(int port, int max, ConnectionLimit limit) {
        this.port = port;
        this.max = max;
        this.limit = limit;
    }

    /**
     * Sets the limit; without it all connections are admitted.
     *
     * @param port on which connections are counted; 0 for all
     * @param max maximum number of open connections of one network
     * @param network the network of an address; empty for addresses without a limit
     */
    static void limit(int port, int max, Function<InetAddress, Optional<String>> network) {
        limited = new Connections(port, max, new ConnectionLimit(max, network));
    }

    /**
     * What the server receives for an accepted connection: the connection itself, or null, as if there were none, if its
     * network has too many; the connection has then been closed.
     */
    public static @Nullable SocketChannel admitted(@Nullable SocketChannel accepted) {
        Connections connections = limited;
        return connections == null || accepted == null || connections.admits(accepted) ? accepted : null;
    }

    private boolean admits(SocketChannel accepted) {
        try {
            if (port != 0 && ((InetSocketAddress) accepted.getLocalAddress()).getPort() != port) {
                return true;
            }
            if (limit.admits(((InetSocketAddress) accepted.getRemoteAddress()).getAddress(), accepted)) {
                return true;
            }
            accepted.close();
        } catch (IOException e) {
            // The connection is already closed: the server notices when it reads from it.
            return true;
        }
        warns(refused.incrementAndGet());
        return false;
    }

    private void warns(long refusals) {
        long now = System.nanoTime();
        long due = nextWarning.get();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + BETWEEN_WARNINGS)) {
            // Not a constant: the server's logging has to be initialised first.
            Logger log = System.getLogger(Connections.class.getName());
            log.log(
                    Level.WARNING,
                    "Too many connections from one address, more than " + max
                            + " (clda.at-once.connections.address), were closed: " + refusals + " since the start");
        }
    }
}
