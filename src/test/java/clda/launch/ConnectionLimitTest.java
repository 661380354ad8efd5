package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each address has its own number of open connections; closed ones do not count. */
class ConnectionLimitTest {

    private static final InetAddress PROXY = address("192.0.2.1");
    private static final InetAddress OFFICE = address("198.51.100.7");
    private static final InetAddress HOME = address("203.0.113.9");

    private final ConnectionLimit limit = new ConnectionLimit(
            2, address -> address.equals(PROXY) ? Optional.empty() : Optional.of(address.getHostAddress()));

    private static InetAddress address(String numbers) {
        try {
            return InetAddress.getByName(numbers);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final class Connection implements Channel {
        private boolean open = true;

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void oneMoreThanTheLimitIsRefusedAndOthersAreNot() {
        assertThat(limit.admits(OFFICE, new Connection())).isTrue();
        assertThat(limit.admits(OFFICE, new Connection())).isTrue();

        assertThat(limit.admits(OFFICE, new Connection())).isFalse();
        assertThat(limit.admits(HOME, new Connection())).isTrue();
    }

    @Test
    void whatIsClosedMakesRoom() {
        Connection first = new Connection();
        limit.admits(OFFICE, first);
        limit.admits(OFFICE, new Connection());

        first.close();

        assertThat(limit.admits(OFFICE, new Connection())).isTrue();
        assertThat(limit.admits(OFFICE, new Connection())).isFalse();
    }

    @Test
    void proxiesHaveNoLimit() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.admits(PROXY, new Connection())).isTrue();
        }
    }

    @Test
    void connectionsThatCameAndWentAreForgotten() throws UnknownHostException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Connection connection = new Connection();
            limit.admits(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), connection);
            if (i % 100 == 0) {
                open.add(connection);
            } else {
                connection.close();
            }
        }

        assertThat(limit.held()).isBetween(open.size(), open.size() + 1_024);
    }
}
