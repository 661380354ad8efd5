package clda.campaign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The world outside, which counts what is done to it: services over HTTP, a mail server and a database. It finishes what it has
 * begun when the caller dies, as most services do.
 */
final class Sinks implements AutoCloseable {

    private static final int SLOWEST_MILLIS = 20;

    private final HttpServer http;
    private final SMTPServer post;
    private final Path database;
    private final Random pause;
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    /** By reference, when it was done each time. */
    private final Map<String, List<Instant>> effects = new ConcurrentHashMap<>();

    Sinks(Path database, long seed) throws IOException {
        this.database = database;
        this.pause = new Random(seed);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 256);
        http.createContext("/keyed/", this::keyed);
        http.createContext("/state/", exchange -> answer(exchange, () -> count(reference(exchange))));
        http.createContext("/asked/", this::asked);
        http.createContext("/once/", exchange -> answer(exchange, () -> count(reference(exchange))));
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        post = SMTPServer.port(0)
                .bindAddress(InetAddress.getByName("127.0.0.1"))
                .messageHandler((context, from, to, data) -> mail(new String(data, StandardCharsets.UTF_8)))
                .build();
        post.start();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists transfer (key text primary key, ref text not null)");
            statement.execute("create table if not exists cancelled (ref text primary key)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    static Connection connect(Path database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlite:" + database + "?journal_mode=WAL&synchronous=NORMAL&busy_timeout=5000");
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    int mailPort() {
        return post.getPortAllocated();
    }

    Path database() {
        return database;
    }

    private interface Work {
        void run();
    }

    private static String reference(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void count(String reference) {
        effects.computeIfAbsent(reference, any -> new CopyOnWriteArrayList<>()).add(Instant.now());
    }

    /** The first request with a key has an effect, each further one gets its answer. */
    private void keyed(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        answer(exchange, () -> {
            if (keys.putIfAbsent(key, "") == null) {
                count(reference(exchange));
            }
        });
    }

    /** POST acts each time; GET tells whether it has. */
    private void asked(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            boolean known = effects.containsKey(reference(exchange));
            try (exchange) {
                exchange.sendResponseHeaders(known ? 200 : 404, -1);
            }
            return;
        }
        answer(exchange, () -> count(reference(exchange)));
    }

    private void answer(HttpExchange exchange, Work work) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            sleep(pause.nextInt(SLOWEST_MILLIS));
            work.run();
            sleep(pause.nextInt(SLOWEST_MILLIS));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void mail(String mail) {
        sleep(pause.nextInt(SLOWEST_MILLIS));
        String subject = mail.lines()
                .filter(line -> line.startsWith("Subject: "))
                .findFirst()
                .orElseThrow();
        count(subject.substring(9).strip());
        sleep(pause.nextInt(SLOWEST_MILLIS));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often each thing was done, by its reference. */
    Map<String, Integer> counted() {
        Map<String, Integer> all = new TreeMap<>();
        effects.forEach((reference, times) -> all.put(reference, times.size()));
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select ref, count(*) from transfer group by ref")) {
            while (rows.next()) {
                all.put(rows.getString(1), rows.getInt(2));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often something was done again that is not harmless to do again; says what and when on standard output. */
    int doubled() {
        int doubled = 0;
        for (Map.Entry<String, Integer> done : counted().entrySet()) {
            if (done.getValue() > 1 && !done.getKey().startsWith("state-")) {
                doubled += done.getValue() - 1;
                System.out.println("DOUBLED " + done.getKey() + " at " + effects.get(done.getKey()));
            }
        }
        return doubled;
    }

    @Override
    public void close() {
        http.stop(0);
        post.stop();
    }
}
