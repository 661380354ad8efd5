package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The prod profile does not start on what is dangerous, and says what that is. */
class ProductionIT {

    @Test
    void demoAccountsAreRefused() {
        String log = RunningServer.refusal("prod-demo", Map.of("mp.config.profile", "prod", "clda.demo", "true"));

        assertThat(log).contains("refusing to start in the prod profile: clda.demo=true");
    }

    @Test
    void aMasterKeyBesideTheDataIsRefused() {
        String log = RunningServer.refusal("prod-key", Map.of("mp.config.profile", "prod"));

        assertThat(log).contains("refusing to start in the prod profile: clda.security.key-file");
    }
}
