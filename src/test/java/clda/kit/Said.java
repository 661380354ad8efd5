package clda.kit;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says in the log while this is open, from warnings up. */
public final class Said implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord said) {
            if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
                Object[] values = said.getParameters();
                lines.add(
                        values == null || values.length == 0
                                ? said.getMessage()
                                : MessageFormat.format(said.getMessage(), values));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Said(Logger logger) {
        this.logger = logger;
        logger.addHandler(listener);
    }

    public static Said by(String speaker) {
        return new Said(Logger.getLogger(speaker));
    }

    public static Said by(Class<?> speaker) {
        return new Said(Logger.getLogger(speaker.getName()));
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.removeHandler(listener);
    }
}
