package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole server is killed while it works: it comes up again, and what was acknowledged is there, once. */
class KilledServerIT {

    private static final int PEOPLE = 8;
    private static final int KILLS = 3;

    @Test
    void aServerThatIsKilledInTheMiddleOfItsTransactionsComesUpAgain() {
        try (RunningServer server = RunningServer.start("killed", Map.of("clda.demo", "true"));
                Traffic traffic = new Traffic(server, PEOPLE)) {
            for (int kill = 0; kill < KILLS; kill++) {
                traffic.awaitsMore(20);
                server.kill();
                server.startAgain();
            }
            traffic.awaitsMore(20);

            Traffic.Outcome outcome = traffic.ends();

            assertThat(outcome.lost()).as("acknowledged messages lost").isZero();
            assertThat(outcome.doubled()).as("messages doubled").isZero();
            assertThat(outcome.gaps()).as("gaps").isZero();
            assertThat(outcome.completed()).isEqualTo(outcome.turns());
        }
    }
}
