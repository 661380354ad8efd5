package clda.logging;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;

/**
 * The log of the application server, which tells the ids of the application. Its formatter was loaded by the server and is of
 * another class than the application's of the same name, so that it is recognized by its name.
 */
public final class ServerLog {

    private ServerLog() {}

    /**
     * From now on, lines tell these ids.
     *
     * @param ids the ids of the thread that calls it
     */
    public static void tell(Supplier<Map<String, String>> ids) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            Formatter formatter = handler.getFormatter();
            if (formatter != null
                    && formatter.getClass().getName().equals(LineFormatter.class.getName())
                    && formatter instanceof Consumer<?> hearing) {
                hear(hearing, ids);
            }
        }
    }

    /** From now on, lines tell no ids: the application ends. */
    public static void forget() {
        tell(Map::of);
    }

    @SuppressWarnings("unchecked")
    private static void hear(Consumer<?> formatter, Supplier<Map<String, String>> ids) {
        ((Consumer<Supplier<Map<String, String>>>) formatter).accept(ids);
    }
}
