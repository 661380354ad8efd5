package clda.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket client (RFC 6455) that sends whatever bytes it is told, right or wrong. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket;
    private final DataInputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Opens with a bearer token; the server has agreed when this returns. */
    static Wire open(URI address, String token) {
        try {
            Socket socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            Wire wire = new Wire(socket);
            String handshake =
                    """
                    GET %s?%s HTTP/1.1
                    Host: %s
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Sec-WebSocket-Protocol: clda.v1
                    Authorization: Bearer %s

                    """
                            .formatted(address.getPath(), address.getQuery(), address.getAuthority(), token);
            socket.getOutputStream().write(handshake.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = wire.head();
            if (!answer.startsWith("HTTP/1.1 101")) {
                throw new IllegalStateException("no WebSocket: " + answer);
            }
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** One whole text message of these bytes. */
    void sendsText(byte... payload) {
        try {
            send(LAST | TEXT, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The beginning of a text message that does not end, piece after piece until the server has had enough. */
    void sendsWithoutEnd(byte[] piece) {
        try {
            send(TEXT, piece);
            while (in.available() == 0) {
                send(CONTINUATION, piece);
            }
        } catch (IOException e) {
            // The server has hung up; what it said before is read next.
        }
    }

    /** Masked with zeros. */
    private void send(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else {
            frame.write(MASKED | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.write(new byte[4]);
        frame.write(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Reads past everything else. */
    int awaitsClose() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                int length = in.readUnsignedByte();
                byte[] payload = in.readNBytes(
                        length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length);
                if (opcode == CLOSE) {
                    return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves without a word, as a process that is killed does: the server is sent a reset. */
    void aborts() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
