package clda.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** People who talk to the server over WebSocket, or the same calls straight to the simulated model. */
final class Load {

    private static final int TURNS_IN_A_CONVERSATION = 10;

    /** What one turn took, in nanoseconds; the gaps are those between pieces of text. */
    record Sample(long firstText, long whole, List<Long> gaps, int characters) {}

    private final String base;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Load(URI server) throws IOException, InterruptedException {
        base = server.toString().replaceAll("/$", "");
        String answer = post("/api/v1/login", "{\"user\":\"alice\",\"password\":\"alice-demo\"}", null);
        token = between(answer, "\"token\":\"");
    }

    private static String between(String json, String before) {
        int from = json.indexOf(before) + before.length();
        return json.substring(from, json.indexOf('"', from));
    }

    private String post(String path, String body, String bearer) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Each of {@code people} takes {@code turns} turns, one after the other. */
    List<Sample> talk(int people, int turns, String text) throws Exception {
        List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> done = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(people);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < people; i++) {
                done.add(threads.submit(() -> {
                    Person person;
                    try {
                        person = new Person();
                    } finally {
                        ready.countDown();
                    }
                    go.await();
                    for (int turn = 0; turn < turns; turn++) {
                        if (turn > 0 && turn % TURNS_IN_A_CONVERSATION == 0) {
                            person.close();
                            person = new Person();
                        }
                        samples.add(person.says(text));
                    }
                    person.close();
                    return null;
                }));
            }
            boolean everybody = ready.await(120, TimeUnit.SECONDS);
            go.countDown();
            if (!everybody) {
                throw new IllegalStateException("not everybody got a socket");
            }
        }
        for (Future<?> one : done) {
            one.get();
        }
        return samples;
    }

    private final class Person implements WebSocket.Listener {
        private final WebSocket socket;
        private final StringBuilder message = new StringBuilder();
        private final SynchronousQueue<Sample> settled = new SynchronousQueue<>();
        private long began;
        private long first;
        private long last;
        private int characters;
        private List<Long> gaps = new ArrayList<>();

        Person() throws IOException, InterruptedException, ExecutionException {
            String id = between(post("/api/v1/conversations", "{}", token), "\"id\":\"");
            socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .subprotocols("clda.v1")
                    .buildAsync(
                            URI.create(base.replaceFirst("^http", "ws") + "/ws/v1/conversations/" + id + "?after=0"),
                            this)
                    .get();
        }

        Sample says(String text) throws InterruptedException {
            first = 0;
            characters = 0;
            gaps = new ArrayList<>();
            began = System.nanoTime();
            socket.sendText("{\"type\":\"say\",\"text\":\"" + text + "\"}", true);
            Sample sample = settled.poll(120, TimeUnit.SECONDS);
            if (sample == null) {
                throw new IllegalStateException("a turn did not end");
            }
            return sample;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean whole) {
            message.append(data);
            if (whole) {
                handle(message);
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void handle(StringBuilder json) {
            if (json.indexOf("\"text.delta\"") >= 0) {
                long now = System.nanoTime();
                if (first == 0) {
                    first = now;
                } else {
                    gaps.add(now - last);
                }
                last = now;
                int from = json.indexOf("\"text\":\"") + 8;
                characters += json.indexOf("\"", from) - from;
            } else if (json.indexOf("\"turn.completed\"") >= 0) {
                Sample sample = new Sample(first - began, System.nanoTime() - began, gaps, characters);
                Thread.ofVirtual().start(() -> {
                    try {
                        settled.put(sample);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            } else if (json.indexOf("\"turn.failed\"") >= 0 || json.indexOf("\"problem\"") >= 0) {
                throw new IllegalStateException("a turn failed: " + json);
            }
        }

        void close() {
            socket.abort();
        }
    }

    /** The two calls of a turn, straight to the model. */
    static List<Sample> direct(int port, int people, int turns) throws Exception {
        List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < people; i++) {
                done.add(threads.submit(() -> {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                        socket.setTcpNoDelay(true);
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 65_536);
                        for (int turn = 0; turn < turns; turn++) {
                            samples.add(directTurn(socket.getOutputStream(), in));
                        }
                    }
                    return null;
                }));
            }
        }
        for (Future<?> one : done) {
            one.get();
        }
        return samples;
    }

    private static Sample directTurn(OutputStream out, BufferedReader in) throws IOException {
        long began = System.nanoTime();
        ask(out, "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        for (String line = in.readLine(); !line.equals("0"); line = in.readLine()) {
            // The tool call.
        }
        in.readLine();
        ask(out, "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"tool\",\"content\":\"x\"}]}");
        long first = 0;
        long last = 0;
        int characters = 0;
        List<Long> gaps = new ArrayList<>();
        for (String line = in.readLine(); !line.equals("0"); line = in.readLine()) {
            if (line.contains("\"content\":\"")) {
                long now = System.nanoTime();
                if (first == 0) {
                    first = now;
                } else {
                    gaps.add(now - last);
                }
                last = now;
                characters += 6;
            }
        }
        in.readLine();
        return new Sample(first - began, System.nanoTime() - began, gaps, characters);
    }

    private static void ask(OutputStream out, String body) throws IOException {
        out.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII));
    }
}
