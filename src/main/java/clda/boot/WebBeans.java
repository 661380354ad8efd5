package clda.boot;

import clda.agent.Responder;
import clda.guests.Guests;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.web.IdempotentRequests;
import clda.web.Leaving;
import clda.web.OpenLines;
import clda.web.SystemStatus;
import clda.web.jpa.JpaIdempotentRequests;
import clda.web.jpa.JpaSenders;
import clda.web.rasa.Senders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** What the interfaces share, as CDI beans. */
@ApplicationScoped
class WebBeans {

    @Produces
    @Singleton
    Leaving leaving() {
        return new Leaving();
    }

    @Produces
    @Singleton
    OpenLines openLines() {
        return new OpenLines();
    }

    @Produces
    @Singleton
    Senders senders(JpaStore store) {
        return new JpaSenders(store);
    }

    @Produces
    @Singleton
    IdempotentRequests requests(JpaStore store, KeyRing keyRing, Clock clock) {
        return new JpaIdempotentRequests(store, keyRing, clock);
    }

    @Produces
    @Singleton
    SystemStatus status(Settings settings, Guests guests, Durability durability, Responder responder) {
        boolean configured = settings.asksModel();
        return new SystemStatus(
                version(),
                responder.name(),
                configured,
                durability.product(),
                durability.durable(),
                guests.dangerInProduction().isPresent(),
                true);
    }

    private static String version() {
        return read("/clda-version.txt").strip();
    }

    private static String read(String resource) {
        try (InputStream in = WebBeans.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
