package clda.web.socket;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stands between the server and its WebSocket implementation, and sees that a connection {@linkplain SocketEnd ends once}. */
public final class SocketUpgrade implements HttpUpgradeHandler {

    private final SocketEnd end = new SocketEnd();
    private @Nullable HttpUpgradeHandler handler;

    /** Called before the server has a connection. */
    void of(HttpUpgradeHandler implementation) {
        handler = implementation;
    }

    private HttpUpgradeHandler handler() {
        if (handler == null) {
            throw new IllegalStateException("nobody has upgraded yet");
        }
        return handler;
    }

    @Override
    public void init(WebConnection connection) {
        handler().init(new ClosedOnce(connection));
    }

    @Override
    public void destroy() {
        try {
            handler().destroy();
        } finally {
            end.closes();
        }
    }

    private final class ClosedOnce implements WebConnection {
        private final WebConnection connection;

        ClosedOnce(WebConnection connection) {
            this.connection = connection;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Input(connection.getInputStream());
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return connection.getOutputStream();
        }

        @Override
        public void close() throws Exception {
            end.close(connection);
        }
    }

    /** Notices that the server finds the client gone. */
    private final class Input extends ServletInputStream {
        private final ServletInputStream in;

        Input(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                    listener.onDataAvailable();
                }

                @Override
                public void onAllDataRead() throws IOException {
                    listener.onAllDataRead();
                }

                @Override
                public void onError(Throwable failure) {
                    end.clientIsGone();
                    listener.onError(failure);
                }
            });
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return in.read(into, from, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
