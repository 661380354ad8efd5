package clda.kit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A line to the database that breaks when it is told to. */
public final class Faults {

    private final AtomicInteger commitsToLose = new AtomicInteger();
    private final AtomicInteger commitsToFail = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Gate gate = new Gate();

    /** The next commits take place and the line breaks before they are answered. */
    public void loseAnswersOfCommits(int count) {
        commitsToLose.set(count);
    }

    /** The line breaks before the next commits arrive. */
    public void failCommits(int count) {
        commitsToFail.set(count);
    }

    /** No connection can be had and those there are break. */
    public void away(boolean value) {
        away.set(value);
    }

    /** Whoever wants to use the line waits, as in a process that is stopped; nothing breaks. */
    public void freezes() {
        gate.close();
    }

    public void thaws() {
        gate.open();
    }

    private static final class Gate {
        private boolean closed;

        synchronized void close() {
            closed = true;
        }

        synchronized void open() {
            closed = false;
            notifyAll();
        }

        synchronized void pass() {
            while (closed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Every commit finds the disk full. */
    public void full(boolean value) {
        full.set(value);
    }

    DataSource over(DataSource source) {
        return proxy(DataSource.class, source, (method, call) -> {
            if (method.equals("getConnection")) {
                gate.pass();
                failIfAway();
                return connection((Connection) call.run());
            }
            return call.run();
        });
    }

    private Connection connection(Connection real) {
        return proxy(Connection.class, real, (method, call) -> {
            switch (method) {
                case "commit" -> {
                    gate.pass();
                    failIfAway();
                    if (full.get()) {
                        real.rollback();
                        throw new SQLException("could not extend file: No space left on device", "53100");
                    }
                    if (take(commitsToFail)) {
                        real.rollback();
                        throw broken();
                    }
                    Object result = call.run();
                    if (take(commitsToLose)) {
                        throw broken();
                    }
                    return result;
                }
                case "prepareStatement", "createStatement" -> {
                    gate.pass();
                    failIfAway();
                }
                default -> {
                    // Everything else reaches the database.
                }
            }
            return call.run();
        });
    }

    private static boolean take(AtomicInteger count) {
        return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private void failIfAway() throws SQLException {
        if (away.get()) {
            throw broken();
        }
    }

    private static SQLException broken() {
        return new SQLNonTransientConnectionException("the line is broken", "08006");
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private interface Handler {
        Object handle(String method, Call call) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                Faults.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.handle(method.getName(), () -> {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }
}
