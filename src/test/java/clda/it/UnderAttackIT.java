package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers do their worst from other addresses, while people go on: their requests take at most half as long again, and all are
 * answered. Before and during are measured in turn, so that whatever else the machine does falls on both.
 */
class UnderAttackIT {

    private static final int ROUNDS = 3;
    private static final int REQUESTS = 120;
    private static final double MAX = 1.5;
    /** Differences below this are noise. */
    private static final double NOISE_MILLIS = 3;

    @TempDir
    static Path accounts;

    private static RunningServer server;
    private static Client alice;

    @BeforeAll
    static void start() throws IOException {
        StringBuilder file = new StringBuilder();
        file.append(LocalAccounts.line("alice", "acme", "user"));
        String alices = file.toString();
        IntStream.range(0, 60).forEach(i -> file.append(alices.replace("alice:", "person" + i + ":")));
        Path written = Files.writeString(accounts.resolve("accounts"), file);
        server = RunningServer.start("attack", Map.of("clda.accounts.file", written.toString()));
        alice = Client.signedIn(server, "alice");
        measured();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The median of what people's requests take, in milliseconds; all are answered as they should be. */
    private static double measured() {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < REQUESTS / 3; i++) {
            millis.add(timed("POST", "/api/v1/conversations", "{}", 201));
            millis.add(timed("GET", "/api/v1/conversations?limit=5", null, 200));
            millis.add(timed("GET", "/login.xhtml", null, 200));
        }
        Collections.sort(millis);
        return millis.get(millis.size() / 2);
    }

    private static double timed(String method, String path, String body, int status) {
        long began = System.nanoTime();
        Client.Answer answer = alice.send(method, path, body);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.text())
                .isEqualTo(status);
        return (System.nanoTime() - began) / 1e6;
    }

    /** An attack that can be begun and ended. */
    private interface Attack {
        AutoCloseable begin() throws Exception;
    }

    private static void assertPeopleHardlyNotice(String what, Attack attack) throws Exception {
        List<Double> before = new ArrayList<>();
        List<Double> during = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            before.add(measured());
            try (AutoCloseable begun = attack.begin()) {
                during.add(measured());
            }
        }
        double quiet = median(before);
        double attacked = median(during);
        System.out.printf(
                "%s on %s: %.1f ms before, %.1f ms during, %.2f times; rounds %s and %s%n",
                what, System.getProperty("clda.server", "payara"), quiet, attacked, attacked / quiet, before, during);
        assertThat(attacked).as(what).isLessThan(quiet * MAX + NOISE_MILLIS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Socket from(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", server.uri("/").getPort()));
        return socket;
    }

    /** Two hundred connections that send a body byte by byte, and come back whenever they are sent away. */
    private static AutoCloseable slowBodies(int addresses) {
        AtomicInteger sending = new AtomicInteger();
        ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor();
        for (int i = 0; i < 200; i++) {
            String address = "127.0.1." + (1 + i % addresses);
            String path = i % 2 == 0 ? "/api/v1/login" : "/login.xhtml";
            String type = i % 2 == 0 ? "application/json" : "application/x-www-form-urlencoded";
            strangers.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try (Socket socket = from(address)) {
                        socket.getOutputStream()
                                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                                                + "\r\nContent-Length: 100000\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                        sending.incrementAndGet();
                        while (!Thread.currentThread().isInterrupted()
                                && socket.getInputStream().available() == 0) {
                            socket.getOutputStream().write(' ');
                            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                        }
                    } catch (IOException e) {
                        // Sent away.
                    }
                    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                }
            });
        }
        Awaitility.await("the strangers").until(() -> sending.get() >= 200);
        return strangers::shutdownNow;
    }

    @Test
    void twoHundredSlowBodiesFromOneAddress() throws Exception {
        assertPeopleHardlyNotice("200 slow bodies from one address", () -> slowBodies(1));
    }

    @Test
    void twoHundredSlowBodiesFromTwentyAddresses() throws Exception {
        assertPeopleHardlyNotice("200 slow bodies from 20 addresses", () -> slowBodies(20));
    }

    @Test
    void twoThousandIdleConnections() throws Exception {
        assertPeopleHardlyNotice("2000 idle connections", () -> {
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                idle.add(from("127.0.2." + (1 + i % 2)));
            }
            return () -> {
                for (Socket socket : idle) {
                    socket.close();
                }
            };
        });
    }

    @Test
    void connectionsOfOneAddressBeyondTheLimit() throws Exception {
        assertPeopleHardlyNotice("4000 connections from one address, of which 2000 are kept", () -> {
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                idle.add(from("127.0.4.1"));
            }
            return () -> {
                for (Socket socket : idle) {
                    socket.close();
                }
            };
        });
    }

    @Test
    void sixtyWrongSignInsAtOnce() throws Exception {
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());

        assertPeopleHardlyNotice("60 wrong sign-ins at once", () -> {
            ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor();
            List<? extends Future<?>> tries = IntStream.range(0, 60)
                    .mapToObj(i -> strangers.submit(() -> {
                        statuses.add(signsIn("127.0.3." + (1 + i), "person" + i));
                        return null;
                    }))
                    .toList();
            return () -> {
                for (Future<?> one : tries) {
                    one.get();
                }
                strangers.close();
            };
        });

        System.out.println("their answers: "
                + Arrays.toString(
                        statuses.stream().sorted().mapToInt(Integer::intValue).toArray()));
        assertThat(statuses).hasSize(180).containsAnyOf(401).allMatch(status -> List.of(401, 429, 503)
                .contains(status));
    }

    private static int signsIn(String address, String user) throws IOException {
        byte[] body = ("{\"user\":\"" + user + "\",\"password\":\"wrong\"}").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = from(address)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type:"
                                    + " application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
