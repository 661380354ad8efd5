package clda.boot;

import clda.store.jpa.NoRetries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Waits for the database before the persistence unit opens it. Payara opens it while it deploys, before any bean exists, and
 * gives the application up if that fails. WildFly opens it when it is used first, which is later than {@link StartGuard}.
 */
public final class DatabaseAtStart implements SessionCustomizer {

    @Override
    public void customize(Session session) {
        new NoRetries().customize(session);
        StartGuard.guarded(FirstConnection.atStart(() -> connection(session))::await);
    }

    private static Connection connection(Session session) throws SQLException {
        DatabaseLogin login = (DatabaseLogin) session.getDatasourceLogin();
        try {
            return (Connection) login.getConnector().connect(new Properties(), session);
        } catch (DatabaseException e) {
            if (e.getInternalException() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
