package clda.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes a mail to its last line and then hangs up, so that nobody knows whether it has it (RFC 1047). */
public final class SilentMailServer implements AutoCloseable {

    private final ServerSocket socket;

    public SilentMailServer() throws IOException {
        socket = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException e) {
                // It was closed.
            }
        }
    }

    private static void talk(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            PrintWriter out = new PrintWriter(client.getOutputStream(), false, StandardCharsets.UTF_8);
            answer(out, "220 silent");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data) {
                    if (line.equals(".")) {
                        return;
                    }
                    continue;
                }
                String command = line.toUpperCase(Locale.ROOT);
                data = command.startsWith("DATA");
                answer(out, data ? "354 go on" : "250 well");
            }
        } catch (IOException e) {
            // The client has hung up first.
        }
    }

    private static void answer(PrintWriter out, String line) {
        out.print(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
