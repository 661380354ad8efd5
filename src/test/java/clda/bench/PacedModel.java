package clda.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A simulated Chat Completions server: one virtual thread a connection, TCP_NODELAY, one write a frame. Asked by a person it
 * calls a tool in 5 frames; given the tool's result it answers with 64 frames of text.
 */
final class PacedModel implements AutoCloseable {

    static final int TEXT_FRAMES = 64;

    private static final String HEAD =
            "{\"id\":\"chatcmpl-b\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"paced-1\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":";
    private static final List<byte[]> TOOL_CALL = List.of(
            frame(
                    HEAD
                            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"find_order\",\"arguments\":\"\"}}]},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}"),
            frame(
                    HEAD
                            + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"orderNumber\\\":\"}}]},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}"),
            frame(
                    HEAD
                            + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"A-1001\\\"\"}}]},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}"),
            frame(
                    HEAD
                            + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}"),
            frame(HEAD + "{},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],\"usage\":null}"));
    private static final byte[] TEXT =
            frame(HEAD + "{\"content\":\" token\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}");
    private static final byte[] FINISH =
            frame(HEAD + "{},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":null}");
    private static final byte[] END = join(
            frame(
                    "{\"id\":\"chatcmpl-b\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"paced-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":64,\"total_tokens\":74}}"),
            frame("[DONE]"),
            "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /** A request body's size and how long it took from its first to its last byte, in nanoseconds. */
    record Arrival(int bytes, long nanos) {}

    private final ServerSocket listener;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile long firstToken;
    private volatile long gap;

    PacedModel() throws IOException {
        listener = new ServerSocket(0, 4_000, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    private static byte[] frame(String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        return join(
                (Integer.toHexString(event.length) + "\r\n").getBytes(StandardCharsets.US_ASCII),
                event,
                "\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    void pace(long firstTokenMillis, long gapMillis) {
        firstToken = firstTokenMillis * 1_000_000;
        gap = gapMillis * 1_000_000;
    }

    int port() {
        return listener.getLocalPort();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    Queue<Arrival> arrivals() {
        return arrivals;
    }

    long requests() {
        return requests.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            OutputStream out = socket.getOutputStream();
            while (true) {
                int length = contentLength(in);
                if (length < 0) {
                    return;
                }
                long began = System.nanoTime();
                byte[] body = in.readNBytes(length);
                arrivals.add(new Arrival(length, System.nanoTime() - began));
                requests.incrementAndGet();
                answer(out, afterTool(body));
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static int contentLength(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String header = line.toString().strip();
            line.setLength(0);
            if (header.isEmpty()) {
                return length;
            }
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
    }

    private static boolean afterTool(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.lastIndexOf("\"role\":\"tool\"") > text.lastIndexOf("\"role\":\"user\"");
    }

    private void answer(OutputStream out, boolean text) throws IOException {
        long next = System.nanoTime() + firstToken;
        out.write(OK);
        if (!text) {
            for (byte[] frame : TOOL_CALL) {
                next = pause(next);
                out.write(frame);
            }
        } else {
            for (int i = 0; i < TEXT_FRAMES; i++) {
                next = pause(next);
                out.write(TEXT);
            }
            out.write(FINISH);
        }
        out.write(END);
    }

    private long pause(long until) {
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return until + gap;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
