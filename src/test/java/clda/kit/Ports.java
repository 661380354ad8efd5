package clda.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Where servers of tests listen. */
public final class Ports {

    private Ports() {}

    /** A port that nobody listened at a moment ago. */
    public static int free() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
