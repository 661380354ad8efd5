package clda.boot;

import clda.guests.Guest;
import clda.guests.Guests;
import clda.store.StoreClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The CDI beans that all other parts of the application need. The other beans are in classes of this package, by subject. */
@ApplicationScoped
class ServerBeans {

    @Produces
    @Singleton
    Guests guests(@Any Instance<Guest> all) {
        return new Guests(all.stream().toList());
    }

    @Produces
    @Singleton
    Settings settings(Config config, Guests guests) {
        Settings settings;
        try {
            settings = Settings.from(config);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(StartGuard.REFUSING + ": " + e.getMessage(), e);
        }
        Optional<String> ofGuests = settings.production() ? guests.dangerInProduction() : Optional.empty();
        ofGuests.or(settings::dangerInProduction).ifPresent(danger -> {
            throw new IllegalStateException("refusing to start in the prod profile: " + danger);
        });
        return settings;
    }

    @Produces
    @Singleton
    StoreClock clock() {
        return new StoreClock(Clock.systemUTC());
    }

    @Produces
    @Singleton
    RandomIds ids() {
        return new RandomIds();
    }
}
