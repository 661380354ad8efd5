package clda.kit;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Speaks Chat Completions byte for byte as OpenAI's servers do (headers, chunked transfer, one SSE event per chunk), or breaks
 * off wherever the script says. One connection per request.
 */
public final class ScriptedModelServer implements AutoCloseable {

    /** Writes an answer; ends the connection by returning. */
    public interface Answer {
        void write(Wire wire) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Thread accepting;
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile Answer otherwise = wire -> wire.status(500, "Internal Server Error", "");
    private volatile Function<JsonNode, Answer> byRequest;
    /** The path of what this thread was asked. */
    private final ThreadLocal<String> asked = new ThreadLocal<>();

    private final AtomicInteger asks = new AtomicInteger();
    private volatile Answer lists =
            wire -> wire.json("{\"object\":\"list\",\"data\":[{\"id\":\"scripted-1\",\"object\":\"model\"}]}");
    private final CountDownLatch closed = new CountDownLatch(1);

    public ScriptedModelServer() {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = Thread.ofVirtual().start(this::accept);
    }

    public String baseUrl() {
        return address() + "/v1";
    }

    public String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** The heads of the requests: the first line and the headers. */
    public List<String> heads() {
        return heads;
    }

    public ScriptedModelServer then(Answer answer) {
        script.add(answer);
        return this;
    }

    public ScriptedModelServer otherwise(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** Answers whoever asks which models there are; that is no request. */
    public ScriptedModelServer listing(Answer answer) {
        lists = answer;
        return this;
    }

    /** How often somebody asked which models there are, or how it is. */
    public int asks() {
        return asks.get();
    }

    /** Answers what is not scripted by what was asked; such requests are not remembered. */
    public ScriptedModelServer answering(Function<JsonNode, Answer> answers) {
        byRequest = answers;
        return this;
    }

    public void forget() {
        script.clear();
        requests.clear();
        heads.clear();
    }

    public List<JsonNode> requests() {
        return requests;
    }

    /** Text in pieces, as it streams. */
    public static Answer text(String... pieces) {
        return wire -> {
            wire.begin();
            wire.role();
            for (String piece : pieces) {
                wire.text(piece);
            }
            wire.finish("stop");
            wire.usage(20, pieces.length);
            wire.done();
        };
    }

    /** Tool calls, each as name and arguments. */
    public static Answer calls(String... namesAndArguments) {
        return wire -> {
            wire.begin();
            wire.role();
            for (int i = 0; i < namesAndArguments.length; i += 2) {
                wire.call(i / 2, namesAndArguments[i], namesAndArguments[i + 1]);
            }
            wire.finish("tool_calls");
            wire.usage(20, 8);
            wire.done();
        };
    }

    public static Answer status(int status, String reason, String header) {
        return wire -> wire.status(status, reason, header);
    }

    /** Takes the request and stays silent until the server is closed. */
    public Answer silence() {
        return wire -> closed.await();
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
            JsonNode request = request(new BufferedInputStream(socket.getInputStream()));
            if (request.isMissingNode()) {
                asks.incrementAndGet();
                lists.write(new Wire(socket, asked.get()));
                return;
            }
            if (byRequest == null && !isPublished(request)) {
                new Wire(socket).status(400, "Not valid by the published description", "");
                return;
            }
            Answer answer = script.poll();
            if (answer == null && byRequest != null) {
                answer = byRequest.apply(request);
            } else {
                requests.add(request);
            }
            (answer == null ? otherwise : answer).write(new Wire(socket));
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Requests that are made to be answered by the thousand are not looked at. */
    private boolean isPublished(JsonNode request) {
        List<String> problems = PublishedDescription.problems(String.valueOf(asked.get()), request);
        problems.forEach(System.err::println);
        return problems.isEmpty();
    }

    private JsonNode request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request broke off");
            }
            head.append((char) next);
        }
        int space = head.indexOf(" ") + 1;
        asked.set(head.substring(space, head.indexOf(" ", space)));
        if (head.indexOf("GET ") == 0) {
            return MissingNode.getInstance();
        }
        heads.add(head.toString());
        int length = 0;
        for (String line : head.toString().split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return Json.MAPPER.readTree(in.readNBytes(length));
    }

