package clda.logging;

import java.lang.reflect.Method;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of the whole server, one line for each record: readable, or with {@code clda.log.format=json} an object of
 * JSON. Of exceptions it tells only messages that quote nobody.
 *
 * <p>The application server creates it, from another class loader than the application's. The application therefore gives it
 * the ids as types of Java: see {@link ServerLog}.
 */
public final class LineFormatter extends Formatter implements Consumer<Supplier<Map<String, String>>> {

    /** The property that chooses the format. */
    public static final String PROPERTY = "clda.log.format";

    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneId.systemDefault());
    private static final int LEVEL_WIDTH = 7;

    private final boolean json;
    private volatile Supplier<Map<String, String>> ids = Map::of;

    /** As the system property says; readable if it says nothing. */
    public LineFormatter() {
        this("json".equals(System.getProperty(PROPERTY)));
    }

    LineFormatter(boolean json) {
        this.json = json;
    }

    /** @param ids the ids of the thread that calls it, in the order in which they are written */
    @Override
    public void accept(Supplier<Map<String, String>> ids) {
        this.ids = ids;
    }

    @Override
    public String format(LogRecord entry) {
        return json ? object(entry) : readable(entry);
    }

    private String readable(LogRecord entry) {
        StringBuilder line = new StringBuilder();
        LOCAL_TIME.formatTo(entry.getInstant(), line);
        String level = entry.getLevel().getName();
        line.append(' ').append(level);
        line.append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())));
        line.append(' ').append(entry.getLoggerName()).append(": ");
        line.append(LineText.indented(LineText.cut(message(entry))));
        Throwable thrown = entry.getThrown();
        if (thrown != null) {
            line.append(System.lineSeparator()).append(failure(thrown));
        }
        return line.append(System.lineSeparator()).toString();
    }

    private String object(LogRecord entry) {
        StringBuilder line = new StringBuilder("{");
        Instant at = entry.getInstant().truncatedTo(ChronoUnit.MILLIS);
        field("time", DateTimeFormatter.ISO_INSTANT.format(at), line);
        field("level", level(entry.getLevel()), line);
        field("logger", String.valueOf(entry.getLoggerName()), line);
        field("message", LineText.cut(message(entry)), line);
        ids().forEach((name, id) -> field(name, id, line));
        Throwable thrown = entry.getThrown();
        if (thrown != null) {
            field("exception", thrown.getClass().getName(), line);
            field("stack", failure(thrown), line);
        }
        return line.append("}\n").toString();
    }

    private Map<String, String> ids() {
        try {
            return ids.get();
        } catch (RuntimeException | LinkageError e) {
            // The application is gone, and its classes with it.
            return Map.of();
        }
    }

    private static void field(String name, String value, StringBuilder line) {
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"').append(name).append("\":");
        LineText.quoted(value, line);
    }

    /** The exception's own methods may fail, and must not take the line with them. */
    private static String failure(Throwable thrown) {
        try {
            return ToldFailure.of(thrown);
        } catch (RuntimeException | StackOverflowError e) {
            return thrown.getClass().getName() + " (cannot be told: "
                    + e.getClass().getName() + ")";
        }
    }

    /** The message with its parameters, whose own methods may fail. */
    private String message(LogRecord entry) {
        try {
            String formatted = byServer(entry);
            return formatted == null ? formatMessage(entry) : formatted;
        } catch (RuntimeException | StackOverflowError e) {
            return String.valueOf(entry.getMessage());
        }
    }

    /** WildFly's records hold messages with placeholders of their own, and format them themselves. */
    private static @Nullable String byServer(LogRecord entry) {
        if (entry.getClass() == LogRecord.class) {
            return null;
        }
        try {
            Method formatted = entry.getClass().getMethod("getFormattedMessage");
            return (String) formatted.invoke(entry);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }
}
