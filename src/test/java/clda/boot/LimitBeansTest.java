package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.MovableClock;
import clda.security.limits.AtOnce;
import clda.security.limits.Door;
import clda.security.limits.RateLimits;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class LimitBeansTest {

    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }

    @Test
    void aRateIsChangedByItsProperty() {
        RateLimits limits = new RateLimits(
                LimitBeans.rules(config(Map.of("clda.rate.login.address", "1/PT1H"))),
                new MovableClock(Instant.parse("2026-11-26T12:00:00Z")));

        assertThat(limits.take(Door.LOGIN, "192.0.2.1")).isEmpty();
        assertThat(limits.take(Door.LOGIN, "192.0.2.1")).isPresent();
        assertThat(limits.take(Door.PAGE, "192.0.2.1")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> LimitBeans.rules(config(Map.of("clda.rate.rest.person", "many"))))
                .hasMessage("clda.rate.rest.person must be a rate such as 600/PT1M, or unlimited");
        assertThatThrownBy(() -> LimitBeans.max(config(Map.of("clda.at-once.sockets.person", "0"))))
                .hasMessage("clda.at-once.sockets.person is below 1");
        assertThatThrownBy(() -> LimitBeans.max(config(Map.of("clda.at-once.sockets.person", "x"))))
                .hasMessageContaining("clda.at-once.sockets.person");
    }

    @Test
    void whatIsNotSetIsTheDefault() {
        assertThat(LimitBeans.max(config(Map.of()))).containsEntry(AtOnce.Kind.SOCKETS, 200);
    }
}
