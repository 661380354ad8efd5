package clda.it;

import clda.campaign.Campaigns;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Kills the whole server with SIGKILL, again and again while people have it open tickets (which is exactly once) and send mail
 * (which is at most once, after its sender approved it), and then looks whether what it had acknowledged is there, what it
 * says it did was done, and what was done was done once. The mail server lives in this process and counts.
 */
public final class ServerKills {

    private static final int PEOPLE = 3;
    private static final int LONGEST_LIFE_MILLIS = 4_000;
    private static final Duration IN_TIME = Duration.ofSeconds(5);
    private static final Pattern MAIL = Pattern.compile("p\\d+-m\\d+e");

    private final Map<String, Integer> mails = new ConcurrentHashMap<>();
    private final Set<String> refusedApprovals = ConcurrentHashMap.newKeySet();
    private int late;
    private Duration slowest = Duration.ZERO;

    private ServerKills() {}

    /** {@code ServerKills KILLS SEED REPORT}; the server and its store are chosen as for {@link RunningServer}. */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Map<String, Object> findings = new ServerKills().run(kills, new Random(seed));
        StringBuilder table = new StringBuilder("| | |\n|---|---|\n");
        findings.forEach((name, count) ->
                table.append("| ").append(name).append(" | ").append(count).append(" |\n"));
        String server = System.getProperty("clda.server", "payara");
        String store = System.getProperty("clda.store", "embedded");
        String report =
                "# Kills of the whole server, %s, %s store, %s%n%nJava %s, %d processors.%n%nCommand: `%s`%n%n%s"
                        .formatted(
                                server,
                                store,
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                Campaigns.command(),
                                table);
        System.out.println(report);
        Files.writeString(Path.of(arguments[2]), report);
        boolean clean = findings.entrySet().stream()
                .filter(finding -> finding.getKey().startsWith("**"))
                .allMatch(finding -> finding.getValue().equals(0));
        System.exit(clean ? 0 : 1);
    }

    private Map<String, Object> run(int kills, Random random) throws Exception {
        SMTPServer post = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((context, from, to, data) -> count(new String(data, StandardCharsets.UTF_8)))
                .build();
        post.start();
        Map<String, String> properties = Map.of(
                "clda.demo", "true", "clda.mail.host", "127.0.0.1", "clda.mail.port", "" + post.getPortAllocated());
        ServerStore store = ServerStore.chosen();
        try (RunningServer server = RunningServer.start("server-kills", properties, store, List.of());
                Traffic tickets = new Traffic(server, PEOPLE);
                Traffic letters =
                        new Traffic(server, PEOPLE, id -> "email bob@example.com that letter " + id + " is ready")) {
            String database = store.equals(ServerStore.EMBEDDED)
                    ? "jdbc:sqlite:" + server.dataDir().resolve("clda.db")
                    : store.environment().get("CLDA_DB_URL") + "?user=postgres&password=none";
            Thread approving = Thread.startVirtualThread(() -> approve(Client.signedIn(server, "alice")));
            for (int kill = 1; kill <= kills; kill++) {
                Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                server.kill();
                Set<String> open = open(database);
                server.startAgain();
                awaitSettled(database, open);
                if (kill % 10 == 0) {
                    System.out.println(kill + " kills, " + (tickets.acknowledged() + letters.acknowledged())
                            + " messages, " + mails.size() + " mails, late " + late);
                }
            }
            Traffic.Outcome ofTickets = tickets.ends();
            Traffic.Outcome ofLetters = letters.ends();
            approving.interrupt();
            approving.join();
            return findings(kills, ofTickets, ofLetters, number(database, "select count(*) from demo_ticket"), server);
        } finally {
            post.stop();
        }
    }

    private void count(String mail) {
        Matcher name = MAIL.matcher(mail.substring(mail.indexOf("Subject:")));
        if (name.find()) {
            mails.merge(name.group(), 1, Integer::sum);
        }
    }

    /** The sender approves every mail, as long as there is a server. */
    private void approve(Client alice) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (JsonNode waiting : alice.get("/api/v1/approvals").json().path("items")) {
                    String id = waiting.path("approvalId").asText();
                    int status = alice.send(
                                    "POST",
                                    "/api/v1/approvals/" + id + "/decision",
                                    "{\"decision\":\"approve\",\"hash\":\""
                                            + waiting.path("hash").asText() + "\"}")
                            .status();
                    if (status != 200 && status < 500) {
                        refusedApprovals.add(id + " " + status);
                    }
                }
                Thread.sleep(100);
            } catch (UncheckedIOException | IllegalStateException e) {
                // The server is away.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Set<String> open(String database) throws SQLException {
        Set<String> keys = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select effect_key from effect where state in ('INTENT', 'DISPATCHED')")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    private static int number(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** From the first answer of the server. */
    private void awaitSettled(String database, Set<String> open) throws SQLException, InterruptedException {
        Instant began = Instant.now();
        while (open(database).stream().anyMatch(open::contains)
                && Duration.between(began, Instant.now()).toSeconds() < 60) {
            Thread.sleep(50);
        }
        Duration took = Duration.between(began, Instant.now());
        late += took.compareTo(IN_TIME) > 0 ? 1 : 0;
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }

    private Map<String, Object> findings(
            int kills, Traffic.Outcome tickets, Traffic.Outcome letters, int rows, RunningServer server)
            throws SQLException, IOException {
        int ticketsDone = (int) tickets.calls().values().stream()
                .filter("tool.completed"::equals)
                .count();
        int doneWithoutMail = 0;
        int failedWithMail = 0;
        int unknown = 0;
        for (Map.Entry<String, String> call : letters.calls().entrySet()) {
            Matcher name = MAIL.matcher(call.getKey());
            int sent = name.find() ? mails.getOrDefault(name.group(), 0) : 0;
            doneWithoutMail += call.getValue().equals("tool.completed") && sent == 0 ? 1 : 0;
            failedWithMail += call.getValue().equals("tool.failed") && sent > 0 ? 1 : 0;
            unknown += call.getValue().equals("tool.unknown") ? 1 : 0;
        }
        JsonNode audit =
                Client.signedIn(server, "dave").get("/api/v1/audit/verify").json();
        Map<String, Object> findings = new LinkedHashMap<>();
        findings.put("servers killed", kills);
        findings.put("acknowledged messages", tickets.acknowledged() + letters.acknowledged());
        findings.put("tickets", rows);
        findings.put("mails", mails.size());
        findings.put("mails shown as unknown", unknown);
        findings.put("**acknowledged messages lost**", tickets.lost() + letters.lost());
        findings.put("**messages doubled**", tickets.doubled() + letters.doubled());
        findings.put("**gaps in the numbers**", tickets.gaps() + letters.gaps());
        findings.put("**tickets without a completed call, or the other way round**", Math.abs(rows - ticketsDone));
        findings.put(
                "**mails sent twice**",
                mails.values().stream().mapToInt(times -> times - 1).sum());
        findings.put("**done without a mail**", doneWithoutMail);
        findings.put("**failed with a mail**", failedWithMail);
        findings.put(
                "**turns not completed**",
                tickets.turns() - tickets.completed() + letters.turns() - letters.completed());
        findings.put("**approvals refused that should not be**", refusedApprovals.size());
        findings.put("**open calls not settled within 5 s of the first answer**", late);
        findings.put(
                "**audit entries changed or missing**", audit.path("problems").size());
        findings.put("audit entries", audit.path("entries").asInt());
        findings.put("slowest settling, ms", slowest.toMillis());
        return findings;
    }
}
