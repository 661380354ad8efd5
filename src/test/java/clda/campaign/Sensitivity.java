package clda.campaign;

import clda.boot.Durability;
import clda.boot.Schema;
import clda.kit.Postgres;
import clda.web.OutboundQueue;
import clda.web.PublicAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Shows that the campaigns can see: each of twelve faults is planted, and the look that is to find it has to. A campaign in
 * which one stays hidden counts for nothing.
 */
final class Sensitivity {

    /** What was seen of a fault; empty if it stayed hidden. */
    private record Seen(String by, String what) {}

    private static final PublicAddress OWN_ADDRESS = new PublicAddress("https", "clda.example", 443, "");
    private static final int KILLS = 160;

    private final Path dir;
    private final JavaProcess processes;

    private Sensitivity(Path dir) throws IOException, InterruptedException {
        this.dir = dir;
        this.processes = KillCampaign.prepare(dir);
    }

    private Seen seen(Fault fault) throws Exception {
        return switch (fault) {
            case NONE -> new Seen("kill campaign", campaign(Fault.NONE, false));
            case FORGETFUL_STORE -> new Seen("check before the start", forgetful());
            case ASYNCHRONOUS_COMMIT -> new Seen("check before the start", asynchronous());
            case LOCK_IN_MEMORY ->
                new Seen(
                        "two nodes that are paused",
                        new PauseCampaign(processes, dir, 5, fault)
                                .run(14)
                                .wrong()
                                .toString());
            case ANY_ORIGIN ->
                new Seen(
                        "probe of the handshake",
                        foreignOriginIsAllowed(any -> true)
                                        && !foreignOriginIsAllowed(origin -> OWN_ADDRESS.isOrigin(origin))
                                ? "a foreign page was let in, which the server itself turns away"
                                : "");
            case UNBOUNDED_QUEUE ->
                new Seen(
                        "probe of a reader that does not read",
                        queueGrows(Integer.MAX_VALUE) && !queueGrows(1_000)
                                ? "100,000 messages were kept, of which a bound of 1,000 lets go"
                                : "");
            default -> new Seen("kill campaign", campaign(fault, false));
        };
    }

    private String campaign(Fault fault, boolean postgres) throws InterruptedException {
        Map<String, Integer> wrong = new KillCampaign(processes, dir, KillCampaign.ENGINES, postgres, 77, fault)
                .run(KILLS, 1, Instant.MAX)
                .wrong();
        return wrong.isEmpty() ? "" : wrong.toString();
    }

    /** A store that the engine does not know to be durable is refused. */
    private static String forgetful() {
        org.h2.jdbcx.JdbcDataSource h2 = new org.h2.jdbcx.JdbcDataSource();
        h2.setURL("jdbc:h2:mem:forgetful");
        try {
            Schema.migrate(h2);
            return "";
        } catch (IllegalStateException refused) {
            return refused.getMessage();
        }
    }

    private String asynchronous() throws IOException {
        try (Postgres server =
                Postgres.start(Files.createTempDirectory(dir, "asynchronous-"), Map.of("synchronous_commit", "off"))) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(server.url(server.newDatabase()));
            Durability durability = Durability.of((DataSource) source);
            return durability.durable() ? "" : durability.why();
        }
    }

    private interface Allows {
        boolean origin(String origin);
    }

    private static boolean foreignOriginIsAllowed(Allows planted) {
        return planted.origin("https://evil.example");
    }

    /** Whether a reader that takes nothing is still kept after 100,000 messages. */
    private static boolean queueGrows(int max) {
        AtomicBoolean givenUp = new AtomicBoolean();
        OutboundQueue<String> queue =
                new OutboundQueue<>(max, (message, done) -> {}, (one, two) -> null, () -> givenUp.set(true));
        for (int i = 0; i < 100_000; i++) {
            queue.add("m" + i);
        }
        return !givenUp.get();
    }

    /** {@code Sensitivity REPORT}. */
    public static void main(String[] arguments) throws Exception {
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "planted-");
        Sensitivity sensitivity = new Sensitivity(dir);
        Map<Fault, Seen> all = new LinkedHashMap<>();
        int hidden = 0;
        for (Fault fault : Fault.values()) {
            Seen seen = sensitivity.seen(fault);
            System.out.println(fault + ": " + seen);
            all.put(fault, seen);
            hidden += fault != Fault.NONE && seen.what().isEmpty() ? 1 : 0;
        }
        StringBuilder report = new StringBuilder("# What the campaigns can see, ")
                .append(LocalDate.now())
                .append("\n\nJava ")
                .append(Runtime.version())
                .append(". Command: `" + Campaigns.command() + "`. Each fault is planted in an engine of its own; ")
                .append(KILLS)
                .append(
                        " engines are killed where a campaign looks.\n\n| planted | looked at by | seen |\n|---|---|---|\n");
        all.forEach((fault, seen) -> report.append("| ")
                .append(fault.words())
                .append(" | ")
                .append(seen.by())
                .append(" | ")
                .append(
                        seen.what().isEmpty()
                                ? fault == Fault.NONE ? "nothing, as it should be" : "**NOTHING**"
                                : seen.what())
                .append(" |\n"));
        Files.writeString(Path.of(arguments[0]), report.toString());
        System.out.println(report);
        System.exit(hidden == 0 && all.get(Fault.NONE).what().isEmpty() ? 0 : 1);
    }
}
