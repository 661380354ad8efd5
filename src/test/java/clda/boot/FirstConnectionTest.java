package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that starts before its database waits for it. */
class FirstConnectionTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Deque<SQLException> failures = new ArrayDeque<>();
    private int attempts;
    private int closed;

    private FirstConnection waiting(Duration longest) {
        return new FirstConnection(this::connects, longest, Duration.ofMillis(1));
    }

    private Connection connects() throws SQLException {
        attempts++;
        if (!failures.isEmpty()) {
            throw failures.removeFirst();
        }
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("close");
                    closed++;
                    return null;
                });
    }

    private void fails(String... messages) {
        List.of(messages).forEach(message -> failures.add(new SQLException(message)));
    }

    @Test
    void aDatabaseThatIsThereIsAskedOnce() {
        waiting(LONG).await();

        assertThat(attempts).isEqualTo(1);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void aDatabaseThatComesLaterIsWaitedFor() {
        fails("Connection refused", "the database system is starting up");

        assertThatCode(waiting(LONG)::await).doesNotThrowAnyException();

        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void oneThatDoesNotComeEndsTheStartWithItsReason() {
        fails("Connection refused");

        assertThatThrownBy(waiting(Duration.ZERO)::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the data source jdbc/clda cannot be used: Connection refused");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeOpenedIsNotWaitedFor() {
        failures.add(new SQLException(
                "the pool has no connection", new SQLException("[SQLITE_CANTOPEN] Unable to open the database file")));

        assertThatThrownBy(waiting(LONG)::await).isInstanceOf(IllegalStateException.class);
        assertThat(attempts).isEqualTo(1);
    }
}
