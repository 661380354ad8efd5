package clda.demo;

import clda.guests.ApplicationThreads;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** The services behind the tools of the sample business, created on first use. */
@ApplicationScoped
class DemoBeans {

    @Produces
    @Singleton
    Mailbox mailbox(JpaStore store, KeyRing keyRing, Clock clock, Supplier<String> ids) {
        return new Mailbox(store, keyRing, clock, ids);
    }

    static void close(@Disposes Mailbox mailbox) {
        mailbox.close();
    }

    @Produces
    @Singleton
    Mail.Server mailServer(Config config, Instance<Mailbox> mailbox) {
        String from = config.getOptionalValue("clda.mail.from", String.class).orElse("clda@localhost");
        return config.getOptionalValue("clda.mail.host", String.class)
                .map(host -> new Mail.Server(
                        host,
                        config.getOptionalValue("clda.mail.port", Integer.class).orElse(25),
                        from))
                .orElseGet(() -> mailbox.get().server(from));
    }

    @Produces
    @Singleton
    RefundService refundService(JpaStore store, Clock clock, ApplicationThreads threads) {
        return new RefundService(store, clock, threads.virtual("clda-refund-service-"));
    }

    static void close(@Disposes RefundService service) {
        service.close();
    }

    @Produces
    @Singleton
    Refunds.Service refundServiceAddress(RefundService service) {
        return service.service();
    }

    @Produces
    @Singleton
    Statements.Pace statementPace(Config config) {
        return new Statements.Pace(config.getOptionalValue("clda.demo.statement-step", Duration.class)
                .orElse(Duration.ofSeconds(4)));
    }
}