    /** After this, connections are refused: the listener is only gone once the thread that accepts has left it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One answer on the wire. */
    public static final class Wire {
        private static final String ID = "chatcmpl-CLDAtest0001";

        private final OutputStream out;

        private final Socket socket;

        private final String path;

        Wire(Socket socket) throws IOException {
            this(socket, "");
        }

        Wire(Socket socket, String path) throws IOException {
            this.path = path;
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        public void status(int status, String reason, String header) throws IOException {
            String body = "{\"error\":{\"message\":\"" + reason
                    + "\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
            raw("HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "Connection: close\r\n\r\n"
                    + body);
        }

        /** An error in the server's own words. */
        public void error(int status, String body) throws IOException {
            raw("HTTP/1.1 " + status + " No\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body);
        }

        /** What was asked for, of a question for the models there are. */
        public String path() {
            return path;
        }

        /** A whole answer. */
        public void json(String body) throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body);
        }

        public void begin() throws IOException {
            begin("text/event-stream; charset=utf-8");
        }

        public void begin(String contentType) throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: " + contentType
                    + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        }

        /** The body ends in good order. */
        public void end() throws IOException {
            raw("0\r\n\r\n");
        }

        /** Whether the other side has closed the connection. Waits until it has, at most so long. */
        public boolean isClosedWithin(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        public void role() throws IOException {
            ObjectNode delta = Json.MAPPER.createObjectNode();
            delta.put("role", "assistant").put("content", "").putNull("refusal");
            chunk(delta, null);
        }

        public void text(String piece) throws IOException {
            chunk(Json.MAPPER.createObjectNode().put("content", piece), null);
        }

        public void call(int index, String name, String arguments) throws IOException {
            ObjectNode delta = Json.MAPPER.createObjectNode();
            ObjectNode call = delta.putArray("tool_calls").addObject();
            call.put("index", index).put("id", "call_" + index).put("type", "function");
            call.putObject("function").put("name", name).put("arguments", "");
            chunk(delta, null);
            int middle = arguments.length() / 2;
            for (String piece : List.of(arguments.substring(0, middle), arguments.substring(middle))) {
                ObjectNode more = Json.MAPPER.createObjectNode();
                ObjectNode part = more.putArray("tool_calls").addObject();
                part.put("index", index);
                part.putObject("function").put("arguments", piece);
                chunk(more, null);
            }
        }

        public void finish(String reason) throws IOException {
            chunk(Json.MAPPER.createObjectNode(), reason);
        }

        public void usage(int input, int output) throws IOException {
            ObjectNode chunk = chunkHead();
            chunk.putArray("choices");
            chunk.putObject("usage")
                    .put("prompt_tokens", input)
                    .put("completion_tokens", output)
                    .put("total_tokens", input + output);
            event(chunk.toString());
        }

        public void done() throws IOException {
            event("[DONE]");
            raw("0\r\n\r\n");
        }

        private void chunk(ObjectNode delta, String finishReason) throws IOException {
            ObjectNode chunk = chunkHead();
            ObjectNode choice = chunk.putArray("choices").addObject();
            choice.put("index", 0);
            choice.set("delta", delta);
            choice.putNull("logprobs");
            choice.put("finish_reason", finishReason);
            chunk.putNull("usage");
            event(chunk.toString());
        }

        private static ObjectNode chunkHead() {
            return Json.MAPPER
                    .createObjectNode()
                    .put("id", ID)
                    .put("object", "chat.completion.chunk")
                    .put("created", 1_760_000_000)
                    .put("model", "scripted-1")
                    .put("service_tier", "default")
                    .put("system_fingerprint", "fp_0001");
        }

        public void event(String data) throws IOException {
            bytes(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        /** One HTTP chunk. */
        public void bytes(byte[] bytes) throws IOException {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        public void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
