package clda.logging;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the log says from now on, in each format, and as a formatter that is not ours would write it. */
public final class CapturedLog implements AutoCloseable {

    private final Logger root = Logger.getLogger("clda");
    private final LineFormatter asJson = new LineFormatter(true);
    private final Keeping json = new Keeping(asJson);
    private final Keeping text = new Keeping(new LineFormatter(false));
    private final Keeping unguarded = new Keeping(new SimpleFormatter());

    private static final class Keeping extends Handler {
        private final StringBuilder kept = new StringBuilder();

        Keeping(Formatter formatter) {
            setFormatter(formatter);
            setLevel(Level.INFO);
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                kept.append(getFormatter().format(entry));
            }
        }

        @Override
        public void flush() {
            // It is all here.
        }

        @Override
        public void close() {
            // It is all here.
        }

        synchronized String text() {
            return kept.toString();
        }
    }

    private CapturedLog() {
        asJson.accept(() -> Ids.current().fields("node-1", null));
        root.addHandler(json);
        root.addHandler(text);
        root.addHandler(unguarded);
        root.setUseParentHandlers(false);
    }

    public static CapturedLog begin() {
        return new CapturedLog();
    }

    public String json() {
        return json.text();
    }

    public String text() {
        return text.text();
    }

    public String unguarded() {
        return unguarded.text();
    }

    @Override
    public void close() {
        root.removeHandler(json);
        root.removeHandler(text);
        root.removeHandler(unguarded);
        root.setUseParentHandlers(true);
    }
}
