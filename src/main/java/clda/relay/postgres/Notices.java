package clda.relay.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection of PostgreSQL's driver hears. The driver belongs to the server, and its classes cannot be seen from the
 * application on every server, so that they are looked up where the connection comes from.
 */
final class Notices {

    private static final String CONNECTION = "org.postgresql.PGConnection";
    private static final String NOTIFICATION = "org.postgresql.PGNotification";

    private final Object connection;
    private final Method await;
    private final Method text;

    private Notices(Object connection, Method await, Method text) {
        this.connection = connection;
        this.await = await;
        this.text = text;
    }

    /** @throws SQLException if it is no connection of PostgreSQL's driver */
    static Notices of(Connection connection) throws SQLException {
        try {
            Class<?> type = driverClass(connection, CONNECTION);
            Object driver = connection.isWrapperFor(type) ? connection.unwrap(type) : connection;
            return new Notices(
                    driver,
                    type.getMethod("getNotifications", int.class),
                    type.getClassLoader().loadClass(NOTIFICATION).getMethod("getParameter"));
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this connection hears no notices: " + e.getMessage(), e);
        }
    }

    private static Class<?> driverClass(Connection connection, String name)
            throws SQLException, ClassNotFoundException {
        ClassLoader loader = connection.getMetaData().getClass().getClassLoader();
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException wrapped) {
            return Class.forName(name);
        }
    }

    /** What has been heard, or is heard first within that time; empty if nothing is. */
    List<String> await(Duration longest) throws SQLException {
        try {
            List<String> texts = new ArrayList<>();
            Object[] heard = (Object[]) await.invoke(connection, Math.toIntExact(longest.toMillis()));
            if (heard != null) {
                for (Object notice : heard) {
                    texts.add((String) text.invoke(notice));
                }
            }
            return texts;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException(e);
        }
    }
}
