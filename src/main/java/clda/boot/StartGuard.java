package clda.boot;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Ends a server that cannot start the application: if it stayed up, it would answer everyone with an error, and nobody would
 * start it again. The last line of output says what is wrong. A server that has been running for a while is not ended, since it
 * may run other applications.
 */
@ApplicationScoped
class StartGuard {

    static final String REFUSING = "refusing to start";

    /** Exit status for a configuration error (sysexits.h), which a restart does not fix. */
    static final int WRONG_CONFIGURATION = 78;

    /** Exit status for any other failure (sysexits.h), after which a restart may succeed. */
    static final int TRY_AGAIN = 75;

    /** A property, or one of the environment variables that other programs read as well, such as {@code OLLAMA_HOST}. */
    private static final Pattern NAMES_A_SETTING = Pattern.compile("(clda|mp\\.jwt)\\.[a-z]|[A-Z]+_[A-Z_]+ ");

    private static final Logger LOG = System.getLogger(StartGuard.class.getName());
    private static final int BEFORE_ALL_OTHERS = 1;
    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    @Inject
    private Instance<Startup> startup;

    @Resource(name = "jdbc/clda")
    private DataSource database;

    void look(@Observes @Priority(BEFORE_ALL_OTHERS) @Initialized(ApplicationScoped.class) Object event) {
        guarded(() -> {
            FirstConnection.atStart(database::getConnection).await();
            startup.get().parts();
        });
    }

    /** Takes a step of the start, and ends the server if it fails. */
    static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            refusal(e)
                    .ifPresentOrElse(
                            sentence -> end(WRONG_CONFIGURATION, sentence),
                            () -> end(TRY_AGAIN, "cannot start: " + reason(e)));
            throw e;
        }
    }

    /** The message of a refused configuration; empty if the failure has another cause. */
    static Optional<String> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IllegalStateException && message.startsWith(REFUSING)) {
                return Optional.of(message);
            }
            if ((cause instanceof IllegalArgumentException || cause instanceof UncheckedIOException)
                    && NAMES_A_SETTING.matcher(message).lookingAt()) {
                return Optional.of(REFUSING + ": " + message);
            }
        }
        return Optional.empty();
    }

    /** What a failure and its causes say, from the outside in. */
    static String reason(Throwable failure) {
        StringJoiner said = new StringJoiner("; caused by: ");
        String before = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = Objects.requireNonNullElse(
                    cause.getMessage(), cause.getClass().getName());
            if (!before.contains(message)) {
                said.add(message);
            }
            before = message;
        }
        return said.toString();
    }

    private static void end(int status, String sentence) {
        LOG.log(Level.ERROR, sentence);
        // The process may end before the server's log is written.
        System.err.println("CLDA ends: " + sentence);
        if (ManagementFactory.getRuntimeMXBean().getUptime() > LONGEST_START.toMillis()) {
            return;
        }
        // Not on this thread, since the server's shutdown may wait for it.
        Thread.ofPlatform().daemon().name("clda-refused").start(() -> System.exit(status));
        Thread.ofPlatform().daemon().name("clda-refused-halt").start(() -> {
            try {
                Thread.sleep(LONGEST_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(status);
        });
    }
}
