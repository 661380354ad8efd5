package clda.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {

    private static final long THIS = ProcessHandle.current().pid();

    @Test
    void whatThisProcessListensOnIsFoundAndNothingElse() throws IOException {
        Set<InetSocketAddress> before = ListeningSockets.of(THIS);
        try (ServerSocket loopback = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerSocket everywhere = new ServerSocket(0);
                DatagramSocket datagrams = new DatagramSocket();
                Socket outgoing = new Socket("127.0.0.1", loopback.getLocalPort())) {
            Set<InetSocketAddress> during = ListeningSockets.of(THIS);
            during.removeAll(before);

            assertThat(during)
                    .extracting(address -> address.getAddress().isLoopbackAddress(), InetSocketAddress::getPort)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(true, loopback.getLocalPort()),
                            org.assertj.core.groups.Tuple.tuple(false, everywhere.getLocalPort()),
                            org.assertj.core.groups.Tuple.tuple(false, datagrams.getLocalPort()));
            assertThat(outgoing.isConnected()).isTrue();
        }
    }
}
