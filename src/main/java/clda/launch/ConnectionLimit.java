package clda.launch;

import java.net.InetAddress;
import java.nio.channels.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Limits how many connections each client network has open. Safe for use by several threads. */
final class ConnectionLimit {

    /** Minimum number of connections accepted between two rounds that remove closed connections. */
    private static final int ROUND = 1_024;

    private final int max;
    private final Function<InetAddress, Optional<String>> network;
    private final Map<String, List<Channel>> open = new HashMap<>();
    private int accepted;
    private int nextRound = ROUND;

    /**
     * @param max maximum number of open connections of one network
     * @param network the network of an address; empty for addresses without a limit
     */
    ConnectionLimit(int max, Function<InetAddress, Optional<String>> network) {
        this.max = max;
        this.network = network;
    }

    /** Counts a connection until it is closed; returns false, without counting it, if its network has reached the maximum. */
    synchronized boolean admits(InetAddress from, Channel connection) {
        Optional<String> counted = network.apply(from);
        if (counted.isEmpty()) {
            return true;
        }
        forgetsTheClosed();
        List<Channel> others = open.computeIfAbsent(counted.get(), any -> new ArrayList<>());
        if (others.size() >= max) {
            others.removeIf(other -> !other.isOpen());
        }
        return others.size() < max && others.add(connection);
    }

    private void forgetsTheClosed() {
        accepted++;
        if (accepted < nextRound) {
            return;
        }
        open.values().forEach(each -> each.removeIf(connection -> !connection.isOpen()));
        open.values().removeIf(List::isEmpty);
        accepted = 0;
        nextRound = Math.max(ROUND, held());
    }

    /** The number of recorded connections, some of which may already be closed. */
    synchronized int held() {
        return open.values().stream().mapToInt(List::size).sum();
    }
}
