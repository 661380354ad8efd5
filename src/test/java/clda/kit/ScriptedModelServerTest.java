package clda.kit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.RepeatedTest;

class ScriptedModelServerTest {

    @RepeatedTest(200)
    void whatIsClosedRefusesConnections() {
        ScriptedModelServer server = new ScriptedModelServer();
        int port = URI.create(server.address()).getPort();

        server.close();

        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
    }
}
